/** A server with a watchdog and nothing else: it tells that it lives, and gets stuck for so many milliseconds when asked. */
import { startWatchdog } from '#server/watchdog/index.ts'

startWatchdog(1, console)

function getStuck(milliseconds: number): void {
  for (const until = Date.now() + milliseconds; Date.now() < until; );
}

process.on('message', (milliseconds: number) => {
  getStuck(milliseconds)
  process.send?.('moves')
})
process.on('disconnect', () => process.exit(0))
process.send?.('moves')
