/**
 * Runs other people's models and the catalogue's cases, and prints how far Baton does what they expect:
 *
 *     npm run conformance -- --corpora <dir> [--json] [--only <figure>] [--model <part of a file name>]
 *
 * A table by default; with `--json` one object, the failures listed by model and reason.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { playTrace } from '../tracePlayer.ts'
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
const byOthers = positions.figure.passed
if (wanted('eventPositions') || !values.only) await addOwnPairs(positions)
const eventPositions = { ...positions.figure, byOthers }
if (values.json) console.log(JSON.stringify({ ...figures, eventPositions }, null, 1))
else print()

/** The pairs of drawing and trace that are Baton's own. */
async function addOwnPairs(positions: Positions): Promise<void> {
  const folder = join(import.meta.dirname, '../positions')
  for (const file of readdirSync(folder).filter(file => file.endsWith('.bpmn'))) {
    const [xml, text] = [file, file.replace('.bpmn', '.trace')].map(name =>
      readFileSync(join(folder, name), 'utf8'),
    )
    const played = await playTrace(xml!, text!)
    if (played.text === text && played.errors.length === 0) positions.add(played.models, played.trace)
  }
}

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
  const { passed, of, missing } = eventPositions
  row('eventPositions', passed, of, '')
  console.log(`\nEvent positions in other people's models that passed: ${byOthers} of ${of}.`)
  if (!values.only && missing.length > 0) console.log(`Without any passing model: ${missing.join(', ')}.`)
}

function row(name: string, passed: number, total: number, waived: string): void {
  const percent = total === 0 ? '–' : ((100 * passed) / total).toFixed(1)
  console.log(
    `${name.padEnd(18)}${String(passed).padStart(8)}${String(total).padStart(8)}${waived.padStart(8)}${percent.padStart(8)}`,
  )
}
