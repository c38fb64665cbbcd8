export interface BatchOptions {
  /** Items in a round at most. */
  size?: number
  /** Rounds under way at once. */
  parallel?: number
  /** How long the first of a round waits for others; unless said, for what is asked for in the same turn of the event loop. */
  gather?(next: () => void): unknown
}

/**
 * Group work: whatever is asked for while a round is under way goes together in the next one. A lone request is not
 * delayed; a crowd shares one journey to the database.
 */
export function createBatch<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  { size = 500, parallel = 1, gather = queueMicrotask }: BatchOptions = {},
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  let running = 0
  let planned = false

  function next(): void {
    planned = false
    while (running < parallel && waiting.length > 0) {
      const round = waiting.length <= size ? waiting : waiting.slice(0, size)
      waiting = waiting.length <= size ? [] : waiting.slice(size)
      running++
      void go(round)
    }
  }

  async function go(round: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(round.map(({ item }) => item))
      round.forEach(({ done }, n) => {
        done(results[n]!)
      })
    } catch (error) {
      for (const { fail } of round) fail(error)
    } finally {
      running--
      next()
    }
  }

  return item =>
    new Promise((done, fail) => {
      waiting.push({ item, done, fail })
      if (!planned && running < parallel) {
        planned = true
        gather(next)
      }
    })
}

interface Waiting<Item, Result> {
  item: Item
  done(result: Result): void
  fail(error: unknown): void
}
