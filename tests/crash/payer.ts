/**
 * A server whose jobs others do, and such another at the same time: `start` begins an instance, `work` fetches jobs and
 * completes them for ever. It may be killed at any instruction.
 *
 *   node payer.js <database uri> <name>
 */
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'

const [uri, worker] = process.argv.slice(2) as [string, string]
const quiet = async () => {}
let ids = 0
const engine = createEngine({
  store: createMongoStore({ uri }),
  settings: { lease: 1000 },
  ports: {
    readData: async () => ({}),
    createTask: quiet,
    closeTask: quiet,
    enterStage: quiet,
    raiseIncident: quiet,
    endProcess: quiet,
    runJob: async () => ({ type: 'fail', reason: 'Only workers outside do this.' }),
    log: { info() {}, warn() {}, error() {} },
    newId: () => `${worker}-${process.pid}-${ids++}`,
  },
})

async function work(): Promise<void> {
  const topics = [{ topic: 'pay', lock: 1000 }]
  for (;;)
    for (const { id, instance } of await engine.jobs.fetch({ worker, topics, max: 4, wait: 500 }))
      await engine.jobs.complete({ job: id, worker, variables: { paid: worker } }).then(
        () => process.send?.({ done: instance }),
        () => {},
      )
}

process.on('message', (ask: { start: string } | { work: true }) => {
  if ('work' in ask) void work()
  else
    void engine
      .start({ key: 'paying', instance: ask.start, commandId: ask.start })
      .then(() => process.send?.({ started: ask.start }))
})
process.on('disconnect', () => process.exit(0))
await engine.run()
process.send?.({ ready: true })
