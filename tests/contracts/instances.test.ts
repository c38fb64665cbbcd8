import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '#engine/adapters/store.ts'
import { slotCount, slotOf } from '#engine/adapters/store.ts'
import { anEffect, anInstance, aWrite, stores } from './stores.ts'

const noon = new Date('2026-11-22T12:00:00.000Z')

describe.each(stores)('Instances in %s', (_name, open) => {
  let store: Store
  beforeEach(async () => {
    store = await open(() => noon)
  })

  const load = async (id = 'i1') => (await store.instances.load([id]))[0]
  const begin = async (instance = anInstance()) => {
    expect(await store.instances.commit([aWrite(null, instance)])).toEqual(['done'])
    return instance
  }

  it('come back as they were written, whatever their variables are called', async () => {
    const odd = anInstance({
      variables: { 'a.b': 1, $set: { $gt: 2 }, Ключ: ['значение', null, true, 1.5, { 'x.y': '' }] },
      wakeAt: '2026-11-22T10:00:00.000Z',
      subject: { entity: 'deal', id: 'd1' },
    })
    await begin(odd)
    expect((await load())?.instance).toEqual(odd)
  })

  it('answer null for an id that nobody has', async () => {
    await begin()
    expect(await store.instances.load(['nobody', 'i1'])).toMatchObject([null, { instance: { _id: 'i1' } }])
  })

  it('are started once: the second write of the same id is lost', async () => {
    await begin(anInstance({ variables: { first: true } }))
    expect(await store.instances.commit([aWrite(null, anInstance({ variables: {} }))])).toEqual(['lost'])
    expect((await load())?.instance.variables).toEqual({ first: true })
  })

  it('step once from a revision: of two writes one is done and one is lost', async () => {
    const first = await begin()
    const one = aWrite(first, anInstance({ revision: 2, variables: { by: 'one' } }))
    const other = aWrite(first, anInstance({ revision: 2, variables: { by: 'other' } }))
    expect(await store.instances.commit([one])).toEqual(['done'])
    expect(await store.instances.commit([other])).toEqual(['lost'])
    expect((await load())?.instance.variables).toEqual({ by: 'one' })
  })

  it('step only upon the very commit they began from: another one at the same revision does not count', async () => {
    const first = await begin()
    const { commit } = (await load())!
    const upon = (mark: string) => ({ ...aWrite(first, anInstance({ revision: 2 })), upon: mark })
    expect(await store.instances.commit([upon('of a step that never happened')])).toEqual(['lost'])
    expect(await store.instances.commit([upon(commit!)])).toEqual(['done'])
  })

  it('say whether they are as a commit left them', async () => {
    const first = await begin()
    const version = { instance: 'i1', revision: 1, commit: (await load())!.commit }
    expect(await store.instances.confirm(version)).toBe(true)
    expect(await store.instances.confirm({ ...version, commit: 'another' })).toBe(false)
    await store.instances.commit([aWrite(first, anInstance({ revision: 2 }))])
    expect(await store.instances.confirm(version)).toBe(false)
  })

  it('commit in a group, each for itself', async () => {
    const a = await begin(anInstance({ _id: 'a' }))
    const b = await begin(anInstance({ _id: 'b' }))
    await store.instances.commit([aWrite(b, { ...b, revision: 2 })])
    const outcomes = await store.instances.commit([
      aWrite(a, { ...a, revision: 2 }),
      aWrite(b, { ...b, revision: 2, variables: { late: true } }),
      aWrite(null, anInstance({ _id: 'c' })),
      aWrite(null, anInstance({ _id: 'a' })),
    ])
    expect(outcomes).toEqual(['done', 'lost', 'done', 'lost'])
    expect((await load('b'))?.instance.variables).toEqual({})
    expect((await load('c'))?.instance.revision).toBe(1)
  })

  it('know their own commit again although another step followed it', async () => {
    const first = await begin()
    const second = anInstance({ revision: 2 })
    const write = aWrite(first, second)
    await store.instances.commit([write])
    await store.history.file(write.journal)
    await store.instances.commit([aWrite(second, anInstance({ revision: 3 }))])
    expect(await store.instances.commit([write, aWrite(null, anInstance({ _id: 'x' }))])).toEqual([
      expect.stringMatching(/done|lost/),
      'done',
    ])
    expect((await load())?.instance.revision).toBe(3)
  })

  it('remember the latest commands, the newest last', async () => {
    let current = await begin(anInstance({ recentCommands: ['a'] }))
    for (const recentCommands of [['a', 'b'], ['a', 'b', 'c'], ['b', 'c', 'd'], ['x']]) {
      const next = { ...current, revision: current.revision + 1, recentCommands }
      await store.instances.commit([aWrite(current, next)])
      expect((await load())?.instance.recentCommands).toEqual(recentCommands)
      current = next
    }
  })

  it('drop a field that the step took away', async () => {
    const first = await begin(anInstance({ businessKey: 'K-1', wakeAt: '2026-11-22T10:00:00.000Z' }))
    const { businessKey: _, wakeAt: __, ...rest } = first
    await store.instances.commit([aWrite(first, { ...rest, revision: 2 })])
    const { instance } = (await load())!
    expect('businessKey' in instance).toBe(false)
    expect('wakeAt' in instance).toBe(false)
  })

  describe('keep an outbox that', () => {
    it('loses a delivered effect without a new revision', async () => {
      await begin(anInstance({ outbox: [anEffect(1, 0), anEffect(1, 1)] }))
      const done = { instance: 'i1', revision: 1, effects: ['i1/1/0'], filedTo: 1, wakeAt: undefined }
      await store.instances.settle([done])
      const { instance, journal } = (await load())!
      expect(instance.outbox.map(({ id }) => id)).toEqual(['i1/1/1'])
      expect(instance).toMatchObject({ revision: 1 })
      expect(instance.wakeAt).toBeUndefined()
      expect(journal).toEqual([])
    })

    it('leaves the wake-up of a later step alone when an earlier one settles', async () => {
      const first = await begin(anInstance({ outbox: [anEffect(1, 0)] }))
      const wakeAt = '2026-11-22T11:00:00.000Z'
      await store.instances.commit([aWrite(first, { ...first, revision: 2, wakeAt })])
      await store.instances.settle([
        { instance: 'i1', revision: 1, effects: ['i1/1/0'], filedTo: 1, wakeAt: undefined },
      ])
      const { instance, journal } = (await load())!
      expect(instance).toMatchObject({ outbox: [], wakeAt })
      expect(journal.map(({ revision }) => revision)).toEqual([2])
    })

    it('does not bring back what was delivered while a step was being made', async () => {
      const first = await begin(anInstance({ outbox: [anEffect(1, 0)] }))
      await store.instances.settle([
        { instance: 'i1', revision: 1, effects: ['i1/1/0'], filedTo: 1, wakeAt: undefined },
      ])
      const next = { ...first, revision: 2, outbox: [...first.outbox, anEffect(2, 0)] }
      await store.instances.commit([aWrite(first, next)])
      expect((await load())?.instance.outbox.map(({ id }) => id)).toEqual(['i1/2/0'])
    })

    it('loses what the step itself finished, and what it is told was delivered', async () => {
      const first = await begin(anInstance({ outbox: [anEffect(1, 0), anEffect(1, 1), anEffect(1, 2)] }))
      const next = { ...first, revision: 2, outbox: first.outbox.slice(1) }
      await store.instances.commit([aWrite(first, next, { delivered: ['i1/1/1'] })])
      expect((await load())?.instance.outbox.map(({ id }) => id)).toEqual(['i1/1/2'])
    })

    it('keeps its order beyond nine effects and nine revisions', async () => {
      const outbox = [9, 10, 11].flatMap(revision => [0, 2, 10].map(n => anEffect(revision, n)))
      await begin(anInstance({ outbox }))
      expect((await load())?.instance.outbox).toEqual(outbox)
    })

    it('lets nobody claim an effect of the same name that another step decided', async () => {
      await begin(anInstance({ outbox: [anEffect(1, 0)] }))
      const effect = { instance: 'i1', effect: 'i1/1/0', at: '2026-11-22T08:00:00.000Z' }
      expect(await store.instances.claim(effect, 1, '2026-11-22T09:01:00.000Z')).toBe(false)
    })

    it('lets one server claim an effect, and counts the attempt', async () => {
      await begin(anInstance({ outbox: [anEffect(1, 0)] }))
      const effect = { instance: 'i1', effect: 'i1/1/0' }
      const until = '2026-11-22T09:01:00.000Z'
      const claims = await Promise.all([1, 2, 3].map(() => store.instances.claim(effect, 1, until)))
      expect(claims.filter(Boolean)).toHaveLength(1)
      expect((await load())?.instance.outbox[0]).toMatchObject({ attempts: 2, notBefore: until })
      expect(await store.instances.claim({ ...effect, effect: 'i1/1/7' }, 1, until)).toBe(false)
    })

    it('wakes its instance no later than the next attempt', async () => {
      await begin(anInstance({ outbox: [anEffect(1, 0)], wakeAt: '2026-11-22T11:00:00.000Z' }))
      await store.instances.defer({ instance: 'i1', effect: 'i1/1/0' }, '2026-11-22T10:30:00.000Z')
      expect((await load())?.instance).toMatchObject({ wakeAt: '2026-11-22T10:30:00.000Z' })
      await store.instances.defer({ instance: 'i1', effect: 'i1/1/0' }, '2026-11-22T10:45:00.000Z')
      expect((await load())?.instance).toMatchObject({
        wakeAt: '2026-11-22T10:30:00.000Z',
        outbox: [{ notBefore: '2026-11-22T10:45:00.000Z' }],
      })
    })
  })

  describe('wake', () => {
    const wakeAt = (minutes: number) => new Date(noon.getTime() + minutes * 60_000).toISOString()

    it('when they are due, the most overdue first, and not before', async () => {
      for (const [n, minutes] of [-1, 1, -5, 0].entries())
        await begin(anInstance({ _id: `i${n}`, wakeAt: wakeAt(minutes) }))
      await begin(anInstance({ _id: 'idle' }))
      const { found, now } = await store.instances.due({ limit: 10 })
      expect(found.map(({ instance }) => instance._id)).toEqual(['i2', 'i0', 'i3'])
      expect(found[0]?.journal).toHaveLength(1)
      expect(now).toEqual(noon)
    })

    it('in shares, and beyond the shares when they are neglected', async () => {
      for (let n = 0; n < 40; n++) await begin(anInstance({ _id: `i${n}`, wakeAt: wakeAt(-n) }))
      const half = Array.from({ length: slotCount / 2 }, (_, n) => n * 2)
      const { found } = await store.instances.due({ slots: half, limit: 100 })
      expect(found.length).toBeGreaterThan(5)
      expect(found.every(({ instance }) => half.includes(slotOf(instance._id)))).toBe(true)
      const late = await store.instances.due({ lateBy: 30 * 60_000, limit: 100 })
      expect(late.found.map(({ instance }) => instance._id).sort()).toEqual(
        Array.from({ length: 10 }, (_, n) => `i${n + 30}`),
      )
    })

    it('not again when it was found that nothing is to be done, unless they moved on', async () => {
      const first = await begin(anInstance({ wakeAt: wakeAt(-1) }))
      await store.instances.planWake({ instance: 'i1', revision: 1 }, wakeAt(5))
      expect((await load())?.instance.wakeAt).toBe(wakeAt(5))
      await store.instances.commit([aWrite(first, { ...first, revision: 2, wakeAt: wakeAt(1) })])
      await store.instances.planWake({ instance: 'i1', revision: 1 }, undefined)
      expect((await load())?.instance.wakeAt).toBe(wakeAt(1))
    })
  })

  describe('are found', () => {
    beforeEach(async () => {
      const deal = { entity: 'deal', id: 'd1' }
      const incident = { id: 'x', node: 'n', code: 'c', message: 'm', at: '', retry: 'ask' } as const
      const at = (hour: number) => `2026-11-22T0${hour}:00:00.000Z`
      await begin(anInstance({ _id: 'a', startedAt: at(1), subject: deal, incidents: [incident] }))
      await begin(anInstance({ _id: 'b', startedAt: at(2), subject: deal, status: 'completed' }))
      await begin(
        anInstance({ _id: 'c', startedAt: at(3), businessKey: 'K', parent: { instance: 'a', token: 't' } }),
      )
      await begin(
        anInstance({ _id: 'd', startedAt: at(3), definition: { key: 'other', version: 2, hash: '' } }),
      )
    })
    const ids = async (filter: Parameters<Store['instances']['find']>[0]) => {
      const found = (await store.instances.find(filter)).map(({ _id }) => _id)
      if (!filter.before && !filter.limit) expect(await store.instances.count(filter)).toBe(found.length)
      return found.join('')
    }

    it('newest first, page by page', async () => {
      expect(await ids({})).toBe('dcba')
      expect(await ids({ limit: 2 })).toBe('dc')
      expect(await ids({ limit: 2, before: 'c' })).toBe('ba')
    })

    it('by what they serve, how they stand, what they are', async () => {
      expect(await ids({ subject: { entity: 'deal', id: 'd1' } })).toBe('ba')
      expect(await ids({ subject: { entity: 'company', id: 'd1' } })).toBe('')
      expect(await ids({ subjects: ['d1', 'd2'] })).toBe('ba')
      expect(await ids({ status: 'completed' })).toBe('b')
      expect(await ids({ status: ['running', 'completed'], key: 'sale' })).toBe('cba')
      expect(await ids({ key: 'other', version: 2 })).toBe('d')
      expect(await ids({ businessKey: 'K' })).toBe('c')
      expect(await ids({ parent: 'a' })).toBe('c')
      expect(await ids({ withIncident: true })).toBe('a')
      expect(await ids({ withIncident: false })).toBe('dcb')
    })

    it('not by an operator in the place of a value', async () => {
      const sly = { $gt: '' } as unknown as string
      expect(await ids({ key: sly }).catch(() => '')).toBe('')
      expect(await ids({ businessKey: sly }).catch(() => '')).toBe('')
    })
  })

  describe('listen', () => {
    const subscription = { scope: 's', node: 'n', trigger: 0 }
    const deal = { entity: 'deal', id: 'd1' }
    beforeEach(async () => {
      const on = (id: string, kind: 'message' | 'signal' | 'condition', name: string, key?: string) => ({
        ...subscription,
        id,
        kind,
        name,
        ...(key !== undefined && { key }),
      })
      await begin(anInstance({ _id: 'a', subscriptions: [on('1', 'message', 'paid', 'I-1')] }))
      await begin(anInstance({ _id: 'b', subject: deal, subscriptions: [on('2', 'message', 'paid', 'I-2')] }))
      await begin(
        anInstance({ _id: 'c', subscriptions: [on('3', 'message', 'paid'), on('4', 'signal', 'stop')] }),
      )
      await begin(
        anInstance({ _id: 'd', subject: deal, subscriptions: [on('5', 'condition', 'deal.amount > 5')] }),
      )
      await begin(anInstance({ _id: 'e', status: 'cancelled', subscriptions: [on('6', 'signal', 'stop')] }))
    })
    const who = async (ear: Parameters<Store['instances']['listening']>[0]) =>
      (await store.instances.listening(ear, { limit: 10 })).map(({ _id }) => _id).join('')

    it('for messages by name and key; without a key only where the subject or instance is named', async () => {
      expect(await who({ kind: 'message', name: 'paid', key: 'I-1' })).toBe('a')
      expect(await who({ kind: 'message', name: 'paid' })).toBe('c')
      expect(await who({ kind: 'message', name: 'paid', subject: deal })).toBe('b')
      expect(await who({ kind: 'message', name: 'paid', key: 'I-1', subject: deal })).toBe('')
      expect(await who({ kind: 'message', name: 'paid', instance: 'a' })).toBe('a')
      expect(await who({ kind: 'message', name: 'other', instance: 'a' })).toBe('')
    })

    it('for signals by name while they run, for conditions by what they serve', async () => {
      expect(await who({ kind: 'signal', name: 'stop' })).toBe('c')
      expect(await who({ kind: 'condition', subject: deal })).toBe('d')
    })

    it('no longer after the step that ended it', async () => {
      const { instance } = (await load('a'))!
      await store.instances.commit([aWrite(instance, { ...instance, revision: 2, subscriptions: [] })])
      expect(await who({ kind: 'message', name: 'paid', key: 'I-1' })).toBe('')
    })
  })
})
