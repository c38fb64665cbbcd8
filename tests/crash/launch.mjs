/**
 * Runs a script with what V8 made of it the last time: half of a worker's start is the compiling of its packages.
 *
 *   node launch.mjs <script, CommonJS> [<its arguments> …]
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { dirname } from 'node:path'
import { constants, Script } from 'node:vm'

/** Milliseconds after which a worker has done everything once. */
const settled = 2000

process.argv.splice(1, 1)
const filename = process.argv[1]
const kept = `${filename}.compiled`
const compiled = existsSync(kept)
const script = new Script(module.wrap(readFileSync(filename, 'utf8')), {
  filename,
  cachedData: compiled ? readFileSync(kept) : undefined,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
})
const own = { exports: {} }
script.runInThisContext()(own.exports, module.createRequire(filename), own, filename, dirname(filename))
if (!compiled) setTimeout(keep, settled).unref()

/** In one piece: others may be reading. */
function keep() {
  const draft = `${kept}.${process.pid}`
  writeFileSync(draft, script.createCachedData())
  renameSync(draft, kept)
}
