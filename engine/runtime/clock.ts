/**
 * The engine's time is the database's: every server reads the same, and a machine whose clock is wrong or jumps
 * neither fires early nor arms late. Between two looks at the database, a monotonic counter carries it on.
 */
import type { Instant } from '../core/instance.ts'

export interface Clock {
  now(): Date
  instant(): Instant
  /** An instant so many milliseconds from now. */
  in(milliseconds: number): Instant
  /** Looks at the database's clock again. */
  sync(): Promise<void>
}

/** `given` is a clock that tests move by hand; it replaces the database's. */
export function createClock(store: { now(): Promise<Date> }, given?: () => Date): Clock {
  let base = Date.now() - performance.now()
  const now = given ?? (() => new Date(base + performance.now()))
  /** Many steps are taken within one millisecond: its text is made once. */
  const asText = () => {
    let last = Number.NaN
    let text = ''
    return (milliseconds = 0): Instant => {
      const moment = now().getTime() + milliseconds
      if (moment !== last) text = new Date(moment).toISOString()
      last = moment
      return text
    }
  }
  return {
    now,
    instant: asText(),
    in: asText(),
    async sync() {
      if (given) return
      const asked = performance.now()
      const time = (await store.now()).getTime()
      const answered = performance.now()
      // A slow answer says little about the present moment; the one before is better.
      if (answered - asked < 1000) base = time - (asked + answered) / 2
    },
  }
}
