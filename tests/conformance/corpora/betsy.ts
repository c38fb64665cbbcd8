/** betsy: an engine-neutral benchmark. Script tasks write a log; the log's lines are the expectation. */
import { join } from 'node:path'
import { validate } from '#engine/pure.ts'
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

const failing = new Set(['GenericError', 'RuntimeException'])

async function runCase(
  folder: string,
  { id, model }: Scenario,
  test: Case,
  positions: Positions,
): Promise<string | undefined> {
  const log: string[] = []
  try {
    const { models, problems } = await readModel(folder, model)
    const refused = [...problems, ...models.flatMap(model => validate(model))].filter(
      ({ severity }) => severity === 'error',
    )
    if (test.expect.every(line => failing.has(line)) && refused.length > 0) return undefined
    const world = new World(
      models.map(model => stubbed(model, stubs)),
      {
        job: ({ job }, world) => {
          const { script, integerVariable, data } = job.input
          return scripts(String(script), { integerVariable, data }, log, world)
        },
      },
    )
    const variables = {
      ...(test.test !== undefined && { test: test.test }),
      ...(test.integerVariable !== undefined && { integerVariable: test.integerVariable }),
    }
    if (test.alsoStart) world.start(test.alsoStart, { variables })
    world.start(models.some(({ key }) => key === id) ? id : models[0]!.key, { variables })
    if (test.delayMs) world.advanceTo(new Date(Date.parse(BEGIN) + test.delayMs).toISOString())
    const [broken] = world.check()
    if (broken) return broken
    const incidents = world.instances.flatMap(({ incidents }) => incidents)
    if (test.expect.every(line => failing.has(line))) {
      return incidents.length > 0 ? undefined : `expected an error, but it ran: ${log.join(' ')}`
    }
    const [incident] = incidents
    if (incident) return `incident at ${incident.node}: ${incident.message}`
    const same = [...log].sort().join() === [...test.expect].sort().join()
    if (!same) return `expected ${test.expect.join(' ')}, but it logged ${log.join(' ') || 'nothing'}`
    positions.add(models, world.trace)
    return undefined
  } catch (cause) {
    if (test.expect.every(line => failing.has(line))) return undefined
    return `${reasonOf(cause)} after ${log.join(' ')}`
  }
}

type Answer = ReturnType<NonNullable<ConstructorParameters<typeof World>[1]>['job'] & {}>

function scripts(
  script: string,
  { integerVariable, data }: { integerVariable?: unknown; data?: unknown },
  log: string[],
  _world: World,
): Answer {
  const text = script.trim()
  if (text.startsWith('SCRIPT_')) log.push(text.slice('SCRIPT_'.length))
  if (text === 'CREATE_MARKER_FILE') log.push('MarkerExists')
  if (text === 'LOG_DATA' && data === 'String') log.push('DataCorrect')
  if (text === 'SET_STRING_DATA') return { type: 'done', output: { 'Data Output': 'String' } }
  if (text === 'WAIT_TEN_SECONDS') return { type: 'wait', milliseconds: 10_000 }
  if (text.startsWith('INCREMENT_INTEGER_VARIABLE')) {
    if (text.endsWith('LOG')) log.push('Increment')
    return { type: 'done', output: { integerVariable: Number(integerVariable ?? 0) + 1 } }
  }
  return { type: 'done' }
}

const stubs: Stubs = {
  scripts: true,
  reads: ['integerVariable', 'data'],
  expression(expression) {
    const text = expression.type === 'literal' ? String(expression.value) : expression.text
    const contains = /^\s*test\.contains\("(\w+)"\)\s*$/.exec(text)
    return contains ? feel(`contains(test, "${contains[1]}")`) : undefined
  },
}
