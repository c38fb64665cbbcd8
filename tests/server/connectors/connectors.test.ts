import { beforeAll, describe, expect, it } from 'vitest'
import { dueDate } from '#server/connectors/due.ts'
import { connectors } from '#server/connectors/index.ts'
import { systemActor } from '#server/policy.ts'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'
import { runner } from './run.ts'

let app: TestApp
let manager: Caller
let deal: string
let run: ReturnType<typeof runner>

beforeAll(async () => {
  app = await startApp({ smtp: undefined })
  manager = await app.signIn('manager')
  const made = await app.services.deals.create(systemActor, {
    title: 'A deal',
    amount: 500,
    owners: [manager.id],
  })
  deal = made._id
  run = runner(app, deal)
  await app.settle()
})

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
