/**
 * Runs other people's models: `npm run conformance -- --corpora <dir> [--json] [--only <collection>] [--model <name>]`.
 *
 * Prints a table, or with `--json` one object with the failures listed by model and reason.
 */
import { parseArgs } from 'node:util'
import { runBetsy } from './betsy.ts'
import { runDrivenTesting } from './drivenTesting.ts'
import { runNayra } from './nayra.ts'
import { Positions } from './positions.ts'
import { figureOf, type Verdict } from './report.ts'
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

const collections: Record<string, (corpora: string, positions: Positions) => Promise<Verdict[]>> = {
  betsy: runBetsy,
  tokenSimulation: runTokenSimulation,
  nayra: runNayra,
  drivenTesting: runDrivenTesting,
  smoke: (corpora, positions) => runSmoke(corpora, positions, values.model),
}

if (!values.corpora) {
  console.error('Say where the models are: npm run conformance -- --corpora <dir>')
  process.exit(2)
}

const positions = new Positions()
const figures: Record<string, ReturnType<typeof figureOf>> = {}
for (const [name, run] of Object.entries(collections)) {
  if (values.only && values.only !== name) continue
  figures[name] = figureOf(await run(values.corpora, positions))
}
for (const [name, figure] of Object.entries(figures)) {
  console.log(name, figure.passed, figure.total)
  for (const f of figure.failures) console.log('  ', f.model, f.case ?? '', f.reason)
}
