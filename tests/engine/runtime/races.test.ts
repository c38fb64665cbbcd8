/**
 * Races, forced: one server is held between its step and its commit while another goes through, then the other way
 * round. Nothing here depends on luck or on sleeping.
 */

import { describe, expect, it } from 'vitest'
import type { CommandBody, ProcessInstance } from '#engine'
import type { Store } from '#engine/adapters/store.ts'
import { step } from '#engine/core/step.ts'
import { stores } from '../../contracts/stores.ts'
import {
  boundary,
  call,
  createHour,
  createWorld,
  drawing,
  end,
  job,
  message,
  start,
  task,
  timer,
  type World,
} from './world.ts'

type Act = (world: World, id: string) => Promise<unknown>
/** What becomes of the one that comes too late: it is refused, or it is played again on what the other has left. */
type Late = 'refused' | 'counts'

interface Race {
  drawing: string
  /** Brings the instance to the point where the race begins. */
  until?: Act
  first: Act
  second: Act
  /** When `first` is the late one, and when `second` is. */
  late: { first: Late; second: Late }
  check(instance: ProcessInstance, world: World): void | Promise<void>
}

const key = 'race'
const asking = drawing(key, start + task('ask') + end, 'start -> ask -> end')
const two = drawing(
  key,
  `${start}<parallelGateway id="fork"/>${task('a')}${task('b')}<parallelGateway id="join"/>${task('after')}`,
  'start -> fork -> a -> join -> after',
  'fork -> b -> join',
)
const reminded = (cancel: boolean) =>
  drawing(
    key,
    start +
      task('ask') +
      end +
      task('remind') +
      boundary(
        'late',
        'ask',
        '<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>',
        cancel,
      ),
    'start -> ask -> end',
    'late -> remind',
  )
const either = drawing(
  key,
  `${start}<eventBasedGateway id="which"/>${message('paid', '=orderId')}${timer('late', 'PT1H')}${task('thank')}${task('remind')}`.replace(
    'id="paid"><ext',
    'id="payment"><ext',
  ),
  'start -> which -> payment -> thank',
  'which -> late -> remind',
)
const many = drawing(
  key,
  `${start}<userTask id="ask"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>${task('after')}`,
  'start -> ask -> after',
)
const working = drawing(key, start + job('work') + task('after'), 'start -> work -> after')
const waiting = drawing(key, start + message('payment') + end, 'start -> payment -> end')
const pausing = drawing(key, start + timer('pause', 'PT1H') + task('after'), 'start -> pause -> after')

const command =
  (body: CommandBody | ((instance: ProcessInstance, world: World) => CommandBody), commandId?: string): Act =>
  async (world, id) => {
    const full = typeof body === 'function' ? body(await world.get(id), world) : body
    await world.engine.command(id, { ...full, ...(commandId && { id: commandId }) })
  }
const complete = (node: string, which = 0) =>
  command(({ tokens }) => {
    const { id: token, context } = tokens.filter(({ at, context }) => at === node && context?.task)[which]!
    return { type: 'completeTask', token, ...{ task: String(context!.task) } }
  })
const fire = command(({ timers }) => ({ type: 'fireTimer', timer: timers[0]!.id }))
const cancel = command({ type: 'cancel' })
const suspend = command({ type: 'suspend' })
const setting = (name: string) => command({ type: 'setVariables', variables: { [name]: 1 } })
const incident = command(({ incidents }) => ({ type: 'retryIncident', incident: incidents[0]!.id }))
const migrated: Act = async (world, id) => {
  const { version, hash } = await world.engine.definitions.get(key, 2)
  const to = { key, version, hash }
  await world.engine.command(id, { type: 'migrate', to, plan: { nodes: {} } })
}
const jobId = ({ tokens }: ProcessInstance) => String(tokens[0]!.context!.effect)
const done = command(instance => ({ type: 'completeJob', effect: jobId(instance), output: 1 }))
const failed = command(instance => ({
  type: 'failJob',
  effect: jobId(instance),
  code: 'x',
  message: 'it failed',
}))
const paid =
  (id: string): Act =>
  async world => {
    const { delivered, duplicate } = await world.engine.correlate({
      id,
      name: 'paid',
      correlationKey: 'A',
      ttl: 'PT0S',
    })
    if (delivered.length === 0 && !duplicate)
      throw Object.assign(new Error('nobody waits'), { name: 'Refused' })
  }
