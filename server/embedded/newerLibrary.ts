/**
 * The embedded database needs glibc 2.38. Where the machine's is older, its process, and only it, runs on the C
 * library of the next release of the same distribution, fetched once through private apt directories: nothing is
 * installed, nothing of the machine changes.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** How to start a Node script that loads the engine: the command and the arguments that come before the script. */
export interface Launcher {
  command: string
  args: string[]
}

const run = promisify(execFile)
const packages = ['libc6', 'libgcc-s1', 'libstdc++6']

/** Releases that carry a new enough library, by the `ID` of /etc/os-release. */
const releases: Record<string, { suite: string; component: string; keyring: string }> = {
  debian: {
    suite: 'trixie',
    component: 'main',
    keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
  },
  ubuntu: {
    suite: 'noble',
    component: 'main',
    keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
  },
}

const machines: Record<string, { triplet: string; loader: string }> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
}

/** Finds or makes a way to run the engine here; throws with a plain reason when there is none. */
export async function findLauncher(cache: string): Promise<Launcher> {
  if (process.platform === 'darwin' && process.arch === 'arm64') return ordinary()
  if (process.platform !== 'linux') throw new Error(`it is not made for ${process.platform} ${process.arch}`)
  const version = glibcVersion()
  if (!version) throw new Error('it needs the GNU C library, and this system has another one')
  if (isAtLeast(version, 2, 38)) return ordinary()
  return withLibrary(await fetchLibrary(cache, version))
}

function ordinary(): Launcher {
  return { command: process.execPath, args: [] }
}

function withLibrary(folder: string): Launcher {
  const { triplet, loader } = machines[process.arch]!
  const libraries = join(folder, 'usr/lib', triplet)
  return { command: join(libraries, loader), args: ['--library-path', libraries, process.execPath] }
}

function glibcVersion(): string | undefined {
  const report = process.report.getReport() as unknown as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number)
  return a > major || (a === major && b >= minor)
}

/** Unpacks into a folder of its own and moves it into place: two servers that start at once cannot disturb each other. */
async function fetchLibrary(cache: string, have: string): Promise<string> {
  const machine = machines[process.arch]
  if (!machine) throw new Error(`it is not made for ${process.arch}`)
  const release = releases[await distribution()]
  if (!release || !existsSync('/usr/bin/apt-get'))
    throw new Error(
      `it needs glibc 2.38, this system has ${have}, and a newer one can only be fetched on Debian and Ubuntu`,
    )
  const folder = join(cache, `glibc-${release.suite}-${process.arch}`)
  if (existsSync(join(folder, 'usr/lib', machine.triplet, machine.loader))) return folder
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(join(cache, 'fetching-'))
  try {
    await download(work, release)
    const unpacked = join(work, 'unpacked')
    for (const file of await readdir(work))
      if (file.endsWith('.deb')) await run('dpkg-deb', ['-x', join(work, file), unpacked])
    await rename(unpacked, folder).catch(error => {
      if (!existsSync(folder)) throw error
    })
    return folder
  } catch (error) {
    throw new Error(
      `it needs glibc 2.38, this system has ${have}, and fetching a newer one failed: ${lastLine(error)}`,
    )
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function distribution(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID=("?)(.+)\1$/m.exec(text)?.[2] ?? ''
}

async function download(work: string, release: (typeof releases)[string]): Promise<void> {
  const sources = join(work, 'sources.list')
  const signed = existsSync(release.keyring) ? `[signed-by=${release.keyring}] ` : ''
  const lines = (await mirrors()).map(uri => `deb ${signed}${uri} ${release.suite} ${release.component}\n`)
  await writeFile(sources, lines.join(''))
  await writeFile(join(work, 'status'), '')
  await mkdir(join(work, 'lists/partial'), { recursive: true })
  await mkdir(join(work, 'archives/partial'), { recursive: true })
  const options = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(work, 'lists')}`,
    `Dir::State::status=${join(work, 'status')}`,
    `Dir::Cache=${work}`,
    'Acquire::Languages=none',
    'Acquire::Retries=3',
    'APT::Sandbox::User=',
  ].flatMap(option => ['-o', option])
  const settings = { cwd: work, timeout: 180_000, maxBuffer: 16 * 1024 * 1024 }
  await run('apt-get', [...options, 'update'], settings)
  await run('apt-get', [...options, 'download', ...packages], settings)
}

/** The mirrors from which this machine installs its own packages. */
async function mirrors(): Promise<string[]> {
  const found = new Set<string>()
  const folder = '/etc/apt/sources.list.d'
  const files = [
    '/etc/apt/sources.list',
    ...(await readdir(folder).catch(() => [])).map(file => join(folder, file)),
  ]
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '')
    for (const [, uri] of text.matchAll(/^(?:URIs:|deb(?:\s+\[[^\]]*\])?)\s+(\S+)/gm))
      if (uri && /\/(debian|ubuntu|ubuntu-ports)\/?$/.test(uri)) found.add(uri.replace(/\/$/, ''))
  }
  if (found.size === 0) throw new Error('apt names no mirror of the distribution to fetch it from')
  return [...found]
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string }
  return (stderr || message).trim().split('\n').at(-1)!
}
