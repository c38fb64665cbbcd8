/**
 * The crash test: two servers and the database are killed (`kill -9`) again and again while processes run; afterwards
 * every promise is checked against the database and against what the world was told.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'
import { startDatabase } from '#server/embedded/index.ts'
import type { Ask, Told } from './asks.ts'
import { crashProcess } from './process.ts'
import { type Findings, verify } from './verify.ts'

export interface Fire {
  seconds: number
  /** Milliseconds between two kills, about. */
  pace?: number
  /** Instances under way at once. */
  load?: number
  seed?: number
  /** Servers are asked to stop instead of being killed, and the database is left alone. */
  gently?: boolean
  /** A worker built from other sources, for planted faults. */
  worker?: string
  onTick?(state: { kills: number; databaseKills: number; started: number }): void
}

export type Report = Findings & { kills: number; databaseKills: number; unclean: number; seconds: number }

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const launcher = join(root, 'tests/crash/launch.mjs')
const hasty = 6000
const unhurried = 20_000
const workers = 2
/** Milliseconds that a server which is asked to stop may take. */
const farewell = 15_000
/** How long the survivors get to finish everything, in milliseconds. */
const patience = 60_000

export async function underFire({
  seconds,
  pace = 1100,
  load = 60,
  seed,
  gently = false,
  worker,
  onTick,
}: Fire): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-crash-'))
  const script = worker ?? (await buildWorker(folder))
  const random = createRandom(seed ?? Date.now())
  const log = { info() {}, warn() {} }
  const database = await startDatabase({ dataDir: folder, uri: process.env.MONGODB_URI, log })
  const uri = database.uri.replace('/baton?', `/crash_${Date.now().toString(36)}?`)
  const sink = join(folder, 'sink')
  closeSync(openSync(sink, 'a'))
  const lease = gently ? unhurried : hasty
  const fleet = createFleet(script, [uri, sink, String(lease)])
  try {
    await deploy(uri)
    await fleet.start()
    const people = createPeople(fleet, sink, load)
    const until = Date.now() + seconds * 1000
    let kills = 0
    let databaseKills = 0
    while (Date.now() < until) {
      await pause(pace * (0.6 + random() * 0.9))
      const pid = database.pid()
      if (pid && !gently && (random() < 1 / 12 || (databaseKills < 3 && Date.now() > until - 5000))) {
        process.kill(pid, 'SIGKILL')
        databaseKills++
      } else {
        // A server waits for its kill until the other one is up again: on a busy machine nothing would ever be done else.
        while (!fleet.complete && Date.now() < until) await pause(200 * random())
        if (fleet.kill(random(), gently)) kills++
      }
      onTick?.({ kills, databaseKills, started: people.started })
    }
    await people.finish(patience)
    if (!gently) await pause(2 * lease)
    const store = createMongoStore({ uri })
    await store.open()
    const findings = await verify(store, people.acknowledged, readLines(sink), people.started)
    await store.close()
    return { kills, databaseKills, unclean: fleet.unclean, seconds, ...findings }
  } finally {
    await fleet.stop()
    await database.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A worker in one file with its packages, from these sources or others: it starts in a fraction of the time. */
export async function buildWorker(folder: string, plugins: object[] = [], sources = root): Promise<string> {
  // Below the packages, of which one looks for another as it starts; it goes when this process does.
  const outDir = join(root, 'node_modules/.cache/crash', folder.split('/').at(-1)!)
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }))
  // Earlier sources await at their top, which only a module may do.
  const format = sources === root ? 'cjs' : 'es'
  const name = `worker.${format === 'cjs' ? 'cjs' : 'js'}`
  await build({
    root: sources,
    configFile: false,
    logLevel: 'error',
    plugins: plugins as never,
    ssr: { noExternal: true },
    build: {
      ssr: join(sources, 'tests/crash/worker.ts'),
      target: 'node20',
      outDir,
      emptyOutDir: true,
      minify: true,
      rollupOptions: { output: { format, entryFileNames: name } },
    },
  })
  return join(outDir, name)
}

/** Publishes the process that is run under fire. */
export async function deploy(uri: string): Promise<void> {
  const store = createMongoStore({ uri })
  await store.open()
  const silent = { info() {}, warn() {}, error() {} }
  const never = async () => {
    throw new Error('Nothing runs here')
  }
  const ports = {
    readData: never,
    createTask: never,
    closeTask: never,
    enterStage: never,
    raiseIncident: never,
  }
  const engine = createEngine({
    store,
    ports: { ...ports, endProcess: never, runJob: never, log: silent, newId: () => 'deployer' },
  })
  const deployed = await engine.deploy(crashProcess, { by: 'crash' })
  if (!deployed.ok) throw new Error(JSON.stringify(deployed.problems))
  await store.close()
}

