/** Time that passes only when it is told to: timers of the whole program run in order of their due time, at once. */
export interface VirtualTime {
  now(): number
  /** Lets so many milliseconds pass. */
  pass(milliseconds: number): Promise<void>
  end(): void
}

interface Due {
  id: number
  at: number
  run(): void
  every?: number
}

const real = {
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  setImmediate,
  random: Math.random,
  now: performance.now,
}

/** Takes the place of the real timers, and of chance, until `end()`. */
export function beginVirtualTime(random: () => number): VirtualTime {
  let now = 0
  let ids = 1
  const due = new Map<number, Due>()
  const plan = (run: () => void, wait: number, every?: number) => {
    const id = ids++
    due.set(id, { id, at: now + Math.max(1, wait || 0), run, ...(every !== undefined && { every }) })
    return { id, ref: () => {}, unref: () => {}, [Symbol.toPrimitive]: () => id }
  }
  const forget = (timer: { id: number } | undefined) => void (timer && due.delete(timer.id))
  Object.assign(globalThis, {
    setTimeout: (run: (...args: unknown[]) => void, wait: number, ...args: unknown[]) =>
      plan(() => run(...args), wait),
    setInterval: (run: () => void, wait: number) => plan(run, wait, wait),
    setImmediate: (run: () => void) => plan(run, 0),
    clearTimeout: forget,
    clearInterval: forget,
  })
  performance.now = () => now
  Math.random = random

  function next(until: number): Due | undefined {
    let first: Due | undefined
    for (const one of due.values())
      if (one.at <= until && (!first || one.at < first.at || (one.at === first.at && one.id < first.id)))
        first = one
    return first
  }

  return {
    now: () => now,
    async pass(milliseconds) {
      const until = now + milliseconds
      await calm()
      for (let one = next(until); one; one = next(until)) {
        now = one.at
        if (one.every === undefined) due.delete(one.id)
        else one.at = now + Math.max(1, one.every)
        one.run()
        await calm()
      }
      now = until
    },
    end() {
      const { random: chance, now: clock, ...timers } = real
      Object.assign(globalThis, timers)
      performance.now = clock
      Math.random = chance
    },
  }
}

/** Everything that can go on without time passing has gone on. */
function calm(): Promise<void> {
  return new Promise(done => real.setImmediate(done))
}
