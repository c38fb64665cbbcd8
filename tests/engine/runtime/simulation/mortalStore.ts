/**
 * A database that can die: what is written is seen by everybody at once, is acknowledged only when it has reached the
 * disk, a little later, and is gone when the database dies in between. As with a journal: the order of writes is kept.
 */
import { createMemoryStore } from '#engine/adapters/memory/memoryStore.ts'
import type { Store } from '#engine/adapters/store.ts'
import { Unavailable } from '#engine/errors.ts'

type Part = 'instances' | 'history' | 'messages' | 'definitions'
type Method = (...args: unknown[]) => Promise<unknown>

interface Entry {
  part: Part
  name: string
  args: unknown[]
  /** The writer waits for the disk. */
  acknowledge(): void
  fail(error: Unavailable): void
}

const writes: Record<Part, string[]> = {
  instances: ['commit', 'settle', 'claim', 'defer', 'planWake', 'confirm'],
  history: ['file'],
  messages: ['receive', 'take', 'release', 'finish', 'tidy'],
  definitions: ['add'],
}

export interface MortalStore {
  store: Store
  /** The database dies and comes back at once with what had reached the disk. */
  die(): void
  /** From now on nothing reaches the disk, until `release`. */
  hold(): void
  release(): void
  /** Writes that have not reached the disk yet. */
  readonly waiting: number
}

/** `flushes`: milliseconds until what is written now reaches the disk; at once when unset. */
export function createMortalStore(options: { now(): Date; flushes?(): number }): MortalStore {
  let memory = createMemoryStore(options)
  let journal: Entry[] = []
  let flushed = 0
  let lives = 0
  let held = false

  function write(part: Part, name: string, args: unknown[]): Promise<unknown> {
    return new Promise((done, fail) => {
      // The memory store answers in the same breath, so that the journal has the order in which things happened.
      const answer = (memory[part] as unknown as Record<string, Method>)[name]!(...args)
      journal.push({ part, name, args, acknowledge: () => done(answer), fail })
      const { length } = journal
      const life = lives
      if (part === 'definitions' || !options.flushes) flush(length)
      else setTimeout(() => life === lives && flush(length), options.flushes())
    })
  }

  function flush(length: number): void {
    if (held) return
    for (; flushed < length; flushed++) journal[flushed]!.acknowledge()
  }

  function die(): void {
    lives++
    const lost = journal.slice(flushed)
    journal = journal.slice(0, flushed)
    memory = createMemoryStore(options)
    for (const { part, name, args } of journal)
      void (memory[part] as unknown as Record<string, Method>)[name]!(...args)
    for (const { fail } of lost) fail(new Unavailable())
  }

  const mortal = (part: Part) =>
    Object.fromEntries(
      Object.keys(memory[part]).map(name => [
        name,
        (...args: unknown[]) =>
          writes[part].includes(name)
            ? write(part, name, args)
            : (memory[part] as unknown as Record<string, Method>)[name]!(...args),
      ]),
    )

  return {
    store: {
      ...memory,
      instances: mortal('instances') as unknown as Store['instances'],
      history: mortal('history') as unknown as Store['history'],
      messages: mortal('messages') as unknown as Store['messages'],
      definitions: mortal('definitions') as unknown as Store['definitions'],
    },
    die,
    get waiting() {
      return journal.length - flushed
    },
    hold() {
      held = true
    },
    release() {
      held = false
      flush(journal.length)
    },
  }
}
