/**
 * Gives Baton a database: the one that `uri` names, or else the embedded one, run in a process of its own that is
 * watched and started again whenever it falls.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findLauncher, type Launcher } from './newerLibrary.ts'

/** What is asked for. */
export interface DatabaseOptions {
  /** Where the embedded database keeps its files (in `database/` below it). */
  dataDir: string
  /** A `mongodb://` address; set, it is used as it is and nothing is started. */
  uri?: string
  log: DatabaseLog
}

/** The two methods of a pino-like log that are used here. */
export interface DatabaseLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** A database that answers. `uri` stays the same for the life of the program, through every restart. */
export interface Database {
  uri: string
  embedded: boolean
  /** Process id of the embedded database; undefined while it is down. For those who watch or kill it. */
  pid(): number | undefined
  onRestart(listener: () => void): void
  stop(): Promise<void>
}

/** The embedded database cannot run here; the message says why and names both ways out. */
export class DatabaseUnavailable extends Error {
  readonly code = 'databaseUnavailable'
}

/** Opens the database; throws `DatabaseUnavailable` when the embedded one cannot run here. */
export async function startDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.uri) {
    return { uri: options.uri, embedded: false, pid: () => undefined, onRestart() {}, async stop() {} }
  }
  const dataDir = resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const launcher = await findLauncher(cacheFolder(dataDir)).catch(error => {
    throw new DatabaseUnavailable(waysOut(error.message))
  })
  return supervise(launcher, join(dataDir, 'database'), socketPath(dataDir), options.log)
}

async function supervise(
  launcher: Launcher,
  directory: string,
  socket: string,
  log: DatabaseLog,
): Promise<Database> {
  const listeners: (() => void)[] = []
  let stopping = false
  let quickFalls = 0
  let retry: NodeJS.Timeout | undefined
  let restarting: Promise<void> | undefined
  let child = await openPatiently(launcher, directory, socket)
  watch()
  log.info({ pid: child.pid, directory }, 'The embedded database is open')

  function watch(): void {
    const opened = Date.now()
    child.once('exit', (code, signal) => {
      if (stopping) return
      quickFalls = Date.now() - opened < 10_000 ? quickFalls + 1 : 0
      log.warn({ code, signal }, 'The embedded database stopped; starting it again')
      later(again)
    })
  }

  /** At once after a first fall, then slower and slower, five seconds at most. */
  function later(what: () => void): void {
    retry = setTimeout(what, quickFalls > 1 ? Math.min(5000, 50 * 2 ** quickFalls) : 0)
  }

  function again(): void {
    restarting = restart()
  }

  async function restart(): Promise<void> {
    try {
      child = await open(launcher, directory, socket)
    } catch (error) {
      quickFalls += 1
      log.warn({ reason: (error as Error).message }, 'The embedded database did not open; trying again')
      if (!stopping) later(again)
      return
    }
    if (stopping) return end(child)
    watch()
    log.info({ pid: child.pid }, 'The embedded database is open again')
    for (const listener of listeners) listener()
  }

  return {
    uri: toUri(socket),
    embedded: true,
    pid: () => (child.exitCode === null && child.signalCode === null ? child.pid : undefined),
    onRestart: listener => void listeners.push(listener),
    async stop() {
      stopping = true
      clearTimeout(retry)
      await restarting
      await end(child)
    },
  }
}

/** A database whose server was killed a moment ago may still be closing; give it a little time. */
async function openPatiently(launcher: Launcher, directory: string, socket: string): Promise<ChildProcess> {
  const patience = Date.now() + 15_000
  for (;;) {
    try {
      return await open(launcher, directory, socket)
    } catch (error) {
      const inUse = error instanceof HostFailed && error.inUse
      if (inUse && Date.now() < patience) await new Promise(done => setTimeout(done, 100))
      else if (inUse)
        throw new DatabaseUnavailable(
          `The data in ${directory} is in use by another Baton. Stop that one, choose another BATON_DATA, or let both use one MongoDB by MONGODB_URI.`,
        )
      else throw new DatabaseUnavailable(waysOut((error as Error).message))
    }
  }
}

class HostFailed extends Error {
  readonly inUse: boolean
  constructor(message: string, inUse: boolean) {
    super(message)
    this.inUse = inUse
  }
}

function open(launcher: Launcher, directory: string, socket: string): Promise<ChildProcess> {
  return new Promise((done, fail) => {
    const child = spawn(launcher.command, [...launcher.args, hostScript(), directory, socket], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let lastWords = ''
    child.stderr!.on('data', text => {
      lastWords = (lastWords + text).slice(-2000)
    })
    child.once('error', error => fail(new HostFailed(error.message, false)))
    child.once('exit', code =>
      fail(new HostFailed(lastWords.trim() || `its process ended with code ${code}`, false)),
    )
    child.once(
      'message',
      (message: { type: 'ready' } | { type: 'failed'; inUse: boolean; message: string }) => {
        if (message.type === 'ready') done(child)
        else child.once('exit', () => fail(new HostFailed(message.message, message.inUse)))
      },
    )
  })
}

/** Asks it to close; after ten seconds it is not asked any more (its journal keeps what was acknowledged). */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(done => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
    child.once('exit', () => {
      clearTimeout(timer)
      done()
    })
    if (child.connected) child.send('stop', () => {})
    else child.kill('SIGKILL')
  })
}

/** Beside this file in the sources; beside `main.js` in the build. */
function hostScript(): string {
  const candidates = ['./host.mjs', './host.js', '../host.js', '../../server/embedded/host.mjs']
  const found = candidates
    .map(path => fileURLToPath(new URL(path, import.meta.url)))
    .find(path => existsSync(path))
  if (!found) throw new HostFailed('its start script is missing from this installation', false)
  return found
}

/** The project's `.cache/`, or the data directory where the project cannot be written. */
function cacheFolder(dataDir: string): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  try {
    accessSync(folder, constants.W_OK)
    return join(folder, '.cache')
  } catch {
    return join(dataDir, '.cache')
  }
}

/** Where the embedded database of this data directory answers, while some Baton has it open. */
export function addressOf(dataDir: string): string {
  return toUri(socketPath(resolve(dataDir)))
}

function toUri(socket: string): string {
  return `mongodb://${encodeURIComponent(socket)}/baton?directConnection=true`
}

/** A socket's path may have 107 bytes at most; a deep data directory gets one in a private folder of the temporary directory. */
function socketPath(dataDir: string): string {
  const path = join(dataDir, 'database.sock')
  if (Buffer.byteLength(path) <= 90) return path
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  return join(tmpdir(), `baton-${process.getuid?.() ?? 0}-${name}`, 'database.sock')
}

function waysOut(reason: string): string {
  return (
    `The embedded database cannot run here: ${reason}. ` +
    'Either name a MongoDB of your own (MONGODB_URI=mongodb://host/baton), ' +
    'or run Baton on a system with glibc 2.38 or newer (Debian 13, Ubuntu 24.04).'
  )
}
