/** `npm run crash -- [--seconds N] [--seed N] [--json]` */
import { underFire } from './fire.ts'

const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}
const json = process.argv.includes('--json')
const seconds = Number(option('seconds') ?? 90)
const seed = option('seed')

const report = await underFire({
  seconds,
  ...(seed !== undefined && { seed: Number(seed) }),
  onTick({ kills, databaseKills, started }) {
    if (!json)
      process.stderr.write(
        `\r${kills} servers and ${databaseKills} databases killed, ${started} processes started `,
      )
  },
})
const { notes, seconds: _, unclean: __, ...figures } = report
if (json) console.log(JSON.stringify(figures))
else {
  console.log()
  console.table(figures)
  for (const note of notes) console.log(note)
}
process.exit(report.lost + report.duplicated + report.stuck > 0 ? 1 : 0)
