/** Faults to plant, one at a time: each breaks one of the mechanisms the promise stands on, and must turn a test red. */
export interface Fault {
  name: string
  file: string
  find: string
  replace: string
}

export const faults: Fault[] = [
  {
    name: 'the guard of the revision is dropped',
    file: 'engine/adapters/memory/memoryStore.ts',
    find: "if (!free) return 'lost'",
    replace: '',
  },
  {
    name: 'the database does not guard the revision',
    file: 'engine/adapters/mongo/instances.ts',
    find: 'const filter = versionFilter({ instance: next._id, revision: previous!.revision, commit: upon })',
    replace: 'const filter = { _id: next._id }',
  },
  {
    name: 'a step is built upon one that was only seen',
    file: 'engine/runtime/perform.ts',
    find: '      upon,\n',
    replace: '',
  },
  {
    name: 'a server keeps to what the fallen database no longer knows',
    file: 'engine/runtime/desk.ts',
    find: 'if (known.sure <= instance.revision) {',
    replace: 'if (known.instance.revision <= instance.revision) {',
  },
  {
    name: 'what was only seen is filed',
    file: 'engine/runtime/desk.ts',
    find: 'return journal.filter(({ revision }) => revision <= sure)',
    replace: 'return sure < 0 ? [] : journal',
  },
  {
    name: 'what was only seen is answered for',
    file: 'engine/runtime/perform.ts',
    find: 'return held.sure === held.instance.revision || store.instances.confirm(versionOf(held))',
    replace: 'return versionOf(held) !== undefined',
  },
  {
    name: 'a write counts before it is on disk',
    file: 'engine/adapters/mongo/connection.ts',
    find: "return { w: several ? 'majority' : 1, j: true }",
    replace: "return { w: several ? 'majority' : 1, j: false as true }",
  },
  {
    name: 'an effect is acknowledged before it is delivered',
    file: 'engine/runtime/outbox.ts',
    find: 'const most = effect.type',
    replace: 'finish(held, effect); const most = effect.type',
  },
  {
    name: 'an effect is taken over without a claim',
    file: 'engine/runtime/outbox.ts',
    find: 'if (!(await store.instances.claim(key, attempts, until))) return null',
    replace: '',
  },
  {
    name: 'a dead server’s effects are never taken over',
    file: 'engine/runtime/timers.ts',
    find: 'await runtime.outbox.catchUp(held)',
    replace: '',
  },
  {
    name: 'an instance with effects plans no wake-up',
    file: 'engine/runtime/plan.ts',
    find: 'for (const effect of outbox) if (isDeliverable(status, effect)) consider(effect.notBefore ?? effect.at)',
    replace: '',
  },
  {
    name: 'history is not filed',
    file: 'engine/runtime/tidying.ts',
    find: 'if (entries.length > 0) await store.history.file(entries)',
    replace: '',
  },
  {
    name: 'a lost race is not played again',
    file: 'engine/runtime/perform.ts',
    find: "if (outcome === 'lost') return null",
    replace: '',
  },
  {
    name: 'commands of one instance run side by side, from what is at hand',
    file: 'engine/runtime/perform.ts',
    find: 'if (stepped) return stepped\n      desk.drop(id)',
    replace: 'if (stepped) return stepped',
  },
  {
    name: 'of steps that go together only the last is remembered',
    file: 'engine/runtime/perform.ts',
    find: 'journal: [...journal, ...steps.map(({ entry }) => entry)]',
    replace: 'journal: [...journal, ...steps.map(({ entry }) => entry).slice(-1)]',
  },
  {
    name: 'a message is not reserved before it is delivered',
    file: 'engine/runtime/correlate.ts',
    find: 'if (!(await store.messages.take(letter._id, process, taker))) return undefined',
    replace: '',
  },
  {
    name: 'whoever begins to wait does not look for kept messages',
    file: 'engine/runtime/correlate.ts',
    find: 'lookInTray(instance, subscription).catch(',
    replace: 'Promise.resolve().catch(',
  },
  {
    name: 'attempts are not counted',
    file: 'engine/runtime/outbox.ts',
    find: 'attempts: attempts + 1, notBefore: until }',
    replace: 'attempts: 1, notBefore: until }',
  },
]
