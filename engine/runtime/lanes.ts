/** One thing at a time for each instance; different instances do not wait for each other. */
export interface Lanes {
  run<Value>(id: string, work: () => Promise<Value>): Promise<Value>
  /** Resolves when what is under way for this instance now is done. */
  free(id: string): Promise<void>
  /** How many instances have work at this moment. */
  readonly size: number
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>()
  const lanes: Lanes = {
    run(id, work) {
      const before = tails.get(id)
      const mine = before ? before.then(work, work) : work()
      tails.set(id, mine)
      const leave = () => {
        if (tails.get(id) === mine) tails.delete(id)
      }
      mine.then(leave, leave)
      return mine
    },
    free: id => lanes.run(id, async () => {}),
    get size() {
      return tails.size
    },
    async idle() {
      while (tails.size > 0) await Promise.allSettled([...tails.values()])
    },
  }
  return lanes
}
