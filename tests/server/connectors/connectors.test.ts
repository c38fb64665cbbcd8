import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '#engine'
import { dueDate } from '#server/connectors/due.ts'
import { connectors } from '#server/connectors/index.ts'
import { allowedUrl, isPublic, resume } from '#server/connectors/outside.ts'
import { systemActor } from '#server/policy.ts'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

let app: TestApp
let manager: Caller
let deal: string
let effects = 0

beforeAll(async () => {
  app = await startApp({ smtp: undefined })
  manager = await app.signIn('manager')
  const made = await app.services.deals.create(systemActor, {
    title: 'A deal',
    amount: 500,
    owners: [manager.id],
  })
  deal = made._id
  await app.settle()
})

/** Runs a connector as the engine would. */
function run(
  connector: string,
  input: Record<string, Json>,
  o: { id?: string; attempts?: number; about?: string | null } = {},
) {
  const subject = o.about === null ? undefined : { entity: 'deal', id: o.about ?? deal }
  const effect = {
    id: o.id ?? `test/1/${++effects}`,
    type: 'runJob' as const,
    at: new Date().toISOString(),
    node: 'Step',
    attempts: o.attempts ?? 1,
    job: { connector, input, retries: 3, backoff: 'PT10S', ...(subject && { subject }) },
  }
  const instance = {
    _id: 'test',
    variables: { terms: 'Net 30' },
    definition: { key: 'test', version: 1, hash: '' },
  }
  return app.services.connectors.run(effect, instance as never)
}

const outputOf = (answer: unknown) => (answer as { output: Record<string, string> }).output

describe('every connector', () => {
  it.each(Object.values(connectors))('$type gives the designer a title, words and a form', connector => {
    expect(connector.title).toMatch(/^[A-Z]/)
    expect(connector.description.length).toBeGreaterThan(20)
    for (const key of connector.input.required ?? []) expect(connector.input.properties).toHaveProperty(key)
    for (const property of Object.values(connector.input.properties)) expect(property.title).toBeTruthy()
  })

  it('that lacks what it needs says which field is empty', async () => {
    expect(await run('createTask', { name: '' })).toMatchObject({
      type: 'fail',
      reason: '"What to do" is empty.',
    })
    expect(await run('nosuch', {})).toMatchObject({ type: 'fail', reason: 'There is no connector "nosuch".' })
  })

  it('that works on a deal says so when there is none', async () => {
    expect(await run('updateDeal', { amount: 5 }, { about: null })).toMatchObject({ type: 'fail' })
  })
})

describe('createTask', () => {
  it('puts one task on the owner’s list, however often it is tried', async () => {
    const once = await run(
      'createTask',
      { name: 'Call', due: 'P2D', description: 'Soon' },
      { id: 'task/1/1' },
    )
    const twice = await run('createTask', { name: 'Call', due: 'P2D' }, { id: 'task/1/1' })
    expect(once).toEqual(twice)
    const tasks = await app.services.db.collection('tasks').find({ name: 'Call' }).toArray()
    expect(tasks).toHaveLength(1)
    expect(tasks[0]).toMatchObject({ assignee: manager.id, deal, kind: 'todo' })
  })

  it('reads durations, working time, dates and instants, by the house’s clock', async () => {
    const now = () => new Date('2026-03-06T10:00:00Z')
    const house = Object.assign(Object.create(app.services), { now }) as typeof app.services
    const due = (value: unknown) => dueDate(house, value)
    expect(await due('PT90M')).toEqual(new Date('2026-03-06T11:30:00Z'))
    expect(await due('P1W')).toEqual(new Date('2026-03-13T10:00:00Z'))
    expect(await due('2 working days')).toEqual(new Date('2026-03-10T10:00:00Z'))
    expect(await due('2026-04-01')).toEqual(new Date('2026-04-01T23:59:59Z'))
    expect(await due('')).toBeNull()
    expect(await due('tomorrow')).toBe('invalid')
  })
})

describe('updateDeal', () => {
  it('changes fields once', async () => {
    const answer = await run('updateDeal', { discount: 10, source: 'fair' }, { id: 'update/1/1' })
    expect(answer).toMatchObject({ type: 'done', output: { deal: { discount: 10, source: 'fair' } } })
    await run('updateDeal', { changes: { probability: 50 } })
    expect(await app.services.deals.get(systemActor, deal)).toMatchObject({ discount: 10, probability: 50 })
  })

  it('refuses what does not fit, with the field’s name', async () => {
    expect(await run('updateDeal', { amount: 'lots' })).toMatchObject({
      type: 'fail',
      reason: '"lots" does not fit the field "amount".',
    })
    expect(await run('updateDeal', { owner: 'nobody' })).toMatchObject({ type: 'fail' })
  })

  it('tells the process when the deal is closed', async () => {
    const closed = await app.services.deals.create(
      systemActor,
      { title: 'Done', stage: 'won', owners: [] },
      { quiet: true },
    )
    expect(await run('updateDeal', { amount: 1 }, { about: closed._id })).toMatchObject({
      type: 'bpmnError',
      code: 'DEAL_CLOSED',
    })
  })
})