const both: Race['late'] = { first: 'counts', second: 'counts' }
const one: Race['late'] = { first: 'refused', second: 'refused' }
const at =
  (...nodes: string[]) =>
  ({ tokens }: ProcessInstance) =>
    expect(tokens.map(token => token.at).sort()).toEqual(nodes.sort())
const is = (status: ProcessInstance['status']) => (instance: ProcessInstance) =>
  expect(instance.status).toBe(status)
const failure: Act = async (world, id) => {
  await failed(world, id)
  await world.until(id, ({ incidents }) => expect(incidents).toHaveLength(1))
}

const races: Record<string, Race> = {
  'two people complete the same task': {
    drawing: asking,
    first: complete('ask'),
    second: complete('ask'),
    late: one,
    check: is('completed'),
  },
  'the same command comes twice': {
    drawing: asking,
    first: command({ type: 'setVariables', variables: { n: 1 } }, 'once'),
    second: command({ type: 'setVariables', variables: { n: 1 } }, 'once'),
    late: one,
    check: ({ revision }) => expect(revision).toBe(2),
  },
  'a task is completed while its process is cancelled': {
    drawing: asking,
    first: complete('ask'),
    second: cancel,
    late: one,
    check: ({ status }) => expect(['completed', 'cancelled']).toContain(status),
  },
  'a task is completed while its reminder interrupts it': {
    drawing: reminded(true),
    first: complete('ask'),
    second: fire,
    late: one,
    check: ({ status, tokens }) => expect(status === 'completed' || tokens[0]!.at === 'remind').toBe(true),
  },
  'a task is completed while a reminder comes that does not interrupt': {
    drawing: reminded(false),
    first: complete('ask'),
    second: fire,
    late: { first: 'counts', second: 'refused' },
    check: ({ tokens }) => expect(tokens.every(token => token.at === 'remind')).toBe(true),
  },
  'message and timer meet at an event gateway': {
    drawing: either,
    first: paid('m1'),
    second: fire,
    late: one,
    check: ({ tokens }) => expect(tokens).toHaveLength(1),
  },
  'two branches arrive at a join': {
    drawing: two,
    first: complete('a'),
    second: complete('b'),
    late: both,
    check: at('after'),
  },
  'a branch arrives at a join while the process is cancelled': {
    drawing: two,
    first: complete('a'),
    second: cancel,
    late: { first: 'refused', second: 'counts' },
    check: is('cancelled'),
  },
  'the last two of several rounds end': {
    drawing: many,
    first: complete('ask', 0),
    second: complete('ask', 1),
    late: both,
    check: at('after'),
  },
  'a job answers while its process is cancelled': {
    drawing: working,
    first: done,
    second: cancel,
    late: { first: 'refused', second: 'counts' },
    check: is('cancelled'),
  },
  'a job answers twice, from two servers': {
    drawing: working,
    first: done,
    second: done,
    late: one,
    check: at('after'),
  },
  'a job answers well here and badly there': {
    drawing: working,
    first: done,
    second: failed,
    late: one,
    check: ({ tokens }) => expect(tokens).toHaveLength(1),
  },
  'a job answers while its process is suspended': {
    drawing: working,
    first: done,
    second: suspend,
    late: both,
    check: is('suspended'),
  },
  'a task is completed while its process is suspended': {
    drawing: asking,
    first: complete('ask'),
    second: suspend,
    late: { first: 'refused', second: 'refused' },
    check: ({ status }) => expect(['suspended', 'completed']).toContain(status),
  },
  'a timer fires while its process is suspended': {
    drawing: pausing,
    first: fire,
    second: suspend,
    late: { first: 'refused', second: 'counts' },
    check: is('suspended'),
  },
  'a timer is fired by two servers': {
    drawing: pausing,
    first: fire,
    second: fire,
    late: one,
    check: at('after'),
  },
  'a timer fires while it is moved': {
    drawing: pausing,
    first: fire,
    second: command(({ timers }) => ({
      type: 'changeTimer',
      timer: timers[0]!.id,
      due: '2030-01-01T00:00:00.000Z',
    })),
    late: { first: 'counts', second: 'refused' },
    check: at('after'),
  },
  'a webhook comes twice, to two servers': {
    drawing: waiting,
    first: paid('m1'),
    second: paid('m1'),
    late: both,
    check: is('completed'),
  },
  'two messages come for one wait': {
    drawing: waiting,
    first: paid('m1'),
    second: paid('m2'),
    late: one,
    check: is('completed'),
  },
  'a message comes while the process is cancelled': {
    drawing: waiting,
    first: paid('m1'),
    second: cancel,
    late: one,
    check: ({ status }) => expect(['completed', 'cancelled']).toContain(status),
  },
  'two people set different variables': {
    drawing: asking,
    first: setting('a'),
    second: setting('b'),
    late: both,
    check: ({ variables }) => expect(variables).toMatchObject({ a: 1, b: 1 }),
  },
  'a variable is set while the task is completed': {
    drawing: asking,
    first: setting('a'),
    second: complete('ask'),
    late: { first: 'refused', second: 'counts' },
    check: is('completed'),
  },
  'a task is completed while its process moves to another version': {
    drawing: asking,
    until: async world => {
      await world.deploy(
        drawing(key, start + task('ask') + task('more') + end, 'start -> ask -> more -> end'),
      )
    },
    first: complete('ask'),
    second: migrated,
    late: { first: 'counts', second: 'refused' },
    check: ({ status, tokens }) => expect(status === 'completed' || tokens[0]!.at === 'more').toBe(true),
  },
  'an incident is retried by two people': {
    drawing: working,
    until: failure,
    first: incident,
    second: incident,
    late: one,
    check: ({ incidents }) => expect(incidents).toEqual([]),
  },
  'an incident is retried while the process is cancelled': {
    drawing: working,
    until: failure,
    first: incident,
    second: cancel,
    late: { first: 'refused', second: 'counts' },
    check: is('cancelled'),
  },
  'a token is moved while its task is completed': {
    drawing: two,
    first: command((instance, world) => ({
      type: 'moveToken',
      token: world.tokenAt(instance, 'a'),
      to: 'b',
    })),
    second: complete('a'),
    late: { first: 'counts', second: 'refused' },
    check: ({ status }) => expect(status).toBe('running'),
  },
  'a process is resumed while it is cancelled': {
    drawing: asking,
    until: suspend,
    first: command({ type: 'resume' }),
    second: cancel,
    late: { first: 'refused', second: 'counts' },
    check: is('cancelled'),
  },
  'a process is suspended by two people': {
    drawing: asking,
    first: suspend,
    second: suspend,
    late: one,
    check: is('suspended'),
  },
  'a process is cancelled by two people': {
    drawing: asking,
    first: cancel,
    second: cancel,
    late: one,
    check: is('cancelled'),
  },
}

