/** bpmn-server, which keeps its instances in MongoDB: the same database, the same machine. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPeer } from '../peers.ts'
import type { Subject } from '../subject.ts'
import { draw, type Workload } from '../workloads.ts'

interface Server {
  engine: {
    start(name: string, data: object): Promise<{ instance: { id: string; status: string } }>
    invoke(query: object, data: object): Promise<unknown>
  }
}

export function createBpmnServer(uri: string): Subject {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'))
  let server: Server
  return {
    name: 'bpmn-server',
    durable: true,
    async open() {
      for (const workload of ['sequence', 'loop', 'fork', 'jobs', 'task'] as Workload[])
        writeFileSync(join(folder, `${workload}.bpmn`), draw(workload, 'bpmn-server'))
      const { BPMNServer, Configuration, Logger, DefaultAppDelegate } = loadPeer('bpmn-server')
      const database = new URL(uri.replace('mongodb:', 'http:')).pathname.slice(1) || 'bench'
      const delegate = (of: unknown) =>
        Object.assign(new DefaultAppDelegate(of), { servicesProvider: { echo: async () => 1 } })
      const configuration = new Configuration({
        definitionsPath: folder,
        templatesPath: folder,
        timers: { forceTimersDelay: 1000, precision: 3000 },
        database: {
          MongoDB: {
            db_url: uri,
            db: `${database}_peer`,
            Locks_collection: 'wf_locks',
            Instance_collection: 'wf_instances',
            Archive_collection: 'wf_archives',
          },
        },
        apiKey: '',
        logger: new Logger({ toConsole: false }),
        appDelegate: delegate,
      })
      server = new BPMNServer(configuration, new Logger({ toConsole: false }), { cron: false })
    },
    async straight(workload) {
      await server.engine.start(workload, {})
    },
    async waiting() {
      const { instance } = await server.engine.start('task', {})
      return async () => void (await server.engine.invoke({ id: instance.id, 'items.elementId': 'n0' }, {}))
    },
    async close() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
