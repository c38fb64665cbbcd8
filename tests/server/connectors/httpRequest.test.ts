import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resume } from '#server/connectors/outside.ts'
import { systemActor } from '#server/policy.ts'
import { startApp, type TestApp } from '#tests/support/app.ts'
import { runner } from './run.ts'

describe('httpRequest', () => {
  let app: TestApp
  let run: ReturnType<typeof runner>
  let server: Server
  let origin = ''
  let host = ''
  let answers: { status: number; headers?: Record<string, string>; body?: string }
  const asked: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = []

  beforeAll(async () => {
    app = await startApp({ smtp: undefined })
    run = runner(app)
    server = createServer((request, response) => {
      let body = ''
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        asked.push({ method: request.method!, url: request.url!, headers: request.headers, body })
        response.writeHead(answers.status, { 'content-type': 'application/json', ...answers.headers })
        response.end(answers.body ?? '{}')
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    origin = `http://${host}`
    await app.services.settings.update(systemActor, { httpAllowList: [host] })
    app.services.config.httpAllowPrivate = true
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it('sends JSON, reads JSON, and marks a repetition for the other side', async () => {
    answers = { status: 200, body: '{"ok":true}' }
    const input = {
      method: 'POST',
      url: `${origin}/orders`,
      query: { a: 'b c' },
      headers: { 'X-Key': 'k', Host: 'evil' },
      body: { n: 1 },
    }
    expect(await run('httpRequest', input, { id: 'http/1/1' })).toMatchObject({
      type: 'done',
      output: { status: 200, body: { ok: true } },
    })
    expect(asked.at(-1)).toMatchObject({ method: 'POST', url: '/orders?a=b+c', body: '{"n":1}' })
    expect(asked.at(-1)!.headers).toMatchObject({ host, 'x-key': 'k', 'idempotency-key': 'http/1/1' })
  })

  it('sends secrets that nobody can read anywhere', async () => {
    answers = { status: 200 }
    const canary = 'c4n4ry-very-secret'
    const admin = await app.signIn('administrator')
    expect((await admin.put('/secrets/ERP_KEY', { value: canary })).status).toBe(204)
    expect((await admin.get<{ items: { name: string }[] }>('/secrets')).body.items).toMatchObject([
      { name: 'ERP_KEY' },
    ])
    const manager = await app.signIn('manager')
    expect((await manager.get('/secrets')).status).toBe(403)
    const done = await run('httpRequest', {
      url: origin,
      headers: { Authorization: 'Bearer {{secret.ERP_KEY}}' },
    })
    expect(asked.at(-1)!.headers.authorization).toBe(`Bearer ${canary}`)
    expect(JSON.stringify(done)).not.toContain(canary)
    for (const { name } of await app.services.db.listCollections()) {
      const dump = JSON.stringify(await app.services.db.collection(name).find({}).toArray())
      expect(dump.includes(canary), name).toBe(false)
    }
    expect(await run('httpRequest', { url: origin, headers: { 'X-Key': '{{secret.NONE}}' } })).toMatchObject({
      type: 'fail',
      reason: 'There is no secret "NONE".',
    })
  })

  it('tries again later on 503, gives up with a cure, and lets the process catch 404', async () => {
    answers = { status: 503 }
    expect(await run('httpRequest', { url: origin })).toMatchObject({ type: 'retryIn', duration: 'PT10S' })
    expect(await run('httpRequest', { url: origin }, { attempts: 2 })).toMatchObject({
      type: 'retryIn',
      duration: 'PT20S',
    })
    expect(await run('httpRequest', { url: origin }, { attempts: 3 })).toMatchObject({
      type: 'fail',
      cure: expect.any(String),
    })
    answers = { status: 404, body: '"gone"' }
    expect(await run('httpRequest', { url: origin })).toMatchObject({ type: 'bpmnError', code: 'http404' })
  })

  it('leaves a host alone that failed five times, and does not use up attempts on it meanwhile', async () => {
    answers = { status: 500 }
    for (let n = 0; n < 5; n++) await run('httpRequest', { url: origin })
    const before = asked.length
    const left = await run('httpRequest', { url: origin }, { attempts: 2 })
    expect(asked).toHaveLength(before)
    const [, seconds] = /^PT([\d.]+)S$/.exec(left.type === 'retryIn' ? left.duration : '') ?? []
    expect(Number(seconds)).toBeGreaterThan(50)
    resume(host)
  })

  it('follows no redirect and reads no more than a megabyte', async () => {
    answers = { status: 302, headers: { location: 'http://169.254.169.254/' } }
    expect(await run('httpRequest', { url: origin })).toMatchObject({
      type: 'fail',
      reason: expect.stringContaining('redirects'),
    })
    answers = { status: 200, body: 'x'.repeat(1_200_000) }
    expect(await run('httpRequest', { url: origin })).toMatchObject({ type: 'retryIn' })
  })

  it('stays inside the list, and out of private networks even for listed names', async () => {
    answers = { status: 200 }
    const before = asked.length
    app.services.config.httpAllowPrivate = false
    await app.services.settings.update(systemActor, { httpAllowList: [host, 'localhost'] })
    await new Promise(resolve => setTimeout(resolve, 1_100))
    expect(await run('httpRequest', { url: 'https://elsewhere.test' })).toMatchObject({
      type: 'fail',
      cure: expect.stringContaining('Integrations'),
    })
    expect(await run('httpRequest', { url: `https://${host}` })).toMatchObject({
      type: 'fail',
      reason: expect.stringContaining('private'),
    })
    expect(await run('httpRequest', { url: 'https://localhost' })).toMatchObject({
      type: 'fail',
      reason: expect.stringContaining('private'),
    })
    expect(await run('httpRequest', { url: origin })).toMatchObject({
      type: 'fail',
      reason: expect.stringContaining('https'),
    })
    expect(asked.length).toBe(before)
  })
})
