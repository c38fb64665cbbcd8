/** betsy: an engine-neutral benchmark. Script tasks write a log; the log's lines are the expectation. */
import { join } from 'node:path'
import { type Json, validate } from '#engine/pure.ts'
import { readList, readModel } from './files.ts'
import type { Positions } from './positions.ts'
import { reasonOf, type Verdict } from './report.ts'
import { feel, type Stubs, stubbed } from './stubs.ts'
import { BEGIN, World } from './world.ts'

interface Scenario {
  id: string
  model: string
  cases: Case[]
}

interface Case {
  expect: string[]
  test?: string
  integerVariable?: number
  delayMs?: number
  alsoStart?: string
}

/** Runs every case; none when the folder has no betsy. */
export async function runBetsy(corpora: string, positions: Positions): Promise<Verdict[]> {
  const folder = join(corpora, 'betsy')
  const verdicts: Verdict[] = []
  for (const scenario of readList<Scenario>(folder, 'scenarios.json') ?? []) {
    for (const [index, test] of scenario.cases.entries()) {
      const reason = await runCase(folder, scenario, test, positions)
      const name = `${index + 1} ${JSON.stringify({ ...test, expect: undefined })}`
      const waiver = reason === undefined ? undefined : waivers[scenario.id]
      verdicts.push({
        model: scenario.id,
        case: name,
        ...(reason !== undefined && { reason }),
        ...(waiver && { waiver }),
      })
    }
  }
  return verdicts
}

const waivers: Record<string, string> = {
  Timer_IntermediateTimeCycleEvent:
    'BPMN 2.0.2 §10.5.4: a catch event consumes one token and fires once; the benchmark wants four firings',
  AdHocSubProcess_Sequential:
    'the third script of the model itself logs task1 where the benchmark expects task3',
  AdHocSubProcess_Parallel:
    'the third script of the model itself logs task1 where the benchmark expects task3',
}

/** What the benchmark calls a process that ends badly: with us it is refused, or has an incident. */
const failing = new Set(['GenericError', 'RuntimeException', 'DeploymentFailed', 'ErrorThrownErrorEvent'])
/** How long the scripts take that show whether branches run at the same time. */
const TIMESTAMPS_MS = 10_000

async function runCase(
  folder: string,
  { id, model }: Scenario,
  test: Case,
  positions: Positions,
): Promise<string | undefined> {
  const log: string[] = []
  const wanted = test.expect.filter(line => !failing.has(line)).sort()
  const toFail = wanted.length < test.expect.length
  try {
    const { models, problems } = await readModel(folder, model)
    const refused = [...problems, ...models.flatMap(model => validate(model))].filter(
      ({ severity }) => severity === 'error',
    )
    if (toFail && wanted.length === 0 && refused.length > 0) return undefined
    const world = new World(
      models.map(model => stubbed(model, stubs)),
      { job: ({ job }, world) => runScript(job.input, log, world) },
    )
    const variables = {
      ...(test.test !== undefined && { test: test.test }),
      integerVariable: test.integerVariable ?? 0,
    }
    if (test.alsoStart) world.start(test.alsoStart, { variables })
    world.start(models.some(({ key }) => key === id) ? id : models[0]!.key, { variables })
    if (test.delayMs) world.advanceTo(new Date(Date.parse(BEGIN) + test.delayMs).toISOString())
    const [broken] = world.check()
    if (broken) return broken
    const [incident] = world.instances.flatMap(({ incidents }) => incidents)
    if (toFail && !incident) return `expected an error, but it ran: ${log.join(' ')}`
    if (!toFail && incident) return `incident at ${incident.node}: ${incident.message}`
    // The benchmark looks for the marker only where it expects one.
    const logged = log.filter(line => line !== MARKER || wanted.includes(MARKER)).sort()
    if (logged.join() !== wanted.join())
      return `expected ${wanted.join(' ') || 'nothing'}, but it logged ${log.join(' ') || 'nothing'}`
    positions.add(models, world.trace)
    return undefined
  } catch (cause) {
    if (toFail && wanted.length === 0) return undefined
    return `${reasonOf(cause)} after ${log.join(' ')}`
  }
}

const MARKER = 'MarkerExists'

type Answer = ReturnType<NonNullable<ConstructorParameters<typeof World>[1]>['job'] & {}>

function runScript(input: Record<string, Json>, log: string[], world: World): Answer {
  const { integerVariable, data } = input
  const text = String(input.script).trim()
  if (text.startsWith('SCRIPT_')) log.push(text.slice('SCRIPT_'.length))
  if (text === 'CREATE_MARKER_FILE') log.push(MARKER)
  if (text === 'LOG_DATA' && data === 'String') log.push('DataCorrect')
  if (text === 'SET_STRING_DATA') return { type: 'done', output: { data: 'String', 'Data Output': 'String' } }
  if (text === 'WAIT_TEN_SECONDS') return { type: 'wait', milliseconds: 10_000 }
  if (text === 'THROW_ERROR') return { type: 'error', code: 'ERR_CODE' }
  if (text.startsWith('CREATE_TIMESTAMP_LOG')) {
    if (world.jobsUnderWay > 0) log.push('ExecutionParallel')
    return { type: 'wait', milliseconds: TIMESTAMPS_MS }
  }
  if (text.startsWith('INCREMENT_INTEGER_VARIABLE')) {
    if (text.endsWith('LOG')) log.push('Increment')
    return { type: 'done', output: { integerVariable: Number(integerVariable ?? 0) + 1 } }
  }
  return { type: 'done' }
}

/** The benchmark's own way to ask for a letter of its input; one of its models has a `>` too many behind it. */
const CONTAINS = /^\s*(!?)\s*test\.contains\("(\w+)"\)\s*>?\s*$/

const stubs: Stubs = {
  scripts: true,
  reads: ['integerVariable', 'data'],
  expression(expression) {
    const text = expression.type === 'literal' ? String(expression.value) : expression.text
    const [, not, letters] = CONTAINS.exec(text) ?? []
    if (letters === undefined) return undefined
    return feel(not ? `not(contains(test, "${letters}"))` : `contains(test, "${letters}")`)
  },
}
