/** Starts Baton: settings, database, engine, web server; stops in good order when asked to. */
import { createServer } from 'node:http'
import pino from 'pino'
import { createAgendaAlarm, createMongoStore } from '#engine'
import { createApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { begin, createServices } from './createServices.ts'
import { connect, newId } from './database.ts'
import { startDatabase } from './embedded/index.ts'
import { feelPulse } from './pulse.ts'
import { startWatchdog } from './watchdog/index.ts'

main().catch(error => {
  console.error(`\n  Baton could not start: ${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config)
  if (config.watchdog > 0) startWatchdog(config.watchdog, log)
  const database = await startDatabase({ dataDir: config.dataDir, uri: config.mongodbUri, log })
  const db = await connect(database.uri)
  const store = createMongoStore({ uri: database.uri })
  const alarm = createAgendaAlarm({ uri: database.uri })
  const pulse = feelPulse(database.uri)
  const services = createServices({ config, log, now: () => new Date(), newId, db, pulse }, { store, alarm })
  const end = await begin(services)
  const welcome: string[] = []
  await services.setup.begin(line => welcome.push(line))
  const server = createServer(createApp(services).callback())
  server.requestTimeout = 60_000
  server.headersTimeout = 10_000
  server.maxHeadersCount = 100
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, config.host, resolve)
  })
  console.log(`\n  Baton ${config.version} is ready at ${config.baseUrl}`)
  for (const line of welcome) console.log(line)
  if (config.demo) await loadDemo(services)

  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    const deadline = setTimeout(() => process.exit(1), 20_000)
    deadline.unref()
    const answered = new Promise(resolve => server.close(resolve))
    // A connection that is kept open for the next request ends with the answer that is under way on it.
    server.prependListener('request', (_, response) => {
      response.shouldKeepAlive = false
    })
    setInterval(() => server.closeIdleConnections(), 50)
    await services.live.stop()
    // What is being answered may be answered; what takes longer is cut off, and safe to send again.
    await Promise.race([answered, new Promise(resolve => setTimeout(resolve, 5000))])
    server.closeAllConnections()
    await end()
    await pulse.stop()
    await db.close()
    await database.stop()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  process.on('unhandledRejection', error => log.error({ err: error }, 'unhandled rejection'))
}

async function loadDemo(services: ReturnType<typeof createServices>): Promise<void> {
  const demo = await import('./demo/index.ts')
  await demo.loadDemo(services, line => console.log(`  ${line}`))
}

/** One JSON line an event on the console; no bodies, no secrets. */
function createLog(config: Config): pino.Logger {
  return pino({
    level: config.logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'password',
        '*.password',
        '*.pass',
        '*.secret',
        '*.token',
        'headers.cookie',
        'headers.authorization',
      ],
      censor: '[hidden]',
    },
  })
}
