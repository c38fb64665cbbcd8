import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Store, slotCount, slotOf } from '#engine/adapters/store.ts'
import { stores } from '../../contracts/stores.ts'
import {
  boundary,
  call,
  createHour,
  createWorld,
  drawing,
  end,
  type Hour,
  job,
  start,
  task,
  timer,
  type World,
} from './world.ts'

describe.each(stores)('Effects of a process kept in %s', (_name, open) => {
  let hour: Hour
  let store: Store
  let world: World
  beforeEach(async () => {
    hour = createHour()
    store = await open(() => hour.now)
    world = createWorld(store, hour)
  })

  const begin = async (key: string) => (await world.engine.start({ key })).instance._id
  const caught = boundary('caught', 'send', '<errorEventDefinition errorRef="moved"/>')

  describe('What a step asked for', () => {
    const ask = async () => {
      await world.deploy(drawing('asking', start + task('ask') + end, 'start -> ask -> end'))
      return world.engine.start({ key: 'asking' })
    }

    it('has been told when somebody has waited for it', async () => {
      let goOn = () => {}
      const allowed = new Promise<void>(done => {
        goOn = done
      })
      world.hear = () => allowed
      const waiting = world.engine.told(await ask())
      expect(world.told).toEqual([])
      goOn()
      expect(await waiting).toEqual([])
      expect(world.told).toMatchObject([{ type: 'createTask' }])
    })

    it('is named when it could not be told yet', async () => {
      world.hear = () => {
        throw new Error('the list is away')
      }
      expect(await world.engine.told(await ask())).toMatchObject([{ type: 'createTask' }])
    })
  })

  describe('A job', () => {
    const deploy = () => world.deploy(drawing('sending', start + job('send') + end, 'start -> send -> end'))

    it('is tried again after its back-off, doubled each time, and then waits for help', async () => {
      await deploy()
      world.answer = () => {
        throw new Error('mail server is down')
      }
      const id = await begin('sending')
      await vi.waitFor(() => expect(world.jobs).toHaveLength(1))
      for (const [seconds, attempts] of [
        [9, 1],
        [2, 2],
        [18, 2],
        [3, 3],
      ] as const) {
        await vi.waitFor(async () => expect((await world.engine.health()).outbox).toBe(0))
        await world.pass(seconds)
        await vi.waitFor(() => expect(world.jobs).toHaveLength(attempts))
      }
      await world.until(id, ({ incidents }) =>
        expect(incidents).toMatchObject([{ code: 'attemptsExhausted' }]),
      )
      expect((await world.get(id)).incidents[0]?.message).toContain('mail server is down')
      expect(new Set(world.jobs.map(one => one.id)).size).toBe(1)
      expect(world.jobs.map(({ attempts }) => attempts)).toEqual([1, 2, 3])

      world.answer = () => ({ type: 'done', output: 'sent' })
      const [incident] = (await world.get(id)).incidents
      await world.engine.command(id, { type: 'retryIncident', incident: incident!.id })
      await world.until(id, one =>
        expect(one).toMatchObject({ status: 'completed', variables: { send: 'sent' } }),
      )
    })

    it('waits as long as its connector asks for', async () => {
      await deploy()
      world.answer = ({ attempts }) =>
        attempts === 1 ? { type: 'retryIn', duration: 'PT1H', reason: 'closed' } : { type: 'done' }
      const id = await begin('sending')
      await world.until(id, ({ outbox }) => expect(outbox[0]?.notBefore).toBe('2026-11-22T10:00:00.000Z'))
      await world.pass(3601)
      await world.until(id, ({ status }) => expect(status).toBe('completed'))
    })

    it('that fails for good makes an incident with cause and cure, and tells of it', async () => {
      await deploy()
      world.answer = () => ({ type: 'fail', reason: 'No address', cure: 'Give the contact an address.' })
      const id = await begin('sending')
      await world.until(id, ({ incidents }) =>
        expect(incidents).toMatchObject([{ message: 'No address', cure: 'Give the contact an address.' }]),
      )
      await vi.waitFor(() => expect(world.heard()).toBe('raiseIncident'))
      expect(await world.engine.health()).toMatchObject({ incidents: 1 })
    })

    it('that answers a business error goes where the drawing catches it', async () => {
      const xml = drawing(
        'sending',
        start + job('send') + end + caught + task('mend'),
        'start -> send -> end',
        'caught -> mend',
      )
      await world.deploy(
        xml.replace('<message id="paid"', '<error id="moved" errorCode="MOVED"/><message id="paid"'),
      )
      world.answer = () => ({ type: 'bpmnError', code: 'MOVED' })
      const id = await begin('sending')
      await world.until(id, ({ tokens }) => expect(tokens).toMatchObject([{ at: 'mend' }]))
    })

    it('whose answer is too large makes an incident', async () => {
      await deploy()
      world.answer = () => ({ type: 'done', output: 'x'.repeat(20_000_000) })
      const id = await begin('sending')
      await world.until(id, ({ incidents }) => expect(incidents).toMatchObject([{ code: 'answerRefused' }]))
    })

    it('whose token has gone elsewhere is forgotten', async () => {
      await deploy()
      let answer = () => {}
      world.answer = () => new Promise(done => (answer = () => done({ type: 'done' })))
      const id = await begin('sending')
      await vi.waitFor(() => expect(world.jobs).toHaveLength(1))
      await world.engine.command(id, { type: 'cancel' })
      answer()
      await world.until(id, one => expect(one).toMatchObject({ status: 'cancelled', outbox: [] }))
      await vi.waitFor(async () => expect((await world.engine.health()).outbox).toBe(0))
    })

    it('that outlives its server again and again is stopped after three attempts', async () => {
      await deploy()
      world.answer = () => new Promise(() => {})
      const id = await begin('sending')
      await vi.waitFor(() => expect(world.jobs).toHaveLength(1))
      const attempts: number[] = []
      for (let crash = 0; crash < 5; crash++) {
        hour.now = new Date(hour.now.getTime() + 16_000)
        const next = createWorld(store, hour)
        next.answer = ({ attempts: n }) => {
          attempts.push(n ?? 0)
          return new Promise(() => {})
        }
        await next.engine.sweep()
      }
      expect(attempts).toEqual([2, 3])
      await world.until(id, ({ incidents }) => expect(incidents).toMatchObject([{ code: 'deliveryFailed' }]))
    })

    it('is given a chance beside hundreds of others, without running all at once', async () => {
      await deploy()
      let running = 0
      let most = 0
      world.answer = async () => {
        most = Math.max(most, ++running)
        await new Promise(done => setImmediate(done))
        running--
        return { type: 'done' }
      }
      const ids = await Promise.all(Array.from({ length: 200 }, () => begin('sending')))
      for (const id of ids) await world.until(id, ({ status }) => expect(status).toBe('completed'))
      expect(most).toBeLessThanOrEqual(32)
      expect(world.jobs).toHaveLength(200)
    })
  })

  describe('What the world is told', () => {
    const deploy = () => world.deploy(drawing('asking', start + task('ask') + end, 'start -> ask -> end'))

    it('is told again, in order, when the world could not listen', async () => {
      await deploy()
      let deaf = true
      world.hear = () => {
        if (deaf) throw new Error('not now')
      }
      const id = await begin('asking')
      const token = world.tokenAt(await world.get(id), 'ask')
      await world.engine.command(id, { type: 'completeTask', token })
      await vi.waitFor(async () => expect((await world.engine.health()).outbox).toBe(0))
      expect(world.told).toEqual([])
      deaf = false
      for (let n = 0; n < 4; n++) {
        await world.pass(5)
        await vi.waitFor(async () => expect((await world.engine.health()).outbox).toBe(0))
      }
      expect(world.heard()).toBe('createTask closeTask endProcess')
      await world.until(id, one => expect(one).toMatchObject({ outbox: [] }))
    })

    it('becomes an incident when it is never taken, and a retry tells it again', async () => {
      await deploy()
      world.hear = ({ type }) => {
        if (type === 'createTask') throw new Error('never')
      }
      const id = await begin('asking')
      for (let n = 0; n < 12; n++) {
        await vi.waitFor(async () => expect((await world.engine.health()).outbox).toBe(0))
        await world.pass(400)
      }
      await world.until(id, ({ incidents }) => expect(incidents).toMatchObject([{ code: 'deliveryFailed' }]))
      world.hear = () => {}
      const [incident] = (await world.get(id)).incidents
      await world.engine.command(id, { type: 'retryIncident', incident: incident!.id })
      await vi.waitFor(() => expect(world.told.filter(({ type }) => type === 'createTask')).toHaveLength(1))
    })
  })

  it('What an ended process still has to tell is told at last, however long the world was deaf', async () => {
    await world.deploy(drawing('short', start + end, 'start -> end'))
    world.hear = () => {
      throw new Error('not now')
    }
    const id = await begin('short')
    for (let n = 0; n < 12; n++) {
      await vi.waitFor(async () => expect((await world.engine.health()).outbox).toBe(0))
      await world.pass(400)
    }
    expect(world.told).toEqual([])
    world.hear = () => {}
    await world.pass(400)
    await world.until(id, one => expect(one).toMatchObject({ status: 'completed', outbox: [] }))
    expect(world.heard()).toBe('endProcess')
  })

  describe('Another server', () => {
    it('delivers what a dead one left, when its lease has run out, under the same key', async () => {
      await world.deploy(drawing('asking', start + task('ask') + end, 'start -> ask -> end'))
      world.hear = () => new Promise(() => {})
      const id = await begin('asking')
      const heir = createWorld(store, hour)
      await heir.engine.sweep()
      expect(heir.told).toEqual([])
      hour.now = new Date(hour.now.getTime() + 16_000)
      await heir.engine.sweep()
      await vi.waitFor(() =>
        expect(heir.told).toMatchObject([{ type: 'createTask', id: `${id}/1/1`, attempts: 2 }]),
      )
      await heir.until(id, ({ outbox }) => expect(outbox).toEqual([]))
    })

    it('does not deliver a later effect before an earlier one that another has under way', async () => {
      await world.deploy(drawing('asking', start + task('ask') + end, 'start -> ask -> end'))
      let listen = () => {}
      world.hear = () => new Promise<void>(done => (listen = done))
      const id = await begin('asking')
      const other = createWorld(store, hour)
      const token = other.tokenAt(await other.get(id), 'ask')
      await other.engine.command(id, { type: 'completeTask', token })
      await other.pass(1)
      expect(other.told).toEqual([])
      listen()
      await other.until(id, ({ outbox }) =>
        expect(outbox.map(({ type }) => type)).toEqual(['closeTask', 'endProcess']),
      )
      await other.pass(1)
      await vi.waitFor(() => expect(other.heard()).toBe('closeTask endProcess'))
    })

    it('takes nothing of what is another’s share, however late, while it is behind with its own', async () => {
      await world.deploy(drawing('late', start + timer('wait', 'PT1S') + end, 'start -> wait -> end'))
      await Promise.all(Array.from({ length: 600 }, () => begin('late')))
      await world.engine.sweep()
      const other = createWorld(store, hour)
      await other.pass(4)
      const woken = await store.instances.find({ status: 'completed', limit: 1000 })
      expect(woken.length).toBeGreaterThan(100)
      expect(new Set(woken.map(({ _id }) => slotOf(_id))).size).toBeLessThanOrEqual(slotCount / 2)
    })

    it('gets back at once what a stopping one has not begun', async () => {
      await world.deploy(drawing('sending', start + job('send') + end, 'start -> send -> end'))
      const narrow = createWorld(store, hour, { jobs: 1 })
      let finish = () => {}
      narrow.answer = () => new Promise(done => (finish = () => done({ type: 'done' })))
      const first = (await narrow.engine.start({ key: 'sending' })).instance._id
      const second = (await narrow.engine.start({ key: 'sending' })).instance._id
      await vi.waitFor(() => expect(narrow.jobs).toHaveLength(1))
      const stopped = narrow.engine.stop()
      finish()
      await stopped
      await world.engine.sweep()
      await world.until(second, ({ status }) => expect(status).toBe('completed'))
      expect(await world.get(first)).toMatchObject({ status: 'completed', outbox: [] })
      expect(narrow.jobs.length + world.jobs.length).toBe(2)
    })
  })

  describe('A called process', () => {
    const deploy = async () => {
      await world.deploy(drawing('child', start + task('work') + end, 'start -> work -> end'))
      await world.deploy(
        drawing('parent', start + call('sub', 'child') + task('after'), 'start -> sub -> after'),
      )
    }
    const childOf = async (id: string) => {
      await vi.waitFor(async () => expect(await world.engine.instances.count({ parent: id })).toBe(1))
      return (await world.engine.instances.find({ parent: id }))[0]!
    }

    it('is started, and its end lets the caller go on', async () => {
      await deploy()
      const id = await begin('parent')
      const child = await childOf(id)
      await world.engine.command(child._id, { type: 'completeTask', token: world.tokenAt(child, 'work') })
      await world.until(id, ({ tokens }) => expect(tokens).toMatchObject([{ at: 'after' }]))
    })

    it('is cancelled with its caller', async () => {
      await deploy()
      const id = await begin('parent')
      const child = await childOf(id)
      await world.engine.command(id, { type: 'cancel' })
      await world.until(child._id, ({ status }) => expect(status).toBe('cancelled'))
    })

    it('that does not exist is an incident, until it is published and tried again', async () => {
      await world.deploy(
        drawing('parent', start + call('sub', 'child') + task('after'), 'start -> sub -> after'),
      )
      const id = await begin('parent')
      await world.until(id, ({ incidents }) => expect(incidents).toMatchObject([{ code: 'unknownProcess' }]))
      await deploy()
      const [incident] = (await world.get(id)).incidents
      await world.engine.command(id, { type: 'retryIncident', incident: incident!.id })
      expect(await childOf(id)).toMatchObject({ status: 'running', definition: { key: 'child' } })
    })
  })
})