describe('createDeal', () => {
  it('makes a lead of a form once, and finds the customer again the next time', async () => {
    const form = {
      title: 'Website: gauge',
      company: 'Acme GmbH',
      contact: 'Ann Bee',
      email: 'Ann@Acme.test',
      source: 'website',
    }
    const one = await run('createDeal', form, { id: 'form/1/1', about: null })
    expect(await run('createDeal', form, { id: 'form/1/1', about: null })).toEqual(one)
    const two = await run('createDeal', { ...form, contact: 'A. Bee' }, { id: 'form/2/1', about: null })
    const ids = [one, two].map(answer => outputOf(answer).deal!)
    const [first, second] = await Promise.all(ids.map(id => app.services.deals.get(systemActor, id)))
    expect(first).toMatchObject({ title: 'Website: gauge', source: 'website', stage: 'prospecting' })
    expect([second!.contact, second!.company]).toEqual([first!.contact, first!.company])
    expect(ids[0]).not.toBe(ids[1])
  })
})

describe('moveStage', () => {
  it('moves the card where the drawing allows it, else lets the process catch the refusal', async () => {
    const refused = await run('moveStage', { stage: 'negotiation' })
    expect(refused).toMatchObject({ type: 'bpmnError', code: 'moveRefused' })
    const moved = await run('moveStage', { stage: 'lost', values: { lossReason: 'No answer' } })
    expect(moved, JSON.stringify(moved)).toMatchObject({
      type: 'done',
      output: { stage: 'lost' },
    })
  })
})

describe('renderDocument and sendEmail', () => {
  it('make a PDF and a letter that carries it', async () => {
    const rendered = await run('renderDocument', { template: 'quotation' })
    expect(rendered).toMatchObject({
      type: 'done',
      output: { number: expect.stringMatching(/^Q-\d{4}-\d{4}$/) },
    })
    const id = outputOf(rendered).id!
    const sent = await run('sendEmail', {
      to: 'clara@customer.test',
      template: 'quotation-sent',
      attachments: id,
      answerMessage: 'answered',
      answerOptions: 'yes=Gladly; no=Not now',
    })
    expect(sent).toMatchObject({
      type: 'done',
      output: { status: 'notSent', answerUrl: expect.stringContaining('/answer/') },
    })
    const letter = await app.services.mail.get(systemActor, outputOf(sent).letter!)
    expect(letter.attachments).toHaveLength(1)
    expect(letter.text).toContain('Gladly: http')
    const content = await manager.ask('GET', `/documents/${id}/content?format=html`)
    expect(content.body).toContain('Net 30')
    expect((await manager.get<{ items: object[] }>(`/deals/${deal}/documents`)).body.items).toHaveLength(1)
  })

  it('name the template that does not exist', async () => {
    expect(await run('renderDocument', { template: 'nosuch' })).toMatchObject({
      type: 'fail',
      reason: 'There is no document template "nosuch".',
    })
    expect(await run('sendEmail', { to: 'a@b.co', template: 'nosuch' })).toMatchObject({ type: 'fail' })
  })
})

describe('addNote and notify', () => {
  it('reach the timeline and the people', async () => {
    await run('addNote', { text: 'A line' })
    expect((await app.services.timeline.list(deal)).items.map(item => item.title)).toContain('A line')
    expect(await run('notify', { title: 'Look here' })).toMatchObject({ type: 'done', output: { users: 1 } })
    expect((await app.services.notifications.list(manager.id)).items.map(item => item.title)).toContain(
      'Look here',
    )
    expect(await run('notify', { to: 'nobody', title: 'x' })).toMatchObject({ type: 'fail' })
  })
})

describe('httpRequest', () => {
  let server: Server
  let origin = ''
  let host = ''
  let answers: { status: number; headers?: Record<string, string>; body?: string }
  const asked: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = []

  beforeAll(async () => {
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

describe('addresses outside', () => {
  it.each([
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/',
    'https://10.1.2.3/',
    'https://192.168.1.1/',
    'https://[fd00::1]/',
    'https://0.0.0.0/',
    'https://100.64.0.1/',
    'https://[64:ff9b::7f00:1]/',
  ])('%s is private however it is written', address => {
    const hosts = [new URL(address).hostname]
    expect(() => allowedUrl(address, { hosts, allowPrivate: false })).toThrow(/private|not on the list/)
  })

  it.each([
    ['https://api.example.com/x', true],
    ['https://API.example.com./x', true],
    ['https://sub.partner.test/x', true],
    ['https://partner.test/x', false],
    ['https://evil-partner.test/', false],
    ['https://api.example.com:8443/', false],
    ['https://erp.test:8443/', true],
    ['https://user:pass@api.example.com/', false],
    ['ftp://api.example.com/', false],
    ['no address', false],
  ])('%s allowed: %s', (address, allowed) => {
    const ask = () =>
      allowedUrl(address, {
        hosts: ['api.example.com', '*.partner.test', 'erp.test:8443'],
        allowPrivate: false,
      })
    if (allowed) expect(ask).not.toThrow()
    else expect(ask).toThrow()
  })

  it('are public only when they are', () => {
    expect(['8.8.8.8', '2606:4700::1111'].map(isPublic)).toEqual([true, true])
    expect(['127.0.0.1', '::ffff:127.0.0.1', '2002:7f00:1::', 'x'].map(isPublic)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})
