/**
 * A web server in a process of its own, for the HTTP section: Baton's (`BENCH_HOST=baton`), or as a ceiling a bare Koa
 * that reads and writes the same records by the bare driver (`BENCH_HOST=bare`). Its parent asks it for what it needs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Koa from 'koa'
import pino from 'pino'
import { createAgendaAlarm, createMongoStore } from '#engine'
import { createApp } from '#server/app.ts'
import { readConfig } from '#server/config.ts'
import { begin, createServices } from '#server/createServices.ts'
import { connect, newId } from '#server/database.ts'
import { systemActor } from '#server/policy.ts'
import { feelPulse } from '#server/pulse.ts'
import type { Services } from '#server/services.ts'
import { draw } from './workloads.ts'

/** What the parent may ask; each is answered by a message with the same `id`. */
export type Question = { id: number } & ({ type: 'usage' } | { type: 'tasks'; count: number })

export const boss = { email: 'bench@baton.test', password: 'a long enough passphrase', name: 'Bench' }

// It lives as long as its parent talks with it.
process.on('disconnect', () => process.exit(0))
const uri = process.env.BENCH_URI
if (uri) await (process.env.BENCH_HOST === 'bare' ? hostBare(uri) : hostBaton(uri))

async function hostBaton(uri: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-bench-'))
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  const config = { ...readConfig({ BATON_DATA: dataDir, PORT: '0' }, []), logLevel: 'silent' }
  const db = await connect(uri)
  const base = {
    config,
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    newId,
    db,
    pulse: feelPulse(uri),
  }
  const adapters = { store: createMongoStore({ uri }), alarm: createAgendaAlarm({ uri }) }
  const services = createServices(base, adapters)
  await begin(services)
  await services.users.create(systemActor, { ...boss, role: 'administrator' })
  await services.engine.deploy(draw('task', 'baton'), { by: 'bench' })
  const deals = Array.from({ length: 1000 }, (_, n) => ({ title: `Deal ${n}`, company: `company${n % 200}` }))
  await services.deals.createMany(systemActor, deals, { quiet: true })
  // One person asks here as fast as a crowd would.
  await listen(createApp(services, { writesPerMinute: 10_000_000 }).callback(), count =>
    makeTasks(services, count),
  )
}

async function makeTasks(services: Services, count: number): Promise<string[]> {
  const instances: string[] = []
  while (instances.length < count)
    instances.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(50, count - instances.length) }, async () => {
          const { instance } = await services.engine.start({ key: 'task', instance: newId() })
          return instance._id
        }),
      )),
    )
  for (;;) {
    const tasks = services.db.collection<{ _id: string }>('tasks')
    const found = await tasks.find({ instance: { $in: instances }, status: 'open' }).toArray()
    if (found.length === count) return found.map(({ _id }) => _id)
    await new Promise(done => setTimeout(done, 20))
  }
}

/** Only what cannot be left out: who asks, the records, the guarded write before the answer, the rest behind it. */
async function hostBare(uri: string): Promise<void> {
  const db = (await connect(uri)).db!
  const [sessions, users, tasks, instances, history] = [
    'sessions',
    'users',
    'tasks',
    'instances',
    'history',
  ].map(name => db.collection<Record<string, unknown> & { _id: string }>(name)) as never[] as ReturnType<
    typeof db.collection<Record<string, unknown> & { _id: string }>
  >[]
  const app = new Koa()
  app.use(async ctx => {
    await sessions!.findOne({ _id: 'nobody' })
    await users!.findOne({ email: boss.email })
    const [, id] = /^\/api\/tasks\/([^/]+)\/complete$/.exec(ctx.path) ?? []
    ctx.body = id === undefined ? await list() : await complete(id)
  })
  const list = () =>
    tasks!.find({ assignee: null, status: 'open' }).sort({ dueSort: 1, _id: 1 }).limit(50).toArray()
  const complete = async (_id: string) => {
    const task = (await tasks!.findOne({ _id }))!
    const { _id: instance, revision, ...rest } = (await instances!.findOne({ _id: String(task.instance) }))!
    const next = Number(revision) + 1
    const entry = { _id: `${instance}/${next}`, instance, revision: next, command: rest.variables, trace: [] }
    const ended = { status: 'completed', tokens: [], scopes: [], journal: [entry], revision: next }
    await instances!.updateOne({ _id: instance, revision: revision as never }, { $set: ended })
    void history!.insertOne(entry)
    void tasks!.updateOne({ _id }, { $set: { status: 'completed' } })
    void instances!.updateOne({ _id: instance, revision: next }, { $set: { journal: [] } })
    return {}
  }
  await listen(app.callback(), async () => [])
}

async function listen(answer: RequestListener, tasks: (count: number) => Promise<string[]>): Promise<void> {
  const server = createServer(answer)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  process.on('message', async (question: Question) => {
    const { user, system } = process.cpuUsage()
    const answered = question.type === 'usage' ? (user + system) / 1000 : await tasks(question.count)
    process.send!({ id: question.id, answer: answered })
  })
  process.send!({ id: 0, answer: (server.address() as AddressInfo).port })
}
