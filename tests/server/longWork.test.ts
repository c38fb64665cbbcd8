/** What runs for minutes outlives its database and its server: a real database, killed in the middle of the work. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemActor } from '#server/policy.ts'
import { type Caller, eventually, signInAs, startApp, type TestApp } from '#tests/support/app.ts'
import { type MortalDatabase, startMortalDatabase } from '#tests/support/mortalDatabase.ts'

const instances = 300
const rows = 3000
vi.setConfig({ testTimeout: 120_000 })

let database: MortalDatabase
let app: TestApp
let leaving: TestApp
let admin: Caller
beforeAll(async () => {
  database = await startMortalDatabase()
  app = await startApp({}, database.uri)
  leaving = await startApp({}, database.uri)
  admin = await app.signIn('administrator')
})
afterAll(() => database?.end())

/** Asks until it is over, whatever the database does meanwhile. */
const theEnd = (ask: () => Promise<{ status: string }>) =>
  eventually(
    'the end',
    async () => {
      const record = await ask().catch(() => ({ status: 'running' }))
      return record.status !== 'running' && record
    },
    60_000,
  )
const outage = async () => {
  await database.kill()
  await database.start()
}

describe('A migration', () => {
  const migrated = { total: instances, moved: instances, refused: 0, pending: 0 }

  const publish = async (task: string) =>
    (await admin.post<{ version: number }>('/processes/long/publish', { xml: bpmn(task) })).body.version
  /** One that has begun to move. */
  const begin = async () => {
    const from = await publish('Ask')
    const { engine, migrations } = app.services
    await Promise.all(Array.from({ length: instances }, () => engine.start({ key: 'long', version: from })))
    const to = await publish('Ask the customer')
    const { body } = await admin.post<{ id: string }>('/migrations', { process: 'long', from, to })
    await eventually('the first to be moved', async () => (await migrations.counts(body.id)).moved > 0)
    return body.id
  }

  it('goes on by itself when the database dies under it and comes back', async () => {
    const id = await begin()
    await outage()
    expect(await theEnd(() => app.services.migrations.get(id))).toMatchObject({ status: 'done' })
    expect(await app.services.migrations.counts(id)).toEqual(migrated)
  })

  it('is handed over at once by a server that stops', async () => {
    const { email } = await app.services.users.get(admin.id)
    const there = await signInAs(leaving.url, admin.id, email)
    const id = await begin()
    await admin.post(`/migrations/${id}/cancel`)
    await app.services.migrations.finished(id)
    await there.post(`/migrations/${id}/resume`)
    await leaving.services.migrations.end()
    expect(await app.services.migrations.get(id)).toMatchObject({ status: 'running', lease: null })
    expect(await theEnd(() => app.services.migrations.get(id))).toMatchObject({ status: 'done' })
    expect(await app.services.migrations.counts(id)).toEqual(migrated)
  })
})

describe('An import', () => {
  it('goes on by itself when the database dies under it and comes back', async () => {
    const lines = Array.from({ length: rows }, (_, n) => `Company ${n},www.company-${n}.test`)
    const { body } = await admin.ask<{
      id: string
      file: { id: string; suggestion: { entity: string; columns: object; options: object } }
    }>('POST', '/imports?filename=companies.csv', {
      raw: { type: 'text/csv', bytes: `Company,Website\n${lines.join('\n')}\n` },
    })
    const { entity, columns, options } = body.file.suggestion
    const mapping = { file: body.file.id, entity, columns, options }
    await admin.put(`/imports/${body.id}`, { quiet: true, files: [mapping] })
    await admin.post(`/imports/${body.id}/run`)
    const look = () => app.services.imports.get(systemActor, body.id)
    await eventually('the first rows', async () => (await look()).done > 0)
    await outage()
    const ended = await theEnd(look)
    expect(ended).toMatchObject({ status: 'done', done: rows, created: rows, rejected: 0 })
  })
})

function bpmn(task: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
  <process id="long" name="Long" isExecutable="true">
    <startEvent id="S" /><userTask id="A" name="${task}" /><endEvent id="E" />
    <sequenceFlow id="s" sourceRef="S" targetRef="A" /><sequenceFlow id="e" sourceRef="A" targetRef="E" />
  </process>
</definitions>`
}
