/**
 * The whole application in the test's own process: the real database, the real engine, real passwords; only the clock
 * is moved by hand. `startApp()` once a file; people and records by `signIn` and the factories.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll } from 'vitest'
import { createMemoryAlarm, createMongoStore } from '#engine'
import { createApp } from '#server/app.ts'
import { type Config, readConfig } from '#server/config.ts'
import { begin, createServices } from '#server/createServices.ts'
import { connect, newId } from '#server/database.ts'
import { type Role, systemActor } from '#server/policy.ts'
import { feelPulse } from '#server/pulse.ts'
import type { Services } from '#server/services.ts'
import { demandConformity } from './conform.ts'
import { freshDatabaseUri } from './database.ts'

/** What came back: the status, the parsed body, the headers. */
export interface Reply<T = Record<string, unknown>> {
  status: number
  body: T
  headers: Headers
}

export interface RequestOptions {
  body?: unknown
  /** Bytes or text instead of JSON. */
  raw?: { type: string; bytes: string | Uint8Array }
  headers?: Record<string, string>
}

/** Somebody who asks: with his cookie and token, or nobody. */
export interface Caller {
  id: string
  ask<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Reply<T>>
  get<T = Record<string, unknown>>(path: string): Promise<Reply<T>>
  post<T = Record<string, unknown>>(path: string, body?: unknown): Promise<Reply<T>>
  patch<T = Record<string, unknown>>(path: string, body?: unknown): Promise<Reply<T>>
  put<T = Record<string, unknown>>(path: string, body?: unknown): Promise<Reply<T>>
  delete<T = Record<string, unknown>>(path: string): Promise<Reply<T>>
}

export interface TestApp {
  url: string
  services: Services
  /** Nobody: no cookie, no token. */
  nobody: Caller
  /** A new person of this role, signed in. */
  signIn(role: Role, o?: { team?: string; name?: string }): Promise<Caller>
  /** Moves the clock ahead and wakes what is due then. */
  advance(milliseconds: number): Promise<void>
  /** Lets everything that is on its way arrive. */
  settle(): Promise<void>
}

/** Passwords of everybody `signIn` makes. */
export const password = 'a long enough passphrase'

/** Starts the application, on an empty database unless `uri` names one; it ends with the file's last test. */
export async function startApp(settings: Partial<Config> = {}, uri = freshDatabaseUri()): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-app-'))
  const config = { ...readConfig({ BATON_DATA: dataDir, PORT: '0' }, []), logLevel: 'silent', ...settings }
  const db = await connect(uri)
  const log = pino({ level: process.env.BATON_LOG ?? 'silent' })
  let ahead = 0
  const now = () => new Date(Date.now() + ahead)
  const store = createMongoStore({ uri, now })
  const pulse = feelPulse(uri)
  const services = createServices(
    { config, log, now, newId, db, pulse },
    { store, alarm: createMemoryAlarm(now), now },
  )
  const end = await begin(services)
  const server = createServer(createApp(services, { writesPerMinute: 1_000_000 }).callback())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await end()
    await pulse.stop()
    await db.dropDatabase().catch(() => {})
    await db.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const app: TestApp = {
    url,
    services,
    nobody: caller(url, '', {}),
    async signIn(role, { team, name } = {}) {
      const email = `${role}-${newId()}@baton.test`
      const user = await services.users.create(systemActor, {
        name: name ?? `${role} ${email.slice(-18, -11)}`,
        email,
        role,
        team: team ?? null,
        password,
      })
      return signInAs(url, user._id, email)
    },
    async advance(milliseconds) {
      ahead += milliseconds
      await app.settle()
    },
    async settle() {
      await services.deals.deliverPending(-60_000)
    },
  }
  return app
}

/** Signs in over HTTP. */
export async function signInAs(url: string, id: string, email: string): Promise<Caller> {
  const reply = await caller(url, id, {}).post<{ csrfToken: string }>('/session', { email, password })
  if (reply.status !== 200) throw new Error(`Expected to sign in, but got ${reply.status}`)
  const cookie = reply.headers.getSetCookie().map(each => each.split(';')[0]!)
  return caller(url, id, { cookie: cookie.join('; '), 'x-csrf-token': reply.body.csrfToken })
}

/** Somebody with these headers. */
export function caller(url: string, id: string, own: Record<string, string>): Caller {
  async function ask<T>(
    method: string,
    path: string,
    { body, raw, headers }: RequestOptions = {},
  ): Promise<Reply<T>> {
    const content = raw ? raw.bytes : body === undefined ? undefined : JSON.stringify(body)
    const type = raw ? raw.type : 'application/json'
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { ...own, ...(content !== undefined && { 'content-type': type }), ...headers },
      body: content as BodyInit | undefined,
      redirect: 'manual',
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    const answered: unknown = isJson ? JSON.parse(text) : text
    demandConformity(method, path, response.status, answered)
    return { status: response.status, body: answered as T, headers: response.headers }
  }
  return {
    id,
    ask,
    get: path => ask('GET', path),
    post: (path, body) => ask('POST', path, { body: body ?? {} }),
    patch: (path, body) => ask('PATCH', path, { body: body ?? {} }),
    put: (path, body) => ask('PUT', path, { body: body ?? {} }),
    delete: path => ask('DELETE', path),
  }
}

/** Asks again until the answer is truthy; says in vain what it waited for. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T> | T,
  patience = 15_000,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = Date.now() + patience
  for (;;) {
    const answer = await ask()
    if (answer) return answer as Exclude<T, false | null | undefined>
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 25))
  }
}
