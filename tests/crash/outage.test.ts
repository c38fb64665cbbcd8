/**
 * The database freezes, or dies, while people work on two servers: everybody has an answer soon, what was acknowledged
 * is there, what was refused is not, and afterwards everything goes on by itself.
 */
import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MortalDatabase, startMortalDatabase } from '../support/mortalDatabase.ts'
import { admin, type Product, startProduct, until } from '../support/product.ts'

const seconds = process.env.BATON_TESTS === 'long' ? 10 : 4
/** Milliseconds after which nobody waits for an answer any more. */
const patience = 5000

let database: MortalDatabase
let servers: Product[] = []

beforeAll(async () => {
  database = await startMortalDatabase()
  const env = {
    MONGODB_URI: database.uri,
    BATON_ADMIN_EMAIL: admin.email,
    BATON_ADMIN_PASSWORD: admin.password,
  }
  servers = [await startProduct(env)]
  servers.push(await startProduct(env))
})
afterAll(async () => {
  await Promise.all(servers.map(server => server.stop()))
  await database?.end()
})

describe('When the database is away', () => {
  it.each([
    { what: 'frozen', leave: async () => database.freeze(), comeBack: async () => database.thaw() },
    { what: 'dead', leave: () => database.kill(), comeBack: () => database.start() },
  ])(
    '($what), nobody waits in vain, and nothing is lost',
    { timeout: 120_000 },
    async ({ what, leave, comeBack }) => {
      const work = await beginWork(what)
      const { during, since } = await outage(work, leave, comeBack).finally(work.end)

      expect(during.length).toBeGreaterThan(10)
      for (const { status, retryAfter } of during)
        expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: '2' })
      expect(work.answers.slice(since).some(({ status }) => status === 201)).toBe(true)
      expect(new Set(work.answers.map(({ status }) => status))).toEqual(new Set([201, 503]))
      await checkDeals(work.answers)
      console.log(
        `${what}: ${work.answers.length} answers, the slowest after ${Math.round(work.slowest())} ms`,
      )
    },
  )

  it('no server fell', () => {
    for (const server of servers) expect(server.output()).not.toMatch(/unhandled/i)
  })
})

/** The database is away for some seconds: what people were told meanwhile, and how many answers came before all was well. */
async function outage(
  { answers }: Work,
  leave: () => Promise<void>,
  comeBack: () => Promise<void>,
): Promise<{ during: Answered[]; since: number }> {
  const health = () => Promise.all(servers.map(({ url }) => fetch(`${url}/api/health`)))
  await pause(2000)
  await leave()
  await until('the servers to notice', async () =>
    (await health()).every(({ status, headers }) => status === 503 && headers.has('retry-after')),
  )
  const before = answers.length
  await pause(seconds * 1000)
  const during = answers.slice(before)
  await comeBack()
  await until('the servers to be well again', async () => (await health()).every(({ ok }) => ok))
  const since = answers.length
  await pause(2000)
  return { during, since }
}

type Work = Awaited<ReturnType<typeof beginWork>>

interface Answered {
  title: string
  status: number
  retryAfter: string | null
  happened: string | undefined
  took: number
}

/** Several people at both servers make deals, one after the other, and are told how it went. */
async function beginWork(what: string) {
  const answers: Answered[] = []
  let over = false
  const person = async ({ url }: Product, name: string) => {
    const headers = await signIn(url)
    for (let n = 0; !over; n++) {
      answers.push(await makeDeal(url, headers, `${what} ${name} ${n}`))
      await pause(400)
    }
  }
  const people = servers.flatMap((server, s) => [0, 1, 2].map(n => person(server, `${s}${n}`)))
  return {
    answers,
    slowest: () => Math.max(...answers.map(({ took }) => took)),
    async end() {
      over = true
      await Promise.all(people)
    },
  }
}

async function makeDeal(url: string, headers: Record<string, string>, title: string): Promise<Answered> {
  const asked = performance.now()
  const response = await fetch(`${url}/api/deals`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ title }),
    signal: AbortSignal.timeout(patience),
  })
  const { error } = (await response.json()) as { error?: { details?: { happened?: string } } }
  return {
    title,
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    happened: error?.details?.happened,
    took: performance.now() - asked,
  }
}

async function signIn(url: string): Promise<Record<string, string>> {
  // A machine under strain may be late by a second once more, and ask for patience.
  const response = await until('somebody to be signed in', async () => {
    const answer = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: admin.email, password: admin.password }),
    })
    return answer.ok && answer
  })
  const { csrfToken } = (await response.json()) as { csrfToken: string }
  const cookie = response.headers.getSetCookie().map(each => each.split(';')[0])
  return { cookie: cookie.join('; '), 'x-csrf-token': csrfToken }
}

/** What was acknowledged is there once; what was refused is not there; every deal that is there has one process and one task. */
async function checkDeals(answers: Answered[]): Promise<void> {
  const db = await mongoose.createConnection(database.uri).asPromise()
  try {
    const deals = await db.collection('deals').find().toArray()
    const times = new Map<string, number>()
    for (const { title } of deals) times.set(title, (times.get(title) ?? 0) + 1)
    for (const { title, status, happened } of answers) {
      const found = times.get(title) ?? 0
      if (status === 201) expect([title, found]).toEqual([title, 1])
      else if (happened === 'nothing') expect([title, found]).toEqual([title, 0])
      else expect([title, found <= 1]).toEqual([title, true])
    }
    await until('every deal to have its task', async () => {
      const tasks = await db.collection('tasks').countDocuments({ status: 'open' })
      return tasks === deals.length
    })
    expect(await db.collection('instances').countDocuments()).toBe(deals.length)
  } finally {
    await db.close()
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(done => setTimeout(done, milliseconds))
}
