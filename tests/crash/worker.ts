/**
 * One server of the crash test: an engine, a pipe of commands, and a file to which everything is appended that the
 * world was told. It may be killed at any instruction.
 *
 *   node worker.js <database uri> <sink file> <lease in milliseconds> [<seconds after which its watchdog ends it>]
 */
import { appendFileSync } from 'node:fs'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import type { Effect } from '#engine/core/effects.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'
import { startWatchdog } from '#server/watchdog/index.ts'
import type { Ask, Told } from './asks.ts'

const [uri, sink, lease, watchdog] = process.argv.slice(2) as [string, string, string, string?]
if (watchdog) startWatchdog(Number(watchdog), console)
const store = createMongoStore({ uri })
let ids = 0

/** One line a call, written in one piece: lines of several processes do not mix. */
function tell(effect: Effect): void {
  appendFileSync(
    sink,
    `${JSON.stringify({ type: effect.type, id: effect.id, token: effect.token } satisfies Told)}\n`,
  )
}

/** What a job may do to the server that runs it. */
const poisons: Record<string, () => { type: 'done'; output: string }> = {
  throw() {
    throw new Error('It never works')
  },
  kill() {
    process.kill(process.pid, 'SIGKILL')
    return { type: 'done', output: 'too late' }
  },
  block() {
    for (const until = Date.now() + 60_000; Date.now() < until; );
    return { type: 'done', output: 'too late' }
  },
  flood: () => ({ type: 'done', output: 'x'.repeat(20_000_000) }),
}

const told = async (effect: Effect) => tell(effect)
const engine = createEngine({
  store,
  settings: { lease: Number(lease) },
  ports: {
    readData: async () => ({}),
    createTask: told,
    closeTask: told,
    enterStage: told,
    raiseIncident: told,
    endProcess: told,
    runJob: async effect => {
      tell(effect)
      const { poison } = effect.job.input as { poison?: string }
      if (poison !== undefined) return poisons[poison]!()
      return { type: 'done', output: effect.id }
    },
    log: {
      info() {},
      warn: (fields, message) => process.env.CRASH_LOG && console.error(message, fields),
      error: (fields, message) => console.error(message, fields),
    },
    newId: () => `${process.pid}-${Date.now().toString(36)}-${ids++}`,
  },
})

async function answer(ask: Ask): Promise<void> {
  if (ask.type === 'start') {
    const { order, key = 'fire' } = ask
    await engine.start({ key, instance: order, commandId: `start/${order}`, variables: { order } })
  } else if (ask.type === 'complete')
    await engine.command(ask.instance, { type: 'completeTask', token: ask.token, id: ask.id })
  else await engine.correlate({ id: ask.id, name: 'paid', correlationKey: ask.order })
}

let stopping = false
process.on('message', ({ n, ask }: { n: number; ask: Ask }) => {
  if (stopping) return void process.send?.({ n, ok: false })
  answer(ask).then(
    () => process.send?.({ n, ok: true }),
    error => process.send?.({ n, ok: error.name === 'Refused' && error.code === 'duplicate' }),
  )
})
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => {
  stopping = true
  engine.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
process.on('unhandledRejection', error => console.error('unhandled', error))

async function begin(): Promise<void> {
  for (let running = false; !running; )
    await engine.run().then(
      () => {
        running = true
      },
      () => new Promise(done => setTimeout(done, 100)),
    )
  process.send?.({ ready: true })
}

void begin()
