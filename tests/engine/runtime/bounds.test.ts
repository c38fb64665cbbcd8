/** What one instance may hold: what is much is told, what is too much is refused, and nobody stands still unseen. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Json, ProcessInstance } from '#engine'
import type { Store } from '#engine/adapters/store.ts'
import { manyCharacters, mostCharacters, mostLevels, weigh } from '#engine/runtime/bounds.ts'
import { stores } from '../../contracts/stores.ts'
import {
  call,
  createHour,
  createWorld,
  drawing,
  end,
  type Hour,
  message,
  start,
  task,
  timer,
  type World,
} from './world.ts'

const handingOver = call('sub', 'child').replace(
  '/>',
  '><extensionElements><baton:mapping><baton:output source="=found" target="found"/></baton:mapping></extensionElements></callActivity>',
)
const nested = (levels: number): Json => (levels === 0 ? 'x' : [nested(levels - 1)])

const excess = (instance: ProcessInstance) => weigh(instance).problem

describe('The bounds of an instance', () => {
  const empty: ProcessInstance = {
    _id: 'i',
    definition: { key: 'k', version: 1, hash: 'h' },
    revision: 1,
    status: 'running',
    startedAt: '2026-11-22T09:00:00.000Z',
    variables: {},
    tokens: [],
    scopes: [],
    timers: [],
    subscriptions: [],
    incidents: [],
    outbox: [],
    recentCommands: [],
    nextId: 1,
  } as unknown as ProcessInstance
  const holding = (text: Json) => ({ ...empty, variables: { text } })

  it('are a million characters, to the letter', () => {
    let fits = 0
    for (let step = 1 << 20; step >= 1; step >>= 1)
      if (excess(holding('x'.repeat(fits + step))) === undefined) fits += step
    expect(fits).toBeGreaterThan(mostCharacters - 1000)
    expect(excess(holding('x'.repeat(fits)))).toBeUndefined()
    expect(excess(holding('x'.repeat(fits + 1)))).toMatch(/larger than a million/)
  })

  it('are as many levels, the instance and its variables counted', () => {
    const inside = mostLevels - 1
    expect(excess(holding(nested(inside)))).toBeUndefined()
    expect(excess(holding(nested(inside + 1)))).toMatch(/deeper than 64 levels/)
  })

  it('are five hundred things asked for', () => {
    const asking = (count: number) =>
      excess({ ...empty, outbox: Array.from({ length: count }, () => ({ id: 'e' })) as never })
    expect(asking(500)).toBeUndefined()
    expect(asking(501)).toMatch(/ask for 501 things at once/)
  })
})

describe.each(stores)('An instance kept in %s', (_name, open) => {
  let hour: Hour
  let store: Store
  let world: World
  beforeEach(async () => {
    hour = createHour()
    store = await open(() => hour.now)
    world = createWorld(store, hour)
  })

  const many = (count: number) =>
    `<userTask id="many"><multiInstanceLoopCharacteristics><loopCardinality>${count}</loopCardinality></multiInstanceLoopCharacteristics></userTask>`

  it('that becomes large is told of once, with what is large in it', async () => {
    await world.deploy(drawing('asking', start + task('ask') + end, 'start -> ask -> end'))
    const { instance } = await world.engine.start({ key: 'asking' })
    const set = (variables: Record<string, Json>) =>
      world.engine.command(instance._id, { type: 'setVariables', variables })
    await set({ small: 'x'.repeat(1000) })
    expect(world.warned).toEqual([])
    await set({ letter: 'x'.repeat(manyCharacters) })
    await set({ small: 1 })
    expect(world.warned).toMatchObject([{ instance: instance._id, largest: { letter: manyCharacters + 2 } }])
    await set({ letter: 'short' })
    await set({ letter: 'x'.repeat(manyCharacters) })
    expect(world.warned).toHaveLength(2)
  })

  it('takes a step that asks for five hundred things, and refuses one that asks for more', async () => {
    for (const [count, taken] of [
      [500, true],
      [501, false],
    ] as const) {
      await world.deploy(drawing('crowd', start + many(count) + end, 'start -> many -> end'))
      const begun = world.engine.start({ key: 'crowd' })
      if (taken) await begun
      else await expect(begun).rejects.toMatchObject({ code: 'invalid' })
    }
  })

  describe('that would become too large by itself', () => {
    const expectProblem = (id: string, wanted: string) =>
      world.until(id, ({ incidents }) =>
        expect(incidents).toMatchObject([{ message: expect.stringContaining(wanted) }]),
      )

    it('because a called process brings too much, says so, and goes on once there is room', async () => {
      await world.deploy(drawing('child', start + task('work') + end, 'start -> work -> end'))
      await world.deploy(drawing('parent', start + handingOver + task('after'), 'start -> sub -> after'))
      const { instance } = await world.engine.start({
        key: 'parent',
        variables: { mine: 'x'.repeat(600_000) },
      })
      const child = `${instance._id}.1.1`
      await world.until(child, one => expect(one?.status).toBe('running'))
      const token = world.tokenAt(await world.get(child), 'work')
      await world.engine.command(child, {
        type: 'completeTask',
        token,
        variables: { found: 'x'.repeat(450_000) },
      })
      await expectProblem(instance._id, 'larger than a million')
      await world.engine.command(instance._id, { type: 'setVariables', variables: { mine: 1 } })
      await world.pass(61)
      await world.until(instance._id, ({ tokens }) => expect(tokens).toMatchObject([{ at: 'after' }]))
    })

    it('because a timer begins too much, says so', async () => {
      await world.deploy(
        drawing('late', start + timer('pause', 'PT1H') + many(501) + end, 'start -> pause -> many -> end'),
      )
      const { instance } = await world.engine.start({ key: 'late' })
      await world.pass(3601)
      await expectProblem(instance._id, 'ask for 50')
      const { revision } = await world.get(instance._id)
      await world.pass(1)
      await world.pass(1)
      expect((await world.get(instance._id)).revision).toBe(revision)
    })

    it('because a message brings too much, says so', async () => {
      await world.deploy(
        drawing('paying', start + message('wait') + many(501) + end, 'start -> wait -> many -> end'),
      )
      const { instance } = await world.engine.start({ key: 'paying', variables: { orderId: 'A' } })
      await world.engine.correlate({ id: 'm1', name: 'paid', correlationKey: 'A' })
      await expectProblem(instance._id, 'ask for 50')
    })
  })
})
