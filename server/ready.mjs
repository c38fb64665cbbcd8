/**
 * Makes a fresh checkout ready: installs the packages when they are missing or out of date, and builds the app when
 * the sources are newer than the build. Quick when there is nothing to do. Plain JavaScript, because it runs before
 * anything is installed.
 *
 *   node server/ready.mjs              packages and build
 *   node server/ready.mjs --packages   packages only
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const installed = join(root, 'node_modules', '.baton-lock')
const built = join(root, 'dist', 'built.json')
const sources = ['engine', 'designer', 'workspace', 'server']

demandNode()
installPackages()
if (!process.argv.includes('--packages')) build()

function demandNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(
    `Baton needs Node 20.19 or newer; this is ${process.version}. Install it and run the command again.`,
  )
  process.exit(1)
}

function installPackages() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return
  run('Installing packages (once, about a minute) …', 'npm', [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  writeFileSync(installed, lock)
}

function build() {
  if (existsSync(built) && statSync(built).mtimeMs > newest(sources.map(part => join(root, part)))) return
  run('Building the app (once, about half a minute) …', 'npm', ['run', 'build', '--silent'])
  writeFileSync(built, JSON.stringify({ at: new Date().toISOString() }))
}

function newest(folders) {
  let latest = statSync(join(root, 'package.json')).mtimeMs
  for (const folder of folders)
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
      if (entry.isFile())
        latest = Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs)
  return latest
}

function run(why, command, args) {
  console.log(why)
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
