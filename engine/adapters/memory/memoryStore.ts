/**
 * A store that forgets everything when the program ends: for the designer's simulation, for tests, and for measuring
 * the engine without a disk. Instances are values that nobody changes, so it keeps them as they are.
 */
import type { ProcessInstance } from '../../core/instance.ts'
import {
  conditionEar,
  type Definition,
  type DefinitionSummary,
  type Ear,
  earsOf,
  type HistoryEntry,
  hears,
  type InstanceFilter,
  type InstanceStore,
  messageEar,
  type Outcome,
  type Store,
  type Stored,
  signalEar,
  slotOf,
  type Version,
  type Write,
} from '../store.ts'
import { memoryJobs } from './memoryJobs.ts'
import { memoryMessages } from './memoryMessages.ts'

export interface MemoryStoreOptions {
  now?(): Date
}

/** Makes an empty store. */
export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const now = options.now ?? (() => new Date())
  const definitions = new Map<string, Definition[]>()
  /** How many versions of a key there have been. */
  const given = new Map<string, number>()
  const history = new Map<string, HistoryEntry[]>()
  const jobs = memoryJobs(now)
  const workers = new Map<string, number>()

  return {
    definitions: {
      async add(definition) {
        const versions = definitions.get(definition.key) ?? []
        if (definition.version <= (given.get(definition.key) ?? 0)) return false
        given.set(definition.key, definition.version)
        definitions.set(definition.key, [definition, ...versions])
        return true
      },
      async get(key, version) {
        const versions = definitions.get(key) ?? []
        return (version === undefined ? versions[0] : versions.find(one => one.version === version)) ?? null
      },
      async latest() {
        return [...definitions.values()].map(([latest]) => summarise(latest!)).sort(byKey)
      },
      async versions(key) {
        return (definitions.get(key) ?? []).map(summarise)
      },
      async nextVersion(key) {
        return (given.get(key) ?? 0) + 1
      },
      async remove(key, version) {
        const left = (definitions.get(key) ?? []).filter(one => one.version !== version)
        if (left.length > 0) definitions.set(key, left)
        else definitions.delete(key)
      },
    },
    instances: memoryInstances(now, async ids => {
      for (const id of ids) {
        history.delete(id)
        for (const job of await jobs.find({ instance: id, limit: Number.MAX_SAFE_INTEGER }))
          await jobs.remove(job._id)
      }
    }),
    history: {
      async file(entries) {
        for (const entry of entries) {
          const filed = history.get(entry.instance) ?? []
          if (filed.some(({ revision }) => revision === entry.revision)) continue
          filed.push(entry)
          history.set(entry.instance, filed)
        }
      },
      async read(instance, { after, limit }) {
        const filed = history.get(instance) ?? []
        const wanted = filed.filter(({ revision }) => revision > after)
        return wanted.sort((a, b) => a.revision - b.revision).slice(0, limit)
      },
    },
    messages: memoryMessages(),
    workers: {
      async beat(worker, forMilliseconds) {
        const moment = now().getTime()
        workers.set(worker, moment + forMilliseconds)
        const alive = [...workers].filter(([, until]) => until > moment).map(([id]) => id)
        return { rank: alive.sort().indexOf(worker), count: alive.length }
      },
      async leave(worker) {
        workers.delete(worker)
      },
    },
    jobs,
    async open() {},
    async close() {},
    async now() {
      return now()
    },
  }
}

