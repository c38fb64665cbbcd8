import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { LockedJob } from '#engine'
import type { Store } from '#engine/adapters/store.ts'
import { stores } from '../../contracts/stores.ts'
import {
  boundary,
  createHour,
  createWorld,
  drawing,
  end,
  type Hour,
  start,
  task,
  type World,
} from './world.ts'

const external = (id: string, topic: string, inside = '') =>
  `<serviceTask id="${id}" name="${id}"><extensionElements><baton:connector type="external" retries="2" backoff="PT10S">
  <baton:parameter name="topic" value="${topic}"/><baton:parameter name="sum" value="=amount * 2"/></baton:connector></extensionElements>${inside}</serviceTask>`
const paying = drawing('paying', start + external('A', 'pay') + end, 'start -> A -> end')

describe.each(stores)('A step done by a worker outside, kept in %s', (_name, open) => {
  let hour: Hour
  let store: Store
  let world: World
  beforeEach(async () => {
    hour = createHour()
    store = await open(() => hour.now)
    world = createWorld(store, hour)
  })

  const begin = async (key: string, variables = {}) =>
    (await world.engine.start({ key, variables })).instance._id
  const fetch = (worker: string, seconds = 60, topic = 'pay') =>
    world.engine.jobs.fetch({ worker, topics: [{ topic, lock: seconds * 1000 }], max: 5 })
  const offered = (many = 1) =>
    vi.waitFor(async () => expect(await world.engine.jobs.find({})).toHaveLength(many))
  const begun = async (variables = {}) => {
    await world.deploy(paying)
    const id = await begin('paying', variables)
    await offered()
    return id
  }
  const left = async (id: string) =>
    (await world.engine.instances.history(id))
      .flatMap(({ trace }) => trace)
      .filter(({ verb, node }) => verb === 'enter' && node)
      .map(({ node }) => node)

  it('TSK-05 is fetched by one worker, hidden from the next, and goes on with what the first answers', async () => {
    const id = await begun({ amount: 21 })
    const [job] = await fetch('w1')
    expect(job).toMatchObject({ topic: 'pay', node: 'A', input: { sum: 42 }, variables: { amount: 21 } })
    expect(await fetch('w2')).toEqual([])
    await world.engine.jobs.complete({ job: job!.id, worker: 'w1', variables: { paid: true } })
    expect(await world.get(id)).toMatchObject({ status: 'completed', variables: { amount: 21, paid: true } })
    expect(await left(id)).toEqual(['start', 'A', 'end'])
    expect(await world.engine.jobs.find({})).toEqual([])
  })

  it('TSK-06 goes to another worker when its lock has run out, and the late one is refused', async () => {
    const id = await begun()
    const [first] = await fetch('w1', 10)
    await world.pass(11)
    const [second] = await fetch('w2', 10)
    expect([second!.id, second!.attempt]).toEqual([first!.id, 2])
    const late = world.engine.jobs.complete({ job: first!.id, worker: 'w1' })
    await expect(late).rejects.toMatchObject({ name: 'Refused', code: 'lockLost' })
    await world.engine.jobs.complete({ job: second!.id, worker: 'w2' })
    expect((await world.get(id)).status).toBe('completed')
    expect((await left(id)).filter(node => node === 'A')).toEqual(['A'])
    await expect(world.engine.jobs.complete({ job: first!.id, worker: 'w1' })).rejects.toMatchObject({
      name: 'NotFound',
    })
  })

  it('TSK-06 stays its worker’s as long as he extends the lock, and is anybody’s when he gives it back', async () => {
    await begun()
    const [job] = await fetch('w1', 10)
    await world.pass(9)
    expect(await world.engine.jobs.extend({ job: job!.id, worker: 'w1', lock: 10_000 })).toEqual({
      lockedUntil: '2026-11-22T09:00:19.000Z',
    })
    await world.pass(9)
    expect(await fetch('w2')).toEqual([])
    await expect(
      world.engine.jobs.extend({ job: job!.id, worker: 'w2', lock: 10_000 }),
    ).rejects.toMatchObject({ code: 'lockLost' })
    await world.engine.jobs.unlock({ job: job!.id, worker: 'w1' })
    expect(await fetch('w2')).toMatchObject([{ id: job!.id, worker: 'w2' }])
  })

  it('that fails is offered again after its pause while attempts are left, then a person is asked', async () => {
    const id = await begun()
    const [job] = await fetch('w1')
    const failing = { job: job!.id, worker: 'w1', reason: 'The bank is closed' }
    expect(await world.engine.jobs.fail(failing)).toEqual({
      retriesLeft: 1,
      nextAttemptAt: '2026-11-22T09:00:10.000Z',
    })
    await world.pass(9)
    expect(await fetch('w1')).toEqual([])
    await world.pass(1)
    expect(await fetch('w1')).toMatchObject([{ id: job!.id, retries: 1, failure: 'The bank is closed' }])
    expect(await world.engine.jobs.fail(failing)).toEqual({ retriesLeft: 0 })
    const [incident] = (await world.get(id)).incidents
    expect(incident).toMatchObject({ node: 'A', code: 'attemptsExhausted' })
    expect(incident!.message).toContain('The bank is closed')
    await world.engine.command(id, { type: 'retryIncident', incident: incident!.id })
    await offered()
    const [again] = await fetch('w1')
    expect(again!.id).not.toBe(job!.id)
  })

  it('may end in a business error, which the drawing catches', async () => {
    const caught = boundary('broke', 'A', '<errorEventDefinition errorRef="broke"/>')
    const ask = task('ask')
    await world.deploy(
      drawing(
        'paying',
        start + external('A', 'pay') + caught + ask + end,
        'start -> A -> end',
        'broke -> ask',
      ),
    )
    const id = await begin('paying')
    await offered()
    const [job] = await fetch('w1')
    await world.engine.jobs.throwError({ job: job!.id, worker: 'w1', code: 'broke' })
    expect((await world.get(id)).tokens.map(({ at }) => at)).toEqual(['ask'])
    expect(await world.engine.jobs.find({})).toEqual([])
  })

  it('is taken back when the process goes on without it, and the worker learns so when he answers', async () => {
    const id = await begun()
    const [job] = await fetch('w1')
    await world.engine.command(id, { type: 'cancel' })
    await offered(0)
    await expect(world.engine.jobs.complete({ job: job!.id, worker: 'w1' })).rejects.toMatchObject({
      name: 'NotFound',
    })
  })

  it('that was left behind is not handed out, because nobody waits for it', async () => {
    const id = await begun()
    const [kept] = await store.jobs.find({ limit: 1 })
    await world.engine.command(id, { type: 'cancel' })
    await offered(0)
    await store.jobs.offer(kept!)
    expect(await fetch('w1')).toEqual([])
    expect(await store.jobs.find({ limit: 1 })).toEqual([])
  })

  it('is not handed out while its process is suspended', async () => {
    const id = await begun()
    await world.engine.command(id, { type: 'suspend' })
    expect(await fetch('w1')).toEqual([])
    await world.engine.command(id, { type: 'resume' })
    await world.pass(31)
    expect(await fetch('w1')).toHaveLength(1)
  })

  it('that a server was about to offer when it died is offered by another, under the same key', async () => {
    let offering = () => {}
    const begun = new Promise<void>(done => (offering = done))
    const never = () => {
      offering()
      return new Promise<never>(() => {})
    }
    const dying = createWorld({ ...store, jobs: { ...store.jobs, offer: never } }, hour)
    await dying.deploy(paying)
    const { instance } = await dying.engine.start({ key: 'paying' })
    await begun
    await world.pass(16)
    await offered()
    const [job] = await fetch('w1')
    expect(job!.id).toBe(instance.outbox.find(({ type }) => type === 'runJob')!.id)
    await world.engine.jobs.complete({ job: job!.id, worker: 'w1' })
    expect((await world.get(instance._id)).status).toBe('completed')
  })

  it('is given to one only, when many workers ask at the same moment', async () => {
    await world.deploy(paying)
    for (let n = 0; n < 20; n++) await begin('paying')
    await offered(20)
    const both = await Promise.all(['w1', 'w2', 'w3', 'w4'].map(worker => fetchAll(worker, 10)))
    const ids = both.flat().map(({ id }) => id)
    expect([ids.length, new Set(ids).size]).toEqual([20, 20])
  })

  async function fetchAll(worker: string, max: number): Promise<LockedJob[]> {
    return world.engine.jobs.fetch({ worker, topics: [{ topic: 'pay', lock: 60_000 }], max })
  }

  it('reaches a worker who waits for it at once', async () => {
    await world.deploy(paying)
    const waiting = world.engine.jobs.fetch({
      worker: 'w1',
      topics: [{ topic: 'pay', lock: 60_000 }],
      wait: 30_000,
    })
    await begin('paying')
    expect(await waiting).toHaveLength(1)
  })

  it('is counted by topic', async () => {
    await begun()
    await begin('paying')
    await offered(2)
    await world.engine.jobs.fetch({ worker: 'w1', topics: [{ topic: 'pay', lock: 60_000 }] })
    expect(await world.engine.jobs.topics()).toEqual([{ topic: 'pay', waiting: 1, locked: 1 }])
  })

  it.each([
    [
      'Camunda 7',
      'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
      '<serviceTask id="A" camunda:type="external" camunda:topic="pay"/>',
    ],
    [
      'Camunda 8',
      'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
      '<serviceTask id="A"><extensionElements><zeebe:taskDefinition type="pay"/></extensionElements></serviceTask>',
    ],
  ])('TSK-05 is offered for a job as %s draws it', async (_dialect, namespace, element) => {
    const xml = drawing('paying', start + element + end, 'start -> A -> end')
    await world.deploy(xml.replace('<definitions', `<definitions ${namespace}`))
    const id = await begin('paying')
    await offered()
    const [job] = await fetch('w1')
    await world.engine.jobs.complete({ job: job!.id, worker: 'w1', variables: { paid: true } })
    expect(await world.get(id)).toMatchObject({ status: 'completed', variables: { paid: true } })
  })
})