/** The workers, always the same number of them: whoever is killed has a successor at once. */
function createFleet(script: string, args: string[]) {
  const alive = new Set<ChildProcess>()
  const waiting = new Map<number, (ok: boolean) => void>()
  const owner = new Map<number, ChildProcess>()
  const leaving = new Set<ChildProcess>()
  let unclean = 0
  let asked = 0
  let stopping = false

  function spawn(): Promise<void> {
    return new Promise((ready, fail) => {
      const child = fork(launcher, [script, ...args], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      let begun = false
      child.on('message', (message: { ready: true } | { n: number; ok: boolean }) => {
        if ('ready' in message) {
          begun = true
          alive.add(child)
          ready()
        } else settle(message.n, message.ok)
      })
      child.once('exit', code => {
        alive.delete(child)
        if (leaving.delete(child) && code !== 0) unclean++
        if (code && !begun) return fail(new Error(`A server ended with code ${code} before it was ready`))
        for (const [n, one] of owner) if (one === child) settle(n, false)
        ready()
        if (!stopping) void spawn()
      })
    })
  }

  function settle(n: number, ok: boolean): void {
    waiting.get(n)?.(ok)
    waiting.delete(n)
    owner.delete(n)
  }

  return {
    start: () => Promise.all(Array.from({ length: workers }, spawn)),
    /** True when it was done; false when it is not known. */
    ask(ask: Ask): Promise<boolean> {
      const list = [...alive]
      const child = list[asked % list.length]
      const n = asked++
      if (!child) return Promise.resolve(false)
      return new Promise(done => {
        waiting.set(n, done)
        owner.set(n, child)
        child.send({ n, ask }, error => error && settle(n, false))
      })
    },
    get complete() {
      return alive.size === workers
    },
    kill(chance: number, gently: boolean): boolean {
      if (alive.size < workers) return false
      const child = [...alive][Math.floor(chance * alive.size)]
      if (!child || !gently) return child?.kill('SIGKILL') ?? false
      alive.delete(child)
      leaving.add(child)
      setTimeout(() => child.kill('SIGKILL'), farewell).unref()
      return child.kill('SIGTERM')
    },
    /** Servers that were asked to stop and did not do so in good order. */
    get unclean() {
      return unclean
    },
    async stop() {
      stopping = true
      for (const child of [...alive, ...leaving]) child.kill('SIGKILL')
      while (alive.size + leaving.size > 0) await pause(20)
    },
  }
}

/** People and partners: they start work, complete tasks, send messages, and ask again until they have an answer. */
export function createPeople(fleet: { ask(ask: Ask): Promise<boolean> }, sink: string, load: number) {
  const acknowledged = new Set<string>()
  const seen = new Set<string>()
  const ended = new Set<string>()
  let started = 0
  let taking = true
  let over = false
  let offset = 0

  async function insist(ask: Ask, command: string): Promise<void> {
    while (!over && !(await fleet.ask(ask))) await pause(100)
    if (!over) acknowledged.add(command)
  }

  async function begin(order: string): Promise<void> {
    await insist({ type: 'start', order }, `${order}|start/${order}`)
    const id = `paid/${order}`
    while (!over && !(await fleet.ask({ type: 'message', order, id }))) await pause(100)
  }

  function look(): void {
    const lines = readLines(sink, offset)
    offset = lines.offset
    for (const { type, id, token } of lines.told) {
      const instance = id.split('/')[0]!
      if (type === 'endProcess') ended.add(instance)
      if (type !== 'createTask' || seen.has(id)) continue
      seen.add(id)
      const command = `complete/${id}`
      void insist({ type: 'complete', instance, token: token!, id: command }, `${instance}|${command}`)
    }
  }

  const work = setInterval(() => {
    look()
    // One after the other: whoever waited for a fallen server does not come back in the same moment.
    if (taking && started - ended.size < load) void begin(`order${started++}`)
  }, 25)

  return {
    acknowledged,
    get started() {
      return started
    },
    async finish(within: number) {
      taking = false
      const until = Date.now() + within
      while (ended.size < started && Date.now() < until) await pause(100)
      over = true
      clearInterval(work)
    },
  }
}

/** What the world was told, from this place in the file on. */
export function readLines(file: string, from = 0): { told: Told[]; offset: number } {
  const fd = openSync(file, 'r')
  const chunks: Buffer[] = []
  let offset = from
  for (let buffer = Buffer.alloc(1 << 20), read = 1; read > 0; offset += read) {
    read = readSync(fd, buffer, 0, buffer.length, offset)
    if (read === 0) break
    chunks.push(Buffer.from(buffer.subarray(0, read)))
  }
  closeSync(fd)
  const text = Buffer.concat(chunks).toString()
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const told = whole
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Told)
  return { told, offset: from + Buffer.byteLength(whole) }
}

function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(done => setTimeout(done, milliseconds))
}
