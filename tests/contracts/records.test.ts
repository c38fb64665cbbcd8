/** The smaller parts of a store: definitions, history, messages, workers. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Definition, Letter, Store } from '#engine/adapters/store.ts'
import { anEntry, anInstance, stores } from './stores.ts'

describe.each(stores)('In %s', (_name, open) => {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })

  const definition = (key: string, version: number): Definition => ({
    key,
    version,
    name: key,
    hash: `${key}${version}`,
    xml: '<xml/>',
    process: { key, scopes: { 'a.b': {} }, nodes: { $enter: {} } } as never,
    deployedAt: '2026-11-22T09:00:00.000Z',
    deployedBy: 'ann',
  })

  it('a definition comes back as it was published, by version or as the latest', async () => {
    await store.definitions.add(definition('sale', 1))
    await store.definitions.add(definition('sale', 2))
    expect(await store.definitions.get('sale', 1)).toEqual(definition('sale', 1))
    expect(await store.definitions.get('sale')).toEqual(definition('sale', 2))
    expect(await store.definitions.get('sale', 3)).toBeNull()
    expect(await store.definitions.get('other')).toBeNull()
  })

  it('a version is published once', async () => {
    const added = await Promise.all([1, 2, 3].map(() => store.definitions.add(definition('sale', 1))))
    expect(added.filter(Boolean)).toHaveLength(1)
  })

  it('the latest of each process is listed, without the weight of its drawing', async () => {
    for (const [key, version] of [
      ['b', 1],
      ['a', 1],
      ['a', 2],
    ] as const)
      await store.definitions.add(definition(key, version))
    const latest = await store.definitions.latest()
    expect(latest.map(({ key, version }) => `${key}${version}`)).toEqual(['a2', 'b1'])
    expect(latest[0]).not.toHaveProperty('xml')
    expect((await store.definitions.versions('a')).map(({ version }) => version)).toEqual([2, 1])
  })

  it('history keeps an entry once, as it was first filed, in order of revision', async () => {
    const entries = [1, 2, 10, 11].map(revision => anEntry(anInstance({ revision })))
    await store.history.file(entries)
    await store.history.file([{ ...entries[1]!, commit: 'another' }, anEntry(anInstance({ revision: 12 }))])
    expect(await store.history.read('i1', { after: 1, limit: 2 })).toEqual(entries.slice(1, 3))
    expect(await store.history.read('i1', { after: 0, limit: 10 })).toMatchObject([
      ...entries,
      { revision: 12 },
    ])
  })

  describe('a message', () => {
    const letter = (changes: Partial<Letter> = {}): Letter => ({
      _id: 'm1',
      kind: 'message',
      name: 'paid',
      key: 'I-1',
      payload: { amount: 5 },
      receivedAt: '2026-11-22T09:00:00.000Z',
      expiresAt: '2026-11-22T10:00:00.000Z',
      lookAt: '2026-11-22T09:00:15.000Z',
      status: 'open',
      takers: {},
      started: [],
      ...changes,
    })
    const taker = (instance: string) => ({ instance, node: 'n', subscription: 's1' })
    const now = '2026-11-22T09:30:00.000Z'

    it('is received once; the second time the first one answers', async () => {
      expect(await store.messages.receive(letter())).toBeNull()
      expect(await store.messages.receive(letter({ payload: 'other' }))).toEqual(letter())
    })

    it('is taken by one subscription of a process, which may take it again after a crash', async () => {
      await store.messages.receive(letter())
      expect(await store.messages.take('m1', 'sale.v2', taker('a'))).toBe(true)
      expect(await store.messages.take('m1', 'sale.v2', taker('b'))).toBe(false)
      expect(await store.messages.take('m1', 'sale.v2', taker('a'))).toBe(true)
      expect(await store.messages.take('m1', 'other', taker('b'))).toBe(true)
      expect((await store.messages.receive(letter()))?.takers).toEqual({
        'sale.v2': taker('a'),
        other: taker('b'),
      })
      await store.messages.release('m1', 'sale.v2')
      expect(await store.messages.take('m1', 'sale.v2', taker('b'))).toBe(true)
    })

    it('waits for whoever has its name and key, until it expires', async () => {
      await store.messages.receive(letter({ status: 'waiting' }))
      await store.messages.receive(letter({ _id: 'm2', name: 'other', status: 'waiting' }))
      const { key: _, ...keyless } = letter({
        _id: 'm3',
        status: 'waiting',
        receivedAt: '2026-11-22T08:00:00.000Z',
      })
      await store.messages.receive(keyless)
      const ids = async (key?: string, at = now) =>
        (await store.messages.waiting({ name: 'paid', ...(key !== undefined && { key }) }, at)).map(
          ({ _id }) => _id,
        )
      expect(await ids('I-1')).toEqual(['m3', 'm1'])
      expect(await ids('I-2')).toEqual(['m3'])
      expect(await ids()).toEqual(['m3'])
      expect(await ids('I-1', '2026-11-22T10:00:00.000Z')).toEqual([])
      await store.messages.finish('m1', { status: 'done' })
      expect(await ids('I-1')).toEqual(['m3'])
    })

    it('is looked at again when its time comes, and forgotten in the end', async () => {
      await store.messages.receive(letter())
      expect(await store.messages.due('2026-11-22T09:00:10.000Z', 10)).toEqual([])
      expect(await store.messages.due(now, 10)).toHaveLength(1)
      await store.messages.finish('m1', {
        status: 'waiting',
        lookAt: '2026-11-22T09:45:00.000Z',
        started: ['x'],
      })
      expect(await store.messages.due(now, 10)).toEqual([])
      await store.messages.tidy('2026-11-22T11:00:00.000Z', '2026-11-15T11:00:00.000Z')
      expect(await store.messages.receive(letter())).toMatchObject({ status: 'done', started: ['x'] })
      await store.messages.tidy('2026-11-30T11:00:00.000Z', '2026-11-23T11:00:00.000Z')
      expect(await store.messages.receive(letter())).toBeNull()
    })

    it('that waits for longer than messages are remembered is not forgotten while it waits', async () => {
      await store.messages.receive(letter({ expiresAt: '2026-12-22T09:00:00.000Z' }))
      await store.messages.tidy('2026-11-30T11:00:00.000Z', '2026-11-23T11:00:00.000Z')
      const waiting = await store.messages.waiting({ name: 'paid', key: 'I-1' }, '2026-11-30T11:00:00.000Z')
      expect(waiting).toHaveLength(1)
    })

    it('may come with its takers chosen, and is found by its id', async () => {
      expect(await store.messages.get('m1')).toBeNull()
      const chosen = letter({
        mode: 'all',
        takers: { 'sale.b2b': taker('i1'), 'sale.b2b i2 s1': taker('i2') },
      })
      await store.messages.receive(chosen)
      expect(await store.messages.get('m1')).toEqual(chosen)
    })
  })

  it('workers learn their place among those who live', async () => {
    expect(await store.workers.beat('b', 60_000)).toEqual({ rank: 0, count: 1 })
    expect(await store.workers.beat('a', 60_000)).toEqual({ rank: 0, count: 2 })
    expect(await store.workers.beat('b', 60_000)).toEqual({ rank: 1, count: 2 })
    await store.workers.leave('a')
    expect(await store.workers.beat('b', 60_000)).toEqual({ rank: 0, count: 1 })
  })

  it('the clock is near this machine’s', async () => {
    expect(Math.abs((await store.now()).getTime() - Date.now())).toBeLessThan(5000)
  })
})
