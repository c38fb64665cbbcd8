/** An alarm clock for one program: it forgets its times when the program ends. */
import type { Alarm } from '../alarm.ts'

/** `now` is the clock it goes by; `advance()` lets a test ring what is due without waiting. */
export function createMemoryAlarm(now: () => Date = () => new Date()): Alarm & { advance(): Promise<void> } {
  const times = new Map<string, number>()
  const rung = new Set<string>()
  let ring: ((key: string) => Promise<void>) | undefined
  let timer: ReturnType<typeof setInterval> | undefined

  async function advance(): Promise<void> {
    for (const [key, at] of [...times].sort(([, a], [, b]) => a - b)) {
      if (at > now().getTime() || !ring) continue
      times.delete(key)
      rung.add(key)
      await ring(key)
    }
  }

  return {
    async set(key, at) {
      if (!rung.has(key) && !times.has(key)) times.set(key, at.getTime())
    },
    async every() {},
    async start(onRing) {
      ring = onRing
      timer = setInterval(() => void advance(), 1000)
    },
    async stop() {
      clearInterval(timer)
      ring = undefined
    },
    advance,
  }
}
