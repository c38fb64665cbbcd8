/**
 * A server that counts what it commits, and how often another one was quicker.
 *
 *   node contender.js <database uri> <name>
 */
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'

/** What it is asked; `figures` asks for what it has counted. */
export type Request =
  | { n: number; type: 'set'; instance: string; name: string }
  | { n: number; type: 'message'; order: string; id: string }
  | { n: number; type: 'figures' }

export interface Figures {
  commits: number
  /** Of these, those that another server's were quicker than. */
  conflicts: number
}

/** What it answers, once it has been `ready`. */
export type Answer = { n: number; error?: string; figures?: Figures }

const [uri, name] = process.argv.slice(2) as [string, string]
const store = createMongoStore({ uri })
const figures: Figures = { commits: 0, conflicts: 0 }
const { commit } = store.instances
store.instances.commit = async writes => {
  const outcomes = await commit(writes)
  figures.commits += outcomes.length
  figures.conflicts += outcomes.filter(outcome => outcome === 'lost').length
  return outcomes
}

const quiet = async () => {}
let ids = 0
const engine = createEngine({
  store,
  ports: {
    readData: async () => ({}),
    createTask: quiet,
    closeTask: quiet,
    enterStage: quiet,
    raiseIncident: quiet,
    endProcess: quiet,
    runJob: async () => ({ type: 'done', output: null }),
    log: { info() {}, warn() {}, error: (fields, text) => console.error(text, fields) },
    newId: () => `${name}-${process.pid}-${ids++}`,
  },
})

async function serve(request: Request): Promise<void> {
  if (request.type === 'set')
    await engine.command(request.instance, {
      type: 'setVariables',
      id: request.name,
      variables: { [request.name]: true },
    })
  if (request.type === 'message')
    await engine.correlate({ id: request.id, name: 'paid', correlationKey: request.order })
}

process.on('message', (request: Request) => {
  const { n } = request
  serve(request).then(
    () => process.send?.({ n, ...(request.type === 'figures' && { figures }) } satisfies Answer),
    error => process.send?.({ n, error: `${error.name}: ${error.message}` } satisfies Answer),
  )
})
process.on('disconnect', () => process.exit(0))
await engine.run()
process.send?.({ ready: true })
