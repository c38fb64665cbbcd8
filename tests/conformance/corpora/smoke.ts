/**
 * Smoke: models of all kinds that must run to their end. Every wait is completed, every choice is made by dice, timers
 * fire in their order, messages and signals come one at a time; three throws of the dice each.
 */
import { join } from 'node:path'
import { compile, type Json, type ProcessInstance, type ProcessModel, validate } from '#engine/pure.ts'
import { readList, readModel } from './files.ts'
import { handsOn, hear, plainStubs } from './firing.ts'
import { byChoice, CHOSEN, type Choice, choicesIn, chooseAll, dice } from './oracle.ts'
import type { Positions } from './positions.ts'
import { reasonOf, type Verdict } from './report.ts'
import { stubbed } from './stubs.ts'
import { TooManySteps, World } from './world.ts'

interface Entry {
  file: string
  use: string
  verdict: 'sound' | 'may-get-stuck' | 'never-ends'
}

const SEEDS = [1, 2, 3]

/** Runs every model three times; none when the folder has no smoke. */
export async function runSmoke(corpora: string, positions: Positions, only?: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const entry of readList<Entry>(join(corpora, 'smoke'), 'index.json') ?? []) {
    if (only && !entry.file.includes(only)) continue
    const reason = await runModel(corpora, entry, positions)
    const waiver = reason && waivers.find(([pattern]) => pattern.test(reason))?.[1]
    verdicts.push({
      model: entry.file,
      case: entry.use,
      ...(reason !== undefined && { reason }),
      ...(waiver && { waiver }),
    })
  }
  return verdicts
}

/** What Baton refuses on purpose. */
const waivers: [RegExp, string][] = [
  [/DOCTYPE or entity/, 'files with a DOCTYPE are refused: entities are a way to attack'],
  [
    /more than \d+ attributes/,
    'elements with so many attributes are refused: the file was made to attack a parser',
  ],
  [
    /waits for an event that cannot be waited for/,
    'BPMN 2.0.2 §10.5.4: in the flow nothing catches errors, escalations, cancels; they are caught at the border',
  ],
  [
    /cancels a transaction, but there is none/,
    'BPMN 2.0.2 §10.5.6: a cancel end event may only stand in a transaction',
  ],
]

async function runModel(corpora: string, entry: Entry, positions: Positions): Promise<string | undefined> {
  try {
    const { models, problems } = await readModel(corpora, entry.file)
    for (const model of models) validate(model)
    if (models.length === 0) return `nothing to run: ${problems[0]?.message ?? 'no process'}`
    const prepared = models.map(model => handsOn(byChoice(stubbed(model, plainStubs))))
    for (const seed of SEEDS) {
      const reason = run(prepared, entry, seed, positions)
      if (reason) return `seed ${seed}: ${reason}`
    }
    return undefined
  } catch (cause) {
    return `crash: ${reasonOf(cause)}`
  }
}

function run(
  models: ProcessModel[],
  { use, verdict }: Entry,
  seed: number,
  positions: Positions,
): string | undefined {
  const roll = dice(seed)
  const choices: Choice[] = models.flatMap(choicesIn)
  const world = new World(models, {
    data: () => ({ [CHOSEN]: chooseAll(choices, roll) as Json }),
    completeTasks: () => roll(2) === 0,
    calls: 'complete',
  })
  const expectStuck = verdict !== 'sound' || use.startsWith('run-expect-stuck')
  try {
    for (const start of startsOf(models, use.endsWith('T4-collaboration'))) {
      if (start.late && world.instances.some(({ definition }) => definition.key === start.key)) continue
      world.start(start.key, start.startEvent ? { startEvent: start.startEvent } : {})
      drive(world, models, roll)
    }
  } catch (cause) {
    if (!(cause instanceof TooManySteps)) throw cause
    return expectStuck ? undefined : `it does not end within ${world.steps} steps (${stateOf(world)})`
  }
  const [broken] = world.check()
  if (broken) return broken
  const open = world.instances
    .filter(({ status }) => status === 'running')
    .filter(instance => !endsInError(models, instance))
  if (open.length > 0 && !expectStuck) return `it stops at ${stateOf(world)}`
  positions.add(models, world.trace)
  return undefined
}

interface Start {
  key: string
  startEvent?: string
  /** Only if nothing else has started this process. */
  late: boolean
}

/** What to start: of a collaboration every pool, else the first process that can be started. */
function startsOf(models: ProcessModel[], every: boolean): Start[] {
  const starts = models.map(model => startOf(model)).sort((a, b) => Number(a.late) - Number(b.late))
  const executable = models.filter(model => model.executable && Object.keys(model.nodes).length > 0)
  const first = executable[0] ?? models.find(({ nodes }) => Object.keys(nodes).length > 0) ?? models[0]!
  return every ? starts : [startOf(first)]
}

function startOf(model: ProcessModel): Start {
  const { triggers } = compile(model)
  const none = triggers.filter(({ type }) => type === 'none' || type === 'record')
  const first = none[0] ?? triggers[0]
  return {
    key: model.key,
    late: none.length === 0 && triggers.length > 0,
    ...(first && { startEvent: first.node }),
  }
}

/** Goes on until nothing can: work first, then events, then time; by dice where several could be. */
function drive(world: World, models: ProcessModel[], roll: (sides: number) => number): void {
  for (;;) {
    const work = world.work()
    if (work.length > 0) {
      world.finish(work[roll(work.length)]!)
      continue
    }
    const ears = world.instances
      .filter(({ status }) => status === 'running')
      .flatMap(({ _id, subscriptions }) => subscriptions.map(ear => ({ _id, ear })))
    const timed = world.nextDue() !== undefined
    if (ears.length === 0 && !timed) {
      if (!closeAdHoc(world, models)) return
      continue
    }
    const index = roll(ears.length + (timed ? 1 : 0))
    const heard = ears[index]
    if (heard) hear(world, heard._id, heard.ear)
    else world.fireNext()
  }
}

/** When nobody begins another activity of an ad-hoc sub-process, it is over; false when there is none. */
function closeAdHoc(world: World, models: ProcessModel[]): boolean {
  for (const { _id, status, tokens } of world.instances) {
    if (status !== 'running') continue
    const token = tokens.findLast(
      ({ at, state }) =>
        state === 'active' && models.some(({ nodes }) => nodes[at]?.type === 'adHocSubProcess'),
    )
    if (token) return world.send(_id, { type: 'completeAdHoc', token: token.id }) === null
  }
  return false
}

/** An error that nothing catches leaves an incident with us where other engines end the process. */
function endsInError(models: ProcessModel[], { incidents, tokens }: ProcessInstance): boolean {
  return (
    incidents.length > 0 &&
    tokens.every(({ at, state }) => {
      const node = models.map(({ nodes }) => nodes[at]).find(Boolean)
      if (state === 'active') return true
      return (
        node?.type === 'endEvent' &&
        node.triggers.some(({ type }) => type === 'error') &&
        incidents.some(incident => incident.node === at)
      )
    })
  )
}

function stateOf(world: World): string {
  const incidents = world.instances.flatMap(({ incidents }) =>
    incidents.map(({ node, message }) => `incident at ${node}: ${message}`),
  )
  const tokens = world.instances
    .filter(({ status }) => status === 'running')
    .flatMap(({ tokens }) => tokens.map(({ at, state }) => `${at} ${state}`))
  return (
    [...incidents.slice(0, 1), tokens.slice(0, 6).join(', '), ...world.refused.slice(0, 1)].join('; ') ||
    'nothing left in it'
  )
}
