/** A backup is made while people work; brought back elsewhere, everything goes on from there. */
import { execFile } from 'node:child_process'
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, signIn } from '../support/api.ts'
import { admin, type Product, startProduct, until } from '../support/product.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'baton-backup-'))
const file = join(folder, 'backup.gz')
const elsewhere = join(folder, 'elsewhere')

interface Task {
  id: string
  name: string
  status: string
  deal: { id: string }
}

let product: Product
let second: Product | undefined
let api: Client
let titles: string[]

beforeAll(async () => {
  product = await startProduct({ BATON_ADMIN_EMAIL: admin.email, BATON_ADMIN_PASSWORD: admin.password })
  api = await signIn(product.url, admin)
})
afterAll(async () => {
  await product?.stop()
  await second?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('A backup', () => {
  it('is made while people work', { timeout: 120_000 }, async () => {
    titles = []
    for (let n = 0; n < 40; n++) titles.push(await makeDeal(`Before ${n}`))
    let over = false
    const people = Promise.all([
      whileNot(
        () => over,
        n => makeDeal(`Meanwhile ${n}`),
      ),
      whileNot(
        () => over,
        () => completeAny(),
      ),
      whileNot(
        () => over,
        () => completeAny(),
      ),
    ])
    await pause(500)
    const { stdout } = await command('backup', file, product.dataDir)
    over = true
    await people
    expect(stdout).toMatch(/instances/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('is brought back into an empty database', { timeout: 120_000 }, async () => {
    const { stdout } = await command('restore', file, elsewhere)
    expect(stdout).toMatch(/Restored from/)
    expect(readFileSync(join(elsewhere, 'secret'), 'utf8')).toBe(
      readFileSync(join(product.dataDir, 'secret'), 'utf8'),
    )
  })

  it('does not overwrite what is there unless told to', { timeout: 120_000 }, async () => {
    await expect(command('restore', file, elsewhere)).rejects.toThrow(/not empty/)
    await expect(command('backup', file, elsewhere)).rejects.toThrow(/exists already/)
    expect((await command('restore', file, elsewhere, '--replace')).stdout).toMatch(/Restored from/)
  })

  it('is not brought back under a running server, nor when it is damaged', { timeout: 120_000 }, async () => {
    await expect(command('restore', file, product.dataDir, '--replace')).rejects.toThrow(/is running/)
    const damaged = join(folder, 'damaged.gz')
    copyFileSync(file, damaged)
    truncateSync(damaged, statSync(file).size - 100)
    await expect(command('restore', damaged, elsewhere, '--replace')).rejects.toThrow(/cut off/)
    writeFileSync(damaged, 'no backup')
    await expect(command('restore', damaged, elsewhere, '--replace')).rejects.toThrow(/no backup/)
    await expect(command('restore', join(folder, 'none'), elsewhere)).rejects.toThrow(/There is no file/)
  })

  it('lets everything go on from there', { timeout: 120_000 }, async () => {
    second = await startProduct({ BATON_DATA: elsewhere })
    api = await signIn(second.url, admin)
    const { items } = await api.get<{ items: { id: string; title: string }[] }>('/deals?limit=200')
    expect(items.map(({ title }) => title)).toEqual(expect.arrayContaining(titles))
    await until('each deal to have exactly its one open task', async () => {
      const open = await openTasks()
      const deals = new Set(open.map(({ deal }) => deal.id))
      return open.length === items.length && deals.size === items.length
    })
    expect(await api.get('/health')).toMatchObject({ status: 'ok', engine: { incidents: 0 } })
    for (const { id } of (await openTasks()).slice(0, 10)) await complete(id)
    await until('the next tasks', async () => (await openTasks()).length === items.length)
  })
})

async function makeDeal(title: string): Promise<string> {
  await api.post('/deals', { title, amount: 100 })
  return title
}

async function openTasks(): Promise<Task[]> {
  const { items } = await api.get<{ items: Task[] }>('/tasks?view=team&limit=200')
  return items.filter(({ status }) => status === 'open')
}

/** Some person completes some task; that another was quicker is no matter. */
async function completeAny(): Promise<void> {
  const open = (await openTasks()).filter(({ name }) => /Qualify|Meet/.test(name))
  const one = open[Math.floor(Math.random() * open.length)]
  if (one) await complete(one.id).catch(() => {})
}

async function complete(id: string): Promise<void> {
  const { outcomes, version } = await api.get<{ outcomes: { id: string }[]; version: number }>(`/tasks/${id}`)
  await api.post(`/tasks/${id}/complete`, { outcome: outcomes[0]!.id, values: { amount: 100 }, version })
}

async function whileNot(over: () => boolean, work: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; !over(); n++) {
    await work(n)
    await pause(100)
  }
}

function command(verb: string, path: string, dataDir: string, ...more: string[]) {
  return run(process.execPath, ['dist/server/backup.js', verb, path, ...more], {
    env: { ...process.env, BATON_DATA: dataDir },
  })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(done => setTimeout(done, milliseconds))
}
