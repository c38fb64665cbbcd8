/** Loaded first (`--import`), it writes down every few seconds how a process is: a JSON line in the file `PROBE`. */
import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

if (isMainThread && process.env.PROBE) {
  const resolution = 10
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  const milliseconds = nanoseconds => Math.max(0, nanoseconds / 1e6 - resolution)
  setInterval(() => {
    const { rss, heapUsed, external } = process.memoryUsage()
    const [p99, most] = [milliseconds(delay.percentile(99)), milliseconds(delay.max)]
    delay.reset()
    appendFileSync(
      process.env.PROBE,
      `${JSON.stringify({ at: Date.now(), pid: process.pid, rss, heapUsed, external, p99, most })}\n`,
    )
  }, 5000).unref()
}
