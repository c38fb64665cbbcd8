/** Requests from end to end: Baton's web server in a process of its own, a client here; beside it a bare Koa. */
import { type ChildProcess, spawn } from 'node:child_process'
import { Agent, request } from 'node:http'
import type { Bench } from '../bench.ts'
import { boss, type Question } from '../httpHost.ts'
import type { Entry } from '../measure.ts'
import type { Work } from '../subject.ts'

export async function http({ compare, uri }: Bench): Promise<void> {
  // A database of its own: the product's collections, not the other sections' crowds.
  const own = uri.replace(/\/([^/?]+)(\?|$)/, '/$1_http$2')
  const baton = await host('baton', own)
  const bare = await host('bare', own)
  try {
    await baton.signIn()
    const entry = (
      subject: string,
      server: Host,
      work: (task: string) => Work,
      needsTask = false,
    ): Entry => ({
      subject,
      prepare: async count => {
        const tasks = needsTask ? await baton.tasks(count) : Array.from({ length: count }, () => '')
        return tasks.map(work)
      },
      cpu: server.cpu,
      most: 1500,
    })
    const both = (work: (server: Host) => (task: string) => Work, needsTask = false): Entry[] => [
      entry('Baton', baton, work(baton), needsTask),
      entry('bare driver', bare, work(bare), needsTask),
    ]
    await baton.tasks(200)
    const list = (server: Host) => () => () => server.ask('GET', '/api/tasks?view=unassigned')
    await compare({ what: 'HTTP: a page of fifty tasks, 16 at once', atOnce: 16, entries: both(list) })
    const board = () => () => baton.ask('GET', '/api/deals/board')
    await compare({
      what: 'HTTP: the board, a thousand deals, 16 at once',
      atOnce: 16,
      entries: [entry('Baton', baton, board)],
    })
    const complete = (server: Host) => (task: string) => () =>
      server.ask('POST', `/api/tasks/${task}/complete`)
    await compare({ what: 'HTTP: complete a task, 16 at once', atOnce: 16, entries: both(complete, true) })
    await compare({ what: 'HTTP: complete a task, one by one', atOnce: 1, entries: both(complete, true) })
    const create = () => () => baton.ask('POST', '/api/deals', { title: 'A new deal' })
    await compare({
      what: 'HTTP: a new deal, whose pipeline starts, 16 at once',
      atOnce: 16,
      entries: [entry('Baton', baton, create)],
    })
  } finally {
    baton.stop()
    bare.stop()
  }
}

interface Host {
  ask(method: string, path: string, body?: object): Promise<void>
  signIn(): Promise<void>
  cpu(): Promise<number>
  tasks(count: number): Promise<string[]>
  stop(): void
}

async function host(kind: 'baton' | 'bare', uri: string): Promise<Host> {
  const child = spawn(process.execPath, ['dist/bench/httpHost.js'], {
    env: { ...process.env, BENCH_URI: uri, BENCH_HOST: kind },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const put = questions(child)
  const port = await put.first
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const headers: Record<string, string> = { 'content-type': 'application/json' }

  const send = (method: string, path: string, body?: object) =>
    new Promise<{ cookies: string[]; text: string }>((done, fail) => {
      const asked = request({ port, host: '127.0.0.1', agent, method, path, headers }, response => {
        const parts: Buffer[] = []
        response.on('data', part => parts.push(part))
        response.on('end', () => {
          const text = Buffer.concat(parts).toString()
          if ((response.statusCode ?? 500) >= 400) fail(new Error(`${response.statusCode} ${text}`))
          else done({ cookies: response.headers['set-cookie'] ?? [], text })
        })
      })
      asked.on('error', fail)
      asked.end(method === 'GET' ? undefined : JSON.stringify(body ?? {}))
    })

  return {
    ask: async (method, path, body) => void (await send(method, path, body)),
    async signIn() {
      const { email, password } = boss
      const { cookies, text } = await send('POST', '/api/session', { email, password })
      headers.cookie = cookies.map(cookie => cookie.split(';')[0]).join('; ')
      headers['x-csrf-token'] = JSON.parse(text).csrfToken
    },
    cpu: async () => Number(await put.ask({ type: 'usage' })),
    tasks: async count => (await put.ask({ type: 'tasks', count })) as string[],
    stop() {
      agent.destroy()
      child.disconnect()
    },
  }
}

/** Questions to a child and its answers, matched by number. */
function questions(child: ChildProcess) {
  const open = new Map<number, (answer: unknown) => void>()
  let last = 0
  child.on('message', ({ id, answer }: { id: number; answer: unknown }) => {
    open.get(id)?.(answer)
    open.delete(id)
  })
  const first = new Promise<number>((done, fail) => {
    open.set(0, port => done(Number(port)))
    child.once('exit', code => fail(new Error(`the server ended with ${code}`)))
  })
  return {
    first,
    ask: (question: { type: 'usage' } | { type: 'tasks'; count: number }) =>
      new Promise<unknown>(done => {
        last++
        open.set(last, done)
        child.send({ id: last, ...question } satisfies Question)
      }),
  }
}
