/**
 * `npm run bench -- [--json] [--peer NAME] [--full]`: Baton, its peers and the ceiling, in one run on one machine and one
 * database. It asserts nothing; it prints figures and ratios. `--full` goes to a million waiting instances.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDatabase } from '#server/embedded/index.ts'
import { measure } from './measure.ts'
import { measureSteps } from './steps.ts'
import type { Figure, Subject } from './subject.ts'
import { createBaton } from './subjects/baton.ts'
import { createBpmnEngine } from './subjects/bpmnEngine.ts'
import { createBpmnServer } from './subjects/bpmnServer.ts'
import { createCeiling } from './subjects/ceiling.ts'
import { createRawXstate } from './subjects/rawXstate.ts'
import type { Workload } from './workloads.ts'

const folder = dirname(fileURLToPath(import.meta.url))
const json = process.argv.includes('--json')
const full = process.argv.includes('--full')
const peer = process.argv.includes('--peer') ? process.argv[process.argv.indexOf('--peer') + 1] : undefined
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined
const crowds = full ? [1000, 10_000, 100_000, 1_000_000] : [1000, 10_000, 100_000]
const figures: Figure[] = []

installPeers()
const dataDir = mkdtempSync(join(tmpdir(), 'baton-bench-'))
const quiet = { info() {}, warn: (fields: object, message: string) => console.error(message, fields) }
const database = await startDatabase({ dataDir, uri: process.env.MONGODB_URI, log: quiet })
const uri = database.uri.replace(/(mongodb:\/\/[^/]+)\/[^?]*/, `$1/bench_${Date.now().toString(36)}`)
const memory = createBaton()
const baton = createBaton(uri)
const ceiling = createCeiling(uri, baton)
const wanted = (name: string) => !peer || peer === name
const rivals: Subject[] = [
  ...(wanted('xstate') ? [createRawXstate()] : []),
  ...(wanted('bpmn-engine') ? [createBpmnEngine()] : []),
  ...(wanted('bpmn-server') ? [createBpmnServer(uri)] : []),
]

try {
  for (const subject of [memory, baton, ...rivals]) await open(subject)
  if (!only || only === 'steps') for (const figure of await measureSteps()) show(figure)
  if (!only || only === 'straight') await straightThrough()
  if (!only || only === 'tasks') await userTasks()
  if (!only || only === 'messages') await messages()
  if (json) console.log(JSON.stringify(figures))
  else printRatios()
} finally {
  for (const subject of [...rivals, ceiling, memory, baton]) await subject.close().catch(() => {})
  await database.stop()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
}
process.exit(0)

async function straightThrough(): Promise<void> {
  const slow = (subject: Subject) => subject.name.startsWith('bpmn-')
  for (const workload of ['sequence', 'loop', 'fork', 'jobs'] as Workload[])
    for (const subject of [memory, baton, ...rivals]) {
      if (!subject.straight || (subject.name === 'raw XState' && workload !== 'sequence')) continue
      await one(
        `${workload}, straight through`,
        subject,
        slow(subject) ? 40 : subject.durable ? 400 : 1000,
        workload,
      )
    }
  await ceiling.open()
  for (const workload of ['sequence', 'jobs'] as Workload[])
    await one(`${workload}, straight through`, ceiling, workload === 'jobs' ? 60 : 400, workload)
}

async function one(what: string, subject: Subject, count: number, workload: Workload): Promise<void> {
  const prepare = (n: number) => Array.from({ length: n }, () => () => subject.straight!(workload))
  await attempt(what, subject, () => measure({ what, subject: subject.name, count, atOnce: 16, prepare }))
}

async function userTasks(): Promise<void> {
  await baton.waiting!(0).then(complete => complete())
  await new Promise(done => setTimeout(done, 300))
  await ceiling.open()
  for (const subject of [memory, ...rivals.filter(({ waiting }) => waiting)])
    await complete(`complete a task, 16 at once`, subject, subject.name.startsWith('bpmn-') ? 60 : 1000, 16)
  let there = 0
  for (const crowd of crowds) {
    await baton.crowd!(crowd - there)
    there = crowd
    const waiting = crowd.toLocaleString('en')
    for (const subject of [baton, ceiling]) {
      await complete(`complete a task, ${waiting} waiting, 16 at once`, subject, 500, 16)
      await complete(`complete a task, ${waiting} waiting, one by one`, subject, 150, 1)
    }
  }
  const { heapUsed } = process.memoryUsage()
  if (!json)
    console.log(
      `heap of this process with ${there.toLocaleString('en')} waiting: ${(heapUsed / 1e6).toFixed(0)} MB`,
    )
}

async function complete(what: string, subject: Subject, count: number, atOnce: number): Promise<void> {
  const prepare = async (n: number) => {
    const works: (() => Promise<void>)[] = []
    for (let k = 0; k < n; k += 50)
      works.push(
        ...(await Promise.all(
          Array.from({ length: Math.min(50, n - k) }, (_, m) => subject.waiting!(k + m)),
        )),
      )
    return works
  }
  await attempt(what, subject, () => measure({ what, subject: subject.name, count, atOnce, prepare }))
}

async function messages(): Promise<void> {
  let sent = 0
  for (const subject of [baton]) {
    const prepare = (n: number) => Promise.all(Array.from({ length: n }, () => subject.listening!(sent++)))
    const what = 'correlate a message, 16 at once'
    await attempt(what, subject, () =>
      measure({ what, subject: subject.name, count: 300, atOnce: 16, prepare }),
    )
  }
}

async function attempt(what: string, { name }: Subject, work: () => Promise<Figure>): Promise<void> {
  try {
    show(await work())
  } catch (error) {
    console.error(`${what}: ${name} could not: ${(error as Error).message}`)
  }
}

async function open(subject: Subject): Promise<void> {
  try {
    await subject.open()
  } catch (error) {
    console.error(`${subject.name} cannot be measured here: ${(error as Error).message}`)
    rivals.splice(rivals.indexOf(subject), 1)
  }
}

function show(figure: Figure): void {
  figures.push(figure)
  if (json) return
  const { what, subject, rate, least, greatest, cpu, p50, p99 } = figure
  const number = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))
  console.log(
    `${what.padEnd(52)} ${subject.padEnd(16)} ${number(rate).padStart(8)}/s (${number(least)}–${number(greatest)})  CPU ${number(cpu)} ms  p50 ${number(p50!)} p99 ${number(p99!)} ms`,
  )
}

/** Each figure of Baton beside the same work elsewhere. */
function printRatios(): void {
  console.log('\nRatios')
  for (const mine of figures.filter(({ subject }) => subject.startsWith('Baton')))
    for (const other of figures)
      if (other.what === mine.what && !other.subject.startsWith('Baton'))
        console.log(
          `${mine.what.padEnd(52)} ${mine.subject} : ${other.subject} = ${(mine.rate / other.rate).toPrecision(3)} in rate, ${(mine.p50! / other.p50!).toPrecision(3)} in p50`,
        )
}

function installPeers(): void {
  if (existsSync(join(folder, 'peers/node_modules'))) return
  console.error('Installing the peers to measure against (once) …')
  spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: join(folder, 'peers'),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
