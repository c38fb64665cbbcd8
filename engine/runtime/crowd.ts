/**
 * Commands of one instance wait for each other here. Whoever comes while the instance is busy waits with the others, and
 * goes with them: one write for all, so that the last need not wait for the disk as often as there were some before it.
 */
import type { Lanes } from './lanes.ts'
import type { Request } from './perform.ts'
import type { Stepped } from './ports.ts'

/** A command that waits for its instance. */
export interface Waiting {
  request: Request
  /** The marks of its commits whose outcome is not known. */
  marks: Set<string>
  done(stepped: Stepped): void
  fail(error: unknown): void
}

export interface Ways {
  /** Steps as many of them as plainly go upon each other, and answers them; says how many that were, from the first on. */
  together(id: string, crowd: Waiting[]): Promise<number>
  alone(id: string, one: Waiting): Promise<Stepped>
}

/** Commands that go together at most: each leaves an entry in the instance's journal until that is filed. */
const most = 25

export function createCrowds(lanes: Lanes, { together, alone }: Ways) {
  const crowds = new Map<string, Waiting[]>()

  async function serve(id: string): Promise<void> {
    // A moment later, so that answers that come in the same turn of the event loop go together.
    await undefined
    const crowd = crowds.get(id)!
    crowds.delete(id)
    while (crowd.length > 0) {
      if (crowd.length > 1) crowd.splice(0, await together(id, crowd.slice(0, most)))
      const one = crowd.shift()
      if (one) await alone(id, one).then(one.done, one.fail)
    }
  }

  return (id: string, request: Request): Promise<Stepped> =>
    new Promise((done, fail) => {
      const one = { request, marks: new Set<string>(), done, fail }
      const crowd = crowds.get(id)
      if (crowd) return void crowd.push(one)
      crowds.set(id, [one])
      void lanes.run(id, () => serve(id))
    })
}
