/**
 * Group work: whatever is asked for while a round is under way goes together in the next one. A lone request is not
 * delayed; a crowd shares one journey to the database.
 */
export function createBatch<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  { size = 500, parallel = 1 }: { size?: number; parallel?: number } = {},
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
      // A moment later, so that what is asked for in the same turn of the event loop goes together.
      if (!planned && running < parallel) {
        planned = true
        queueMicrotask(next)
      }
    })
}

interface Waiting<Item, Result> {
  item: Item
  done(result: Result): void
  fail(error: unknown): void
}