describe.each(stores)('On processes kept in %s, when', (_name, open) => {
  const prepare = async (race: Race) => {
    const hour = createHour()
    const store = await open(() => hour.now)
    const quick = createWorld(store, hour)
    quick.answer = () => new Promise(() => {})
    await quick.deploy(race.drawing)
    const { instance } = await quick.engine.start({ key, variables: { orderId: 'A' } })
    await race.until?.(quick, instance._id)
    return { hour, store, quick, id: instance._id }
  }

  describe.each(Object.entries(races))('%s', (_what, race) => {
    it.each(['first', 'second'] as const)('and the %s is late, all is in order', async late => {
      const { hour, store, quick, id } = await prepare(race)
      const gate = createGate()
      const slow = createWorld(store, hour, { beforeCommit: gate.pass })
      slow.answer = () => new Promise(() => {})

      const delayed = settled(race[late](slow, id))
      expect(await Promise.race([gate.reached, delayed])).toBeUndefined()
      await race[late === 'first' ? 'second' : 'first'](quick, id)
      gate.open()

      expect(await delayed).toBe(race.late[late])
      const instance = await quick.get(id)
      await race.check(instance, quick)
      await expectConsistent(store, quick, instance)
    })
  })

  it('two servers start the same thing, one instance comes of it', async () => {
    const { hour, store, quick } = await prepare(races['two people complete the same task']!)
    const gate = createGate()
    const slow = createWorld(store, hour, { beforeCommit: gate.pass })
    const delayed = slow.engine.start({ key, commandId: 'deal.created/1' })
    await gate.reached
    const { instance } = await quick.engine.start({ key, commandId: 'deal.created/1' })
    gate.open()
    expect((await delayed).instance._id).toBe(instance._id)
    expect(await quick.engine.instances.count({})).toBe(2)
  })

  it('a process is published while it is started, the instance keeps the version it began with', async () => {
    const { hour, store, quick } = await prepare(races['two people complete the same task']!)
    const gate = createGate()
    const slow = createWorld(store, hour, { beforeCommit: gate.pass })
    const delayed = slow.engine.start({ key })
    await gate.reached
    await quick.deploy(drawing(key, start + end, 'start -> end'))
    gate.open()
    expect((await delayed).instance).toMatchObject({ definition: { version: 1 }, tokens: [{ at: 'ask' }] })
  })

  it('two people publish at once, both get a version of their own', async () => {
    const { hour, store, quick } = await prepare(races['two people complete the same task']!)
    const other = createWorld(store, hour)
    const versions = await Promise.all([
      quick.deploy(drawing(key, start + end, 'start -> end')),
      other.deploy(drawing(key, start + task('x') + end, 'start -> x -> end')),
    ])
    expect(versions.map(([definition]) => definition!.version).sort()).toEqual([2, 3])
  })

  it('a called process ends while its caller is cancelled, neither is left behind', async () => {
    const hour = createHour()
    const store = await open(() => hour.now)
    const quick = createWorld(store, hour)
    await quick.deploy(drawing('child', start + task('work') + end, 'start -> work -> end'))
    await quick.deploy(drawing(key, start + call('sub', 'child') + end, 'start -> sub -> end'))
    const { instance } = await quick.engine.start({ key })
    const child = `${instance._id}.1.1`
    await quick.until(child, one => expect(one?.status).toBe('running'))
    const gate = createGate()
    const slow = createWorld(store, hour, { beforeCommit: gate.pass })
    const delayed = settled(complete('work')(slow, child))
    await gate.reached
    await cancel(quick, instance._id)
    await quick.until(child, one => expect(one.status).toBe('cancelled'))
    gate.open()
    expect(await delayed).toBe('refused')
  })

  it('two servers find the same abandoned effect, one of them delivers it', async () => {
    const hour = createHour()
    const store = await open(() => hour.now)
    const dying = createWorld(store, hour)
    dying.hear = () => new Promise(() => {})
    await dying.deploy(asking)
    const { instance } = await dying.engine.start({ key })
    const heirs = [createWorld(store, hour), createWorld(store, hour)]
    hour.now = new Date(hour.now.getTime() + 60_000)
    await Promise.all(heirs.map(({ engine }) => engine.sweep()))
    await heirs[0]!.until(instance._id, one => expect(one.outbox).toEqual([]))
    expect(heirs.flatMap(({ told }) => told)).toHaveLength(1)
  })
})

