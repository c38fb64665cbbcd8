/** bpmn-server, which keeps its instances in MongoDB: the same database, the same machine, the same write concern. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose, { type Connection } from 'mongoose'
import { durabilityAt } from '#engine/adapters/mongo/connection.ts'
import { loadPeer } from '../peers.ts'
import type { Subject } from '../subject.ts'
import { draw, type Workload, workloads } from '../workloads.ts'

interface Server {
  engine: {
    start(name: string, data: object): Promise<{ instance: { id: string } }>
    invoke(query: object, data: object): Promise<unknown>
    throwMessage(name: string, data: object, query: object): Promise<unknown>
  }
  dataStore: { install(): Promise<void> }
}

/** `uri` must be one that old drivers understand. */
export function createBpmnServer(uri: string): Subject {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
  const db = 'bench_peer'
  let server: Server
  let connection: Connection | undefined
  let keys = 0
  let crowd = 0
  const start = async (workload: Workload, data: object) =>
    (await server.engine.start(workload, data)).instance.id

  return {
    name: 'bpmn-server',
    durable: true,
    async open() {
      for (const workload of workloads)
        writeFileSync(join(folder, `${workload}.bpmn`), draw(workload, 'bpmn-server'))
      const peer = loadPeer('bpmn-server')
      const address = new URL(uri)
      address.pathname = `/${db}`
      address.searchParams.set('w', String((await durabilityAt(uri)).w))
      address.searchParams.set('journal', 'true')
      class Delegate extends peer.DefaultAppDelegate {
        async echo() {
          return 1
        }
      }
      const logger = new peer.Logger({ toConsole: false })
      const configuration = new peer.Configuration({
        definitionsPath: `${folder}/`,
        templatesPath: `${folder}/`,
        timers: { forceTimersDelay: 1000, precision: 3000 },
        database: { MongoDB: { db_url: address.href, db } },
        apiKey: '',
        logger: () => logger,
        definitions: (server: unknown) => new peer.ModelsDatastore(server),
        appDelegate: (server: unknown) => new (Delegate as new (server: unknown) => object)(server),
        dataStore: (server: unknown) => new peer.DataStore(server),
        cacheManager: (server: unknown) => new peer.NoCacheManager(server),
        scriptHandler: () => new peer.ScriptHandler(),
      })
      server = new peer.BPMNServer(configuration, logger, { cron: false })
      connection = await mongoose.createConnection(address.href).asPromise()
      await connection.dropDatabase()
      await server.dataStore.install()
    },
    straight: workload => async () => void (await start(workload, {})),
    async task() {
      const id = await start('task', {})
      return async () => void (await server.engine.invoke({ id, 'items.elementId': 'n0' }, {}))
    },
    async message() {
      const order = `O-${keys++}`
      await start('message', { order })
      return async () => void (await server.engine.throwMessage('paid', {}, { 'data.order': order }))
    },
    async crowd(count) {
      const instances = connection!.collection<Record<string, unknown>>('wf_instances')
      await start('task', {})
      await start('message', { order: 'nobody' })
      const { _id: _, ...task } = (await instances.findOne({ name: 'task' }))!
      const { _id: __, ...message } = (await instances.findOne({ 'data.order': 'nobody' }))!
      for (; crowd < count; crowd += 500)
        await instances.insertMany(
          Array.from({ length: 500 }, (_, n) => ({
            ...(n % 2 ? task : message),
            id: `crowd-${crowd + n}`,
            data: { order: `crowd-${crowd + n}` },
          })),
        )
    },
    async close() {
      await connection?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
