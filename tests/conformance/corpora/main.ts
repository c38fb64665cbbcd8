/**
 * Runs other people's models and the catalogue's cases, and prints how far Baton does what they expect:
 *
 *     npm run conformance -- --corpora <dir> [--json] [--only <figure>] [--model <part of a file name>]
 *
 * A table by default; with `--json` one object, the failures listed by model and reason.
 */
import { parseArgs } from 'node:util'
import { runBetsy } from './betsy.ts'
import { runCatalogue } from './catalogue.ts'
import { runDrivenTesting } from './drivenTesting.ts'
import { runNayra } from './nayra.ts'
import { Positions } from './positions.ts'
import { type Figure, figureOf, type Verdict } from './report.ts'
import { runSmoke } from './smoke.ts'
import { runTokenSimulation } from './tokenSimulation.ts'

const { values } = parseArgs({
  options: {
    corpora: { type: 'string' },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    model: { type: 'string' },
  },
})

type Run = (corpora: string, positions: Positions, model?: string) => Promise<Verdict[]>
const collections: Record<string, Run> = {
  betsy: runBetsy,
  tokenSimulation: runTokenSimulation,
  nayra: runNayra,
  drivenTesting: runDrivenTesting,
  smoke: runSmoke,
}

if (!values.corpora) {
  console.error('Say where the models are: npm run conformance -- --corpora <dir>')
  process.exit(2)
}

const wanted = (name: string) => !values.only || values.only === name
const positions = new Positions()
const figures: Record<string, Figure> = {}
if (wanted('catalogue') && !values.model) figures.catalogue = runCatalogue(process.cwd())
for (const [name, run] of Object.entries(collections)) {
  if (wanted(name)) figures[name] = figureOf(await run(values.corpora, positions, values.model))
}
if (values.json) console.log(JSON.stringify({ ...figures, eventPositions: positions.figure }, null, 1))
else print()

function print(): void {
  for (const [name, { failures, waived }] of Object.entries(figures)) {
    for (const { model, case: test, reason } of failures)
      console.log(`${name}: ${model} ${test ?? ''}\n    ${reason}`)
    for (const { model, case: test, reason } of waived)
      console.log(`${name}, waived: ${model} ${test ?? ''}\n    ${reason}`)
  }
  console.log(
    `\n${'figure'.padEnd(18)}${'passed'.padStart(8)}${'of'.padStart(8)}${'waived'.padStart(8)}${'%'.padStart(8)}`,
  )
  for (const [name, { passed, total, waived }] of Object.entries(figures))
    row(name, passed, total, String(waived.length))
  const { passed, of, missing } = positions.figure
  row('eventPositions', passed, of, '')
  if (!values.only && missing.length > 0)
    console.log(`\nEvent positions without a passing model: ${missing.join(', ')}`)
}

function row(name: string, passed: number, total: number, waived: string): void {
  const percent = total === 0 ? '–' : ((100 * passed) / total).toFixed(1)
  console.log(
    `${name.padEnd(18)}${String(passed).padStart(8)}${String(total).padStart(8)}${waived.padStart(8)}${percent.padStart(8)}`,
  )
}