function memoryInstances(clock: () => Date, forget: (ids: string[]) => Promise<void>): InstanceStore {
  const kept = new Map<string, Stored>()
  /** Instances that have a wake-up, so that asking for due ones does not walk through all. */
  const awake = new Set<string>()
  /** Instances by what they listen for. */
  const listeners = new Map<string, Set<string>>()

  function put(stored: Stored): void {
    const { instance } = stored
    const { _id } = instance
    const before = kept.get(_id)?.instance
    kept.set(_id, stored)
    if (instance.wakeAt) awake.add(_id)
    else awake.delete(_id)
    if (before?.subscriptions === instance.subscriptions && before.status === instance.status) return
    if (before) deafen(before)
    for (const ear of earsOf(instance)) if (!listeners.get(ear)?.add(_id)) listeners.set(ear, new Set([_id]))
  }

  function deafen(instance: ProcessInstance): void {
    for (const ear of earsOf(instance)) {
      const ids = listeners.get(ear)
      ids?.delete(instance._id)
      if (ids?.size === 0) listeners.delete(ear)
    }
  }

  /** Who may hear it: a message without a key may be for anybody of its subject. */
  function within(ear: Ear): Iterable<string> {
    if (ear.kind === 'condition') return listeners.get(conditionEar) ?? []
    if (ear.kind === 'signal') return listeners.get(signalEar(ear.name)) ?? []
    if (ear.instance !== undefined) return [ear.instance]
    if (ear.key === undefined && ear.subject) return kept.keys()
    return listeners.get(messageEar(ear.name, ear.key)) ?? []
  }

  function changeEffect(
    instance: string,
    effect: string,
    change: (attempts: number, at: string) => object | undefined,
  ): boolean {
    const stored = kept.get(instance)
    const found = stored?.instance.outbox.find(({ id }) => id === effect)
    const changed = found && change(found.attempts ?? 0, found.at)
    if (!stored || !found || !changed) return false
    const outbox = stored.instance.outbox.map(one => (one === found ? { ...one, ...changed } : one))
    put({ ...stored, instance: { ...stored.instance, outbox } })
    return true
  }

  function isAt({ instance, revision, commit }: Version): boolean {
    const stored = kept.get(instance)
    return stored?.instance.revision === revision && (commit === undefined || stored.commit === commit)
  }

  function commitOne({ previous, upon, next, journal, delivered }: Write): Outcome {
    const stored = kept.get(next._id)
    const free = previous
      ? isAt({ instance: next._id, revision: previous.revision, commit: upon })
      : stored === undefined
    if (!free) return 'lost'
    const outbox = mergeOutbox(stored?.instance, previous, next, delivered)
    const instance = outbox === next.outbox ? next : { ...next, outbox }
    put({ instance, journal, commit: journal.at(-1)?.commit })
    return 'done'
  }

  const newestFirst = (a: ProcessInstance, b: ProcessInstance) =>
    b.startedAt.localeCompare(a.startedAt) || b._id.localeCompare(a._id)

  function matching(filter: InstanceFilter): ProcessInstance[] {
    const overdueSince =
      filter.overdueBy === undefined
        ? undefined
        : new Date(clock().getTime() - filter.overdueBy).toISOString()
    return [...kept.values()]
      .map(({ instance }) => instance)
      .filter(one => matches(one, filter, overdueSince))
  }

  return {
    async load(ids) {
      return ids.map(id => kept.get(id) ?? null)
    },
    async commit(writes) {
      return writes.map(commitOne)
    },
    async settle(done) {
      for (const { effects, filedTo, wakeAt, ...version } of done) {
        const stored = kept.get(version.instance)
        if (!stored) continue
        const outbox = stored.instance.outbox.filter(({ id }) => !effects.includes(id))
        const wake = isAt(version) ? { wakeAt } : {}
        const journal = stored.journal.filter(entry => entry.revision > filedTo)
        put({ ...stored, journal, instance: { ...stored.instance, outbox, ...wake } })
      }
    },
    async confirm(version) {
      return isAt(version)
    },
    async claim({ instance, effect, at }, attempts, until) {
      return changeEffect(instance, effect, (have, since) =>
        have === attempts && (at === undefined || at === since)
          ? { attempts: attempts + 1, notBefore: until }
          : undefined,
      )
    },
    async defer({ instance, effect }, until) {
      if (!changeEffect(instance, effect, () => ({ notBefore: until }))) return
      const stored = kept.get(instance)!
      const { wakeAt } = stored.instance
      if (!wakeAt || wakeAt > until) put({ ...stored, instance: { ...stored.instance, wakeAt: until } })
    },
    async planWake(version, wakeAt) {
      const stored = kept.get(version.instance)
      if (stored && isAt(version)) put({ ...stored, instance: { ...stored.instance, wakeAt } })
    },
    async due({ slots, lateBy = 0, limit }) {
      const now = clock()
      const latest = new Date(now.getTime() - lateBy).toISOString()
      const found: Stored[] = []
      for (const id of awake) {
        const stored = kept.get(id)!
        if (stored.instance.wakeAt! <= latest && (!slots || slots.includes(slotOf(id)))) found.push(stored)
      }
      found.sort((a, b) => a.instance.wakeAt!.localeCompare(b.instance.wakeAt!))
      return { found: found.slice(0, limit), now }
    },
    async remove(ids) {
      for (const id of ids) {
        const stored = kept.get(id)
        if (stored) deafen(stored.instance)
        kept.delete(id)
        awake.delete(id)
      }
      await forget(ids)
    },
    async find(filter) {
      const found = matching(filter).sort(newestFirst)
      const from = filter.before ? found.findIndex(({ _id }) => _id === filter.before) + 1 : 0
      return found.slice(from, from + (filter.limit ?? 100))
    },
    async count(filter) {
      return matching(filter).length
    },
    async listening(ear, { after = '', limit }) {
      const found = [...within(ear)]
        .flatMap(id => kept.get(id)?.instance ?? [])
        .filter(one => one._id > after && hears(one, ear))
      return found.sort((a, b) => (a._id < b._id ? -1 : 1)).slice(0, limit)
    },
  }
}

/** What others delivered or claimed since `previous` was read stays so; what the step added and removed is applied to that. */
function mergeOutbox(
  stored: ProcessInstance | undefined,
  previous: ProcessInstance | null,
  next: ProcessInstance,
  delivered: string[],
): ProcessInstance['outbox'] {
  const untouched = stored?.outbox === previous?.outbox && delivered.length === 0
  if (!stored || !previous || untouched) return next.outbox
  const before = new Set(previous.outbox.map(({ id }) => id))
  const after = new Set(next.outbox.map(({ id }) => id))
  const stay = stored.outbox.filter(({ id }) => after.has(id) && !delivered.includes(id))
  return [...stay, ...next.outbox.filter(({ id }) => !before.has(id))]
}

function matches(one: ProcessInstance, filter: InstanceFilter, overdueSince: string | undefined): boolean {
  const { subject, subjects, status, key, version, businessKey, parent, withIncident } = filter
  return (
    (!subject || (one.subject?.id === subject.id && one.subject.entity === subject.entity)) &&
    (!subjects || (one.subject !== undefined && subjects.includes(one.subject.id))) &&
    (status === undefined || [status].flat().includes(one.status)) &&
    (key === undefined || one.definition.key === key) &&
    (version === undefined || one.definition.version === version) &&
    (businessKey === undefined || one.businessKey === businessKey) &&
    (parent === undefined || one.parent?.instance === parent) &&
    (withIncident === undefined || one.incidents.length > 0 === withIncident) &&
    (overdueSince === undefined || (one.wakeAt !== undefined && one.wakeAt <= overdueSince))
  )
}

function summarise({ xml: _, process: __, svg: ___, ...summary }: Definition): DefinitionSummary {
  return summary
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1
}
