import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Caller, eventually, signInAs } from '#tests/support/app.ts'
import { freshDatabaseUri } from '#tests/support/database.ts'

/** A server process of its own, from the sources, on the run's database; killed as by a loss of power. */
const dataDir = mkdtempSync(join(tmpdir(), 'baton-import-'))
const env = {
  ...process.env,
  BATON_DATA: dataDir,
  BATON_ADMIN_EMAIL: 'ada@baton.test',
  BATON_ADMIN_PASSWORD: 'a long enough passphrase',
  BATON_LOG: 'silent',
}
let url = ''
let child: ChildProcess

beforeAll(async () => {
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  Object.assign(env, { PORT: String(port), MONGODB_URI: freshDatabaseUri() })
  await startServer()
})
afterAll(async () => {
  await kill()
  rmSync(dataDir, { recursive: true, force: true })
})

async function startServer(): Promise<void> {
  child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], { env, stdio: 'ignore' })
  await eventually(
    'the server',
    async () => (await fetch(`${url}/api/health`).catch(() => undefined))?.ok,
    60_000,
  )
}

function kill(): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill('SIGKILL')
  return ended
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address!.port : 0))
    })
  })
}

interface Run {
  status: string
  done: number
  created: number
  updated: number
  rejected: number
}

it('an import goes on after each kill -9, and every row is there once', async () => {
  const rows = Array.from(
    { length: 8000 },
    (_, n) =>
      `K${n},Deal ${n},${n % 2 ? 'Won' : 'Lost'},${n % 100 === 99 ? 'lots' : n},Company ${n % 300},Person ${n % 20}`,
  )
  let admin: Caller = await signInAs(url, 'ada', env.BATON_ADMIN_EMAIL)
  const raw = {
    type: 'text/csv',
    bytes: `Deal ID,Deal name,Stage,Amount,Account,Sales agent\n${rows.join('\n')}\n`,
  }
  const { body } = await admin.ask<{
    id: string
    file: { id: string; suggestion: { entity: string; columns: object; options: object } }
  }>('POST', '/imports?filename=deals.csv', { raw })
  const { entity, columns, options } = body.file.suggestion
  const mapping = { file: body.file.id, entity, columns, options: { ...options, createMissing: true } }
  await admin.put(`/imports/${body.id}`, { quiet: true, files: [mapping] })
  await admin.post(`/imports/${body.id}/run`)
  const look = async () => (await admin.get<Run>(`/imports/${body.id}`)).body

  let kills = 0
  let before = 0
  for (; kills < 2; kills++) {
    const at = await eventually(
      'some progress',
      async () => {
        const run = await look()
        return run.status !== 'running' || run.done > before ? run : undefined
      },
      60_000,
    )
    if (at.status !== 'running') break
    before = at.done
    await kill()
    await startServer()
    admin = await signInAs(url, 'ada', env.BATON_ADMIN_EMAIL)
  }
  const done = await eventually(
    'the import to end',
    async () => {
      const run = await look()
      return run.status === 'running' ? undefined : run
    },
    120_000,
  )
  expect(kills).toBeGreaterThan(0)
  expect(done).toMatchObject({ status: 'done', done: 8000, created: 7920, updated: 0, rejected: 80 })
  const deals = await admin.get<{ total: number }>('/deals?limit=1')
  expect(deals.body.total).toBe(7920)
  const companies = await admin.get<{ total: number }>('/companies')
  expect(companies.body.total).toBe(300)
  const people = await admin.get<{ items: object[] }>('/users')
  expect(people.body.items).toHaveLength(21)
  const report = await admin.get<{ total: number }>(`/imports/${body.id}/report?format=json`)
  expect(report.body.total).toBeGreaterThanOrEqual(80)
}, 300_000)
