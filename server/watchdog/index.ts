/**
 * Ends this server when its event loop stands still: work that never comes back would hold everything else for ever.
 * Whoever looks after the process starts it anew; the work that did it was counted at its claim, and ends as an incident.
 */
import { existsSync } from 'node:fs'
import inspector from 'node:inspector'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

export interface Watchdog {
  stop(): void
}

/** Ends the process (`SIGKILL`) when it has computed for so many seconds and nothing moved; never one that somebody debugs. */
export function startWatchdog(seconds: number, log: { warn(fields: object, text: string): void }): Watchdog {
  const between = Math.min(1000, seconds * 100)
  const memory = new Int32Array(new SharedArrayBuffer(8))
  const idleRounds = Math.ceil((6 * seconds * 1000) / between)
  const guard = new Worker(findGuard(), {
    workerData: { memory, between, idleRounds, seconds },
    execArgv: [],
  })
  guard.unref()
  guard.on('error', err => log.warn({ err }, 'the watchdog fell; the server goes on without it'))
  const beat = () => {
    Atomics.add(memory, 0, 1)
    Atomics.store(memory, 1, inspector.url() ? 1 : 0)
  }
  beat()
  const beating = setInterval(beat, between / 2)
  beating.unref()
  return {
    stop() {
      clearInterval(beating)
      void guard.terminate()
    },
  }
}

/** Beside this file in the sources, beside the bundle when built, further away from a bundle made for a test. */
function findGuard(): string {
  const candidates = ['./guard.mjs', './guard.js', '../guard.js', '../../../../server/watchdog/guard.mjs']
  const found = candidates.map(path => fileURLToPath(new URL(path, import.meta.url))).find(existsSync)
  if (!found) throw new Error('The watchdog’s thread (server/watchdog/guard.mjs) is missing. Build again.')
  return found
}
