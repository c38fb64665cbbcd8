/** A server with a watchdog and nothing else: it tells that it lives, and gets stuck for so many milliseconds when asked. */
import { startWatchdog } from '#server/watchdog/index.ts'

startWatchdog(1, console)

function getStuck(milliseconds: number): void {
  for (const until = Date.now() + milliseconds; Date.now() < until; );
}

function waitInVain(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

process.on('message', ({ milliseconds, idle }: { milliseconds: number; idle: boolean }) => {
  if (idle) waitInVain(milliseconds)
  else getStuck(milliseconds)
  process.send?.('moves')
})
process.on('disconnect', () => process.exit(0))
process.send?.('moves')
