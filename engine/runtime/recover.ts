/**
 * Finds what should have moved and did not: overdue instances, letters without a taker, schedules without an alarm. It
 * sets them going again and says so; nothing is dropped in silence.
 */
import { Unavailable } from '../errors.ts'
import type { Runtime } from './runtime.ts'
import type { Schedules } from './schedules.ts'
import type { Timers } from './timers.ts'

export interface Recovery {
  /** One look at everything. */
  recover(): Promise<void>
  start(): void
  stop(): Promise<void>
}

/** The name under which the alarm clock asks for a look. */
export const backstop = 'recover'
const seconds = 30
/** Milliseconds after which a late instance is worth a line in the log. */
const alarming = 60_000

export function createRecovery(runtime: Runtime, timers: Timers, schedules: Schedules): Recovery {
  const { store, ports } = runtime
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  async function recover(): Promise<void> {
    await runtime.correlation.catchUp()
    await schedules.plan()
    const late = await store.instances.find({ overdueBy: alarming, limit: 20 })
    if (late.length === 0) return
    const instances = late.map(({ _id, definition, wakeAt }) => `${_id} (${definition.key}, due ${wakeAt})`)
    ports.log.warn({ instances }, 'Instances are more than a minute late; they are woken now')
    await timers.sweep()
  }

  function guarded(): Promise<void> {
    running ??= recover()
      .catch(error => {
        if (!(error instanceof Unavailable))
          ports.log.error({ error }, 'The look for what stands still failed')
      })
      .finally(() => {
        running = undefined
      })
    return running
  }

  return {
    recover,
    start() {
      // The cluster's alarm clock asks one server; this one asks each, more rarely, should that clock stand still.
      // And at once: a server often begins where another one has just fallen.
      void guarded()
      const every = runtime.alarm ? 4 * seconds : seconds
      timer = setInterval(() => void guarded(), every * 1000)
      timer.unref?.()
    },
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

export const backstopSeconds = seconds