/** Holds the first who comes until it is opened. */
function createGate() {
  let open = () => {}
  let reach = () => {}
  const opened = new Promise<void>(done => (open = done))
  const reached = new Promise<void>(done => (reach = done))
  let first = true
  return {
    reached,
    open,
    async pass() {
      if (!first) return
      first = false
      reach()
      await opened
    },
  }
}

async function settled(work: Promise<unknown>): Promise<Late> {
  try {
    await work
    return 'counts'
  } catch (error) {
    if ((error as Error).name !== 'Refused') throw error
    return 'refused'
  }
}

/** History is without gaps, no command counts twice, and playing it again gives this very instance. */
async function expectConsistent(store: Store, world: World, instance: ProcessInstance): Promise<void> {
  const history = await world.engine.instances.history(instance._id)
  expect(history.map(({ revision }) => revision)).toEqual(history.map((_, n) => n + 1))
  expect(history).toHaveLength(instance.revision)
  expect(new Set(history.map(({ command: { id } }) => id)).size).toBe(history.length)
  let played: ProcessInstance | null = null
  for (const { command: recorded } of history) {
    const version = recorded.type === 'migrate' ? recorded.to : (played?.definition ?? instance.definition)
    const { process } = (await store.definitions.get(key, recorded.type === 'start' ? 1 : version.version))!
    const result = step(process, played, recorded)
    if (!result.ok) throw new Error(result.refused.reason)
    played = result.instance
  }
  const { outbox: _, wakeAt: __, ...rest } = instance
  expect(played).toMatchObject(rest)
}
