import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Store, slotOf } from '#engine/adapters/store.ts'
import { Conflict, NotFound, Refused, Unavailable } from '#engine/errors.ts'
import { stores } from '../../contracts/stores.ts'
import {
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

describe.each(stores)('A process kept in %s', (_name, open) => {
  let hour: Hour
  let store: Store
  let world: World
  beforeEach(async () => {
    hour = createHour()
    store = await open(() => hour.now)
    world = createWorld(store, hour)
  })

  const sale = () =>
    world.deploy(drawing('sale', start + task('ask') + job('send') + end, 'start -> ask -> send -> end'))

  it('creates its task, takes the answer, runs its job and ends', async () => {
    await sale()
    const { instance } = await world.engine.start({ key: 'sale', variables: { amount: 5 } })
    expect(instance).toMatchObject({ revision: 1, status: 'running', variables: { amount: 5 } })
    await vi.waitFor(() => expect(world.heard()).toBe('createTask'))

    const token = world.tokenAt(instance, 'ask')
    await world.engine.command(instance._id, { type: 'completeTask', token, variables: { ok: true } }, 'ann')
    await world.until(instance._id, one => expect(one).toMatchObject({ status: 'completed', outbox: [] }))
    expect(await world.get(instance._id)).toMatchObject({ variables: { ok: true, send: { from: 'send' } } })
    expect(world.jobs).toHaveLength(1)
    expect(world.heard()).toBe('createTask closeTask endProcess')
    expect((await world.get(instance._id)).wakeAt).toBeUndefined()
  })

  it('tells its history from the first step to the last, at once, with who asked', async () => {
    await sale()
    const { instance } = await world.engine.start({ key: 'sale', by: 'ann' })
    const token = world.tokenAt(instance, 'ask')
    await world.engine.command(instance._id, { type: 'completeTask', token }, 'bob')
    const history = await world.engine.instances.history(instance._id)
    expect(history.slice(0, 2)).toMatchObject([
      { revision: 1, by: 'ann', command: { type: 'start' } },
      { revision: 2, by: 'bob', command: { type: 'completeTask' } },
    ])
    await world.until(instance._id, ({ status }) => expect(status).toBe('completed'))
    await vi.waitFor(async () => {
      const whole = await world.engine.instances.history(instance._id)
      expect(whole.map(({ revision }) => revision)).toEqual([1, 2, 3])
    })
    expect(await world.engine.instances.history(instance._id, { after: 1, limit: 1 })).toMatchObject([
      { revision: 2 },
    ])
  })

  it('refuses what does not apply, and nothing changes', async () => {
    await sale()
    const { instance } = await world.engine.start({ key: 'sale' })
    const nonsense = world.engine.command(instance._id, { type: 'completeTask', token: 'nobody' })
    await expect(nonsense).rejects.toBeInstanceOf(Refused)
    await expect(world.engine.command('nobody', { type: 'cancel' })).rejects.toBeInstanceOf(NotFound)
    await expect(world.engine.start({ key: 'unknown' })).rejects.toBeInstanceOf(NotFound)
    expect(await world.get(instance._id)).toMatchObject({ revision: 1 })
  })

  it('takes a command once, however often it is sent', async () => {
    await sale()
    const { instance } = await world.engine.start({ key: 'sale' })
    const send = () =>
      world.engine.command(instance._id, { type: 'setVariables', variables: { n: 1 }, id: 'once' })
    const sent = await Promise.allSettled([send(), send(), send(), send(), send()])
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(send()).rejects.toMatchObject({ code: 'duplicate' })
    expect(await world.get(instance._id)).toMatchObject({ revision: 2 })
  })

  it('starts once for one command id; a repetition answers the instance that is there', async () => {
    await sale()
    const begin = () => world.engine.start({ key: 'sale', commandId: 'deal.created/7' })
    const started = await Promise.all([begin(), begin(), begin()])
    expect(new Set(started.map(({ instance }) => instance._id)).size).toBe(1)
    expect(await world.engine.instances.count({})).toBe(1)
    expect((await begin()).trace).toEqual([])
  })

  it('takes five hundred commands at once, one after the other', async () => {
    await sale()
    const { instance } = await world.engine.start({ key: 'sale' })
    const commands = Array.from({ length: 500 }, (_, n) =>
      world.engine.command(instance._id, { type: 'setVariables', variables: { [`v${n % 7}`]: n } }),
    )
    await Promise.all(commands)
    expect(await world.get(instance._id)).toMatchObject({ revision: 501 })
    await vi.waitFor(async () => {
      const history = await world.engine.instances.history(instance._id, { limit: 1000 })
      expect(history.map(({ revision }) => revision)).toEqual(Array.from({ length: 501 }, (_, n) => n + 1))
    })
  })

  it('refuses data that is too large or too deep, and goes on', async () => {
    await sale()
    const { instance } = await world.engine.start({ key: 'sale' })
    const deep = JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`)
    for (const value of ['x'.repeat(2_000_000), deep]) {
      const large = world.engine.command(instance._id, { type: 'setVariables', variables: { value } })
      await expect(large).rejects.toMatchObject({ name: 'Refused', code: 'invalid' })
    }
    await world.engine.command(instance._id, { type: 'setVariables', variables: { small: 1 } })
  })

  it('reads the CRM data that its expressions name', async () => {
    world.data = { deal: { amount: 7 }, company: { name: 'unread' } }
    const script = `<scriptTask id="double" scriptFormat="feel"><extensionElements><baton:decision expression="=deal.amount * 2" result="twice"/></extensionElements></scriptTask>`
    await world.deploy(drawing('script', start + script + task('ask'), 'start -> double -> ask'))
    const { instance, command } = await world.engine.start({
      key: 'script',
      subject: { entity: 'deal', id: 'd' },
    })
    expect(instance.variables).toEqual({ twice: 14 })
    expect(command.data).toEqual({ deal: { amount: 7 } })
  })

  it('tells listeners of each committed step until they leave', async () => {
    await sale()
    const heard: string[] = []
    const leave = world.engine.onStep(({ command }) => void heard.push(command.type))
    world.engine.onStep(() => {
      throw new Error('a careless listener')
    })
    const { instance } = await world.engine.start({ key: 'sale' })
    leave()
    await world.engine.command(instance._id, { type: 'cancel' })
    expect(heard).toEqual(['start'])
  })

  describe('with a timer', () => {
    const wait = async () => {
      await world.deploy(
        drawing('wait', start + timer('pause', 'PT1H') + task('ask'), 'start -> pause -> ask'),
      )
      return (await world.engine.start({ key: 'wait' })).instance
    }

    it('waits until it is due, and no longer', async () => {
      const { _id, wakeAt } = await wait()
      expect(wakeAt).toBe('2026-11-22T10:00:00.000Z')
      await world.pass(3599)
      expect(await world.get(_id)).toMatchObject({ revision: 1 })
      await world.pass(1)
      expect(await world.get(_id)).toMatchObject({ revision: 2, timers: [], tokens: [{ at: 'ask' }] })
    })

    it('fires once though two servers wake it', async () => {
      const { _id } = await wait()
      const other = createWorld(store, hour)
      hour.now = new Date('2026-11-22T10:00:01.000Z')
      await Promise.all([world.engine.sweep(), other.engine.sweep(), world.engine.sweep()])
      expect(await world.get(_id)).toMatchObject({ revision: 2 })
    })

    it('keeps it while it is suspended, and fires it afterwards', async () => {
      const { _id } = await wait()
      await world.engine.command(_id, { type: 'suspend' })
      await world.pass(7200)
      expect(await world.get(_id)).toMatchObject({ revision: 2 })
      await world.engine.command(_id, { type: 'resume' })
      await world.pass(1)
      expect(await world.get(_id)).toMatchObject({ tokens: [{ at: 'ask' }] })
    })

    it('fires a thousand at one instant, each once', async () => {
      await world.deploy(
        drawing('wait', start + timer('pause', 'PT1H') + task('ask'), 'start -> pause -> ask'),
      )
      const started = await Promise.all(
        Array.from({ length: 1000 }, () => world.engine.start({ key: 'wait' })),
      )
      expect(new Set(started.map(({ instance }) => slotOf(instance._id))).size).toBeGreaterThan(8)
      hour.now = new Date('2026-11-22T10:00:01.000Z')
      for (let round = 0; round < 12; round++) await world.engine.sweep()
      expect(world.steps.filter(({ command }) => command.type === 'fireTimer')).toHaveLength(1000)
    }, 60_000)
  })

  describe('on two servers', () => {
    it('plays a lost race again, so that both commands count', async () => {
      await sale()
      const other = createWorld(store, hour)
      const { instance } = await world.engine.start({ key: 'sale' })
      const set = (engine: World['engine'], n: number) =>
        engine.command(instance._id, { type: 'setVariables', variables: { [`v${n}`]: n } })
      await Promise.all(Array.from({ length: 40 }, (_, n) => set(n % 2 ? world.engine : other.engine, n)))
      const { variables, revision } = await world.get(instance._id)
      expect(Object.keys(variables)).toHaveLength(40)
      expect(revision).toBe(41)
    })

    it('refuses nothing because it has not heard of what the other did', async () => {
      const xml = drawing('twice', start + task('one') + task('two') + end, 'start -> one -> two -> end')
      await world.deploy(xml)
      const other = createWorld(store, hour)
      const { instance } = await world.engine.start({ key: 'twice' })
      const complete = async (engine: World['engine'], node: string) => {
        const token = world.tokenAt(await world.get(instance._id), node)
        const task = String((await world.get(instance._id)).tokens[0]?.context?.task)
        await engine.command(instance._id, { type: 'completeTask', token, task })
      }
      await complete(other.engine, 'one')
      await complete(world.engine, 'two')
      expect(await world.get(instance._id)).toMatchObject({ status: 'completed' })
    })

    it('gives up with a conflict when others are always quicker', async () => {
      await sale()
      const other = createWorld(store, hour)
      const { instance } = await other.engine.start({ key: 'sale' })
      const slow = createWorld(store, hour, {
        tries: 3,
        beforeCommit: async () =>
          void (await other.engine.command(instance._id, { type: 'setVariables', variables: {} })),
      })
      await expect(slow.engine.command(instance._id, { type: 'cancel' })).rejects.toBeInstanceOf(Conflict)
      expect(await world.get(instance._id)).toMatchObject({ status: 'running', revision: 4 })
    })
  })

  describe('when the database does not answer', () => {
    /** Commits, and then loses the answer; or loses the question. */
    const forgetful = (writes: boolean): Store => {
      let calm = true
      return {
        ...store,
        instances: {
          ...store.instances,
          async commit(group) {
            if (calm && group[0]?.next.revision === 2) {
              calm = false
              if (writes) await store.instances.commit(group)
              throw new Unavailable()
            }
            return store.instances.commit(group)
          },
        },
      }
    }

    it.each([true, false])(
      'says so; the same command sent again counts once (written: %s)',
      async written => {
        await sale()
        const unlucky = createWorld(forgetful(written), hour)
        const { instance } = await unlucky.engine.start({ key: 'sale' })
        const send = () =>
          unlucky.engine.command(instance._id, { type: 'setVariables', variables: { n: 1 }, id: 'once' })
        await expect(send()).rejects.toBeInstanceOf(Unavailable)
        if (written) await expect(send()).rejects.toMatchObject({ code: 'duplicate' })
        else await send()
        expect(await world.get(instance._id)).toMatchObject({ revision: 2, variables: { n: 1 } })
      },
    )
  })

  it('says how it is', async () => {
    await sale()
    expect(await world.engine.health()).toEqual({
      ok: true,
      database: true,
      overdue: 0,
      outbox: 0,
      incidents: 0,
    })
  })
})
