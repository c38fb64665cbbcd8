/**
 * `npm run bench -- [--quick] [--json] [--peer NAME] [--only SECTION]`: Baton, its peers and the ceiling, in one run on
 * one machine and one database. It asserts nothing; it prints figures and ratios.
 *
 * The whole goes to a million waiting instances and takes about a quarter of an hour; `--quick` goes to ten thousand, in
 * about three minutes. Sections: steps, straight, tasks, messages, memory, http. `--peer none` leaves the peers out.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDatabase } from '#server/embedded/index.ts'
import type { Bench, Size } from './bench.ts'
import { createCrowd } from './crowd.ts'
import { measure } from './measure.ts'
import { peersFolder } from './peers.ts'
import { openRelay } from './relay.ts'
import { aims, asJson, line, ratios } from './report.ts'
import { http } from './sections/http.ts'
import { memory } from './sections/memory.ts'
import { steps } from './sections/steps.ts'
import { straight } from './sections/straight.ts'
import { messages, tasks, tasksAndMessages } from './sections/waiting.ts'
import type { Figure, Subject } from './subject.ts'
import { createBaton } from './subjects/baton.ts'
import { createBpmnEngine } from './subjects/bpmnEngine.ts'
import { createBpmnServer } from './subjects/bpmnServer.ts'
import { createCeiling } from './subjects/ceiling.ts'
import { createRawXstate } from './subjects/rawXstate.ts'

type Section = (bench: Bench) => Promise<void>
const whole: Section[] = [steps, straight, memory, http, tasksAndMessages]
const single: Record<string, Section> = { steps, straight, tasks, messages, memory, http }

const option = (name: string) => process.argv[process.argv.indexOf(`--${name}`) + 1]
const given = (name: string) => process.argv.includes(`--${name}`)
const json = given('json')
const peer = given('peer') ? option('peer') : undefined
const sections = given('only') ? [single[option('only')!]!] : whole
const size: Size = given('quick')
  ? { rounds: 5, seconds: 0.3, crowds: [1000, 10_000] }
  : { rounds: 5, seconds: 1, crowds: [1000, 10_000, 100_000, 1_000_000] }
const figures: Figure[] = []
const print = (text: string) => void process.stdout.write(`${text}\n`)
const tell = (text: string) => (json ? process.stderr.write(`${text}\n`) : print(text))
// Guests say on the console what they do.
console.log = () => {}

installPeers()
const dataDir = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const log = { info() {}, warn: (fields: object, message: string) => console.error(message, fields) }
const database = await startDatabase({ dataDir, uri: process.env.MONGODB_URI, log })
const name = `bench_${Date.now().toString(36)}`
const uri = database.uri.replace(/(mongodb(?:\+srv)?:\/\/[^/?]+)(\/[^?]*)?/, `$1/${name}`)
const relay = await openRelay(uri)
const baton = createBaton({ uri })
const crowd = createCrowd(uri, baton)
const ceiling = createCeiling(uri, crowd.plant)
const guests: Record<string, () => Subject> = {
  xstate: createRawXstate,
  'bpmn-engine': createBpmnEngine,
  'bpmn-server': () => createBpmnServer(relay.uri),
}
const rivals = Object.keys(guests)
  .filter(name => !peer || peer === name)
  .map(name => guests[name]!())

const bench: Bench = {
  size,
  uri,
  async freshMemory() {
    const memory = createBaton()
    await memory.open()
    return memory
  },
  baton,
  ceiling,
  rivals,
  crowd,
  async compare(contest) {
    tell(`\n${contest.what}`)
    const complain = (subject: string, { message }: Error) => tell(`  ${subject} could not: ${message}`)
    const measured = await measure(contest, size, complain)
    for (const figure of measured) tell(line(figure))
    figures.push(...measured)
  },
  remark: text => tell(`\n${text}`),
}

try {
  for (const subject of [baton, crowd, ceiling]) await subject.open()
  for (const guest of [...rivals]) await welcome(guest)
  for (const section of sections) await section(bench)
  if (json) print(JSON.stringify(asJson(figures), null, 2))
  else for (const text of ['\nRatios', ...ratios(figures), '\nAims', ...aims(figures)]) print(text)
} finally {
  for (const subject of [...rivals, ceiling, crowd, baton]) await subject.close().catch(() => {})
  relay.close()
  await database.stop()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
}
process.exit(0)

async function welcome(guest: Subject): Promise<void> {
  try {
    await guest.open()
  } catch (error) {
    tell(`${guest.name} cannot be measured here: ${(error as Error).message}`)
    rivals.splice(rivals.indexOf(guest), 1)
  }
}

function installPeers(): void {
  if (peer === 'none' || existsSync(join(peersFolder, 'node_modules'))) return
  console.error('Installing the peers to measure against (once) …')
  spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: peersFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
