/**
 * `npm run backup -- <file>` and `npm run restore -- <file> [--replace]`, on the database that the environment names:
 * MONGODB_URI, or the embedded one of BATON_DATA, whether a server has it open or not.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import mongoose, { type Connection } from 'mongoose'
import { openDurably } from '#engine'
import { type Config, readConfig } from '../config.ts'
import { addressOf, startDatabase } from '../embedded/index.ts'
import { backup } from './backup.ts'
import { type Counts, type Head, inspect } from './format.ts'
import { restore } from './restore.ts'

const usage = 'Say what to do: npm run backup -- <file>, or npm run restore -- <file> [--replace]'

main(process.argv.slice(2)).catch(error => {
  console.error(`\n  ${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})

async function main([verb, ...rest]: string[]): Promise<void> {
  const name = rest.find(argument => !argument.startsWith('--'))
  if (!name || (verb !== 'backup' && verb !== 'restore')) throw new Error(usage)
  const file = resolve(name)
  const config = readConfig()
  if (verb === 'backup') {
    if (existsSync(file)) throw new Error(`${file} exists already; give another name.`)
    await withDatabase(config, connection => makeBackup(config, connection, file))
  } else {
    const found = await inspect(file)
    const replace = rest.includes('--replace')
    const counts = await withDatabase(config, connection =>
      restore(connection, file, found.counts, { replace }),
    )
    finish(config, found.head, counts)
  }
}

async function makeBackup(config: Config, connection: Connection, file: string): Promise<void> {
  const secret = keptSecret(config)
  const counts = await backup(connection, file, {
    baton: 'backup',
    format: 1,
    version: config.version,
    ...(secret !== undefined && { secret }),
  })
  report(`${file} holds`, counts)
  console.log('  It contains personal data and the keys to it: keep it where only you can read it.\n')
}

function finish(config: Config, head: Head, counts: Counts): void {
  if (head.secret !== undefined && keptSecret(config) !== undefined)
    writeFileSync(join(config.dataDir, 'secret'), head.secret, { mode: 0o600 })
  report(`Restored from ${head.at}:`, counts)
  if (head.secret === undefined)
    console.log('  The secret is not in the backup: start Baton with the same BATON_SECRET as before.\n')
}

/** The secret that lies in the data directory; undefined when the environment gives another. */
function keptSecret({ dataDir, secret }: Config): string | undefined {
  const file = join(dataDir, 'secret')
  return existsSync(file) && readFileSync(file, 'utf8').trim() === secret ? secret : undefined
}

/** The embedded database belongs to one process at a time: a server's is reached by its socket, else it is opened here. */
async function withDatabase<Value>(
  { dataDir, mongodbUri }: Config,
  work: (connection: Connection) => Promise<Value>,
): Promise<Value> {
  const running = await connect(mongodbUri ?? addressOf(dataDir)).catch(error => {
    if (mongodbUri) throw new Error(`The database does not answer: ${error.message}`)
    return undefined
  })
  const database = running ? undefined : await startDatabase({ dataDir, log: { info() {}, warn() {} } })
  const connection = running ?? (await connect(database!.uri))
  try {
    return await work(connection)
  } finally {
    await connection.close()
    await database?.stop()
  }
}

function connect(uri: string): Promise<Connection> {
  const options = { serverSelectionTimeoutMS: 2000, autoIndex: false, autoCreate: false }
  return openDurably(mongoose.createConnection(), uri, options)
}

function report(title: string, counts: Counts): void {
  console.log(`\n  ${title}`)
  for (const [name, count] of Object.entries(counts)) console.log(`  ${String(count).padStart(9)}  ${name}`)
  console.log()
}
