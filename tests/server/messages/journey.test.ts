import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemActor } from '#server/policy.ts'
import { type Caller, eventually, startApp, type TestApp } from '#tests/support/app.ts'
import { type MailServer, startMailServer } from '#tests/support/mailServer.ts'

let smtp: MailServer
let app: TestApp
let manager: Caller

beforeAll(async () => {
  smtp = await startMailServer()
  app = await startApp({
    smtp: { host: '127.0.0.1', port: smtp.port, secure: false, from: 'sales@baton.test' },
  })
  manager = await app.signIn('manager')
})
afterAll(() => smtp.close())

interface TaskRow {
  id: string
  name: string
  version: number
  outcomes: { id: string; name: string }[]
}

async function openTask(deal: string, name: string): Promise<TaskRow> {
  const row = await eventually(`the task “${name}”`, async () => {
    const { body } = await manager.get<{ items: TaskRow[] }>(`/tasks?view=mine&deal=${deal}`)
    return body.items.find(item => item.name === name)
  })
  return (await manager.get<TaskRow>(`/tasks/${row.id}`)).body
}

async function newDeal(stage: string): Promise<string> {
  const contact = await app.services.contacts.create(systemActor, {
    name: 'Clara',
    email: 'clara@customer.test',
  })
  const deal = await app.services.deals.create(systemActor, {
    title: 'Measuring line',
    amount: 900,
    stage,
    contact: contact._id,
    owners: [manager.id],
  })
  await app.settle()
  return deal._id
}

async function prepare(deal: string): Promise<void> {
  const task = await openTask(deal, 'Prepare the proposal')
  const reply = await manager.post(`/tasks/${task.id}/complete`, {
    outcome: task.outcomes[0]!.id,
    values: { amount: 900, discount: 5 },
    version: task.version,
  })
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
}

it('a quotation is printed, sent and answered by the customer, and the deal moves on', async () => {
  const deal = await newDeal('proposal')
  await prepare(deal)
  const letter = await eventually('the letter', () => smtp.letters.at(-1))
  expect(letter.to).toEqual(['clara@customer.test'])
  expect(letter.raw).toContain('application/pdf')
  const { items } = (await manager.get<{ items: { id: string; status: string }[] }>('/letters')).body
  const { text } = (await manager.get<{ text: string }>(`/letters/${items[0]!.id}`)).body
  const link = new URL(/http\S+\/answer\/\S+/.exec(text)![0])
  const answered = await fetch(`${app.url}${link.pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ answer: 'accept', comment: 'Yes please' }),
  })
  expect(answered.status).toBe(200)
  await openTask(deal, 'Negotiate and close')
  expect((await manager.get<{ stage: string }>(`/deals/${deal}`)).body.stage).toBe('negotiation')
  const documents = await manager.get<{ items: { name: string; status: string }[] }>(
    `/deals/${deal}/documents`,
  )
  expect(documents.body.items).toMatchObject([{ status: 'ready' }])
})

it('a letter that is refused stops the process with reason and cure, and Retry sends it', async () => {
  smtp.refuseWith = 550
  const deal = await newDeal('proposal')
  await prepare(deal)
  const analyst = await app.signIn('analyst')
  const instance = await eventually('the incident', async () => {
    const [found] = await app.services.engine.instances.find({
      subject: { entity: 'deal', id: deal },
      withIncident: true,
    })
    return found
  })
  expect(instance.incidents).toMatchObject([
    {
      message: expect.stringContaining('refused the letter'),
      cure: expect.stringContaining('Check the recipient'),
    },
  ])
  smtp.refuseWith = 0
  const before = smtp.letters.length
  const path = `/instances/${encodeURIComponent(instance._id)}/incidents/${encodeURIComponent(instance.incidents[0]!.id)}/retry`
  expect((await analyst.post(path)).status).toBeLessThan(300)
  await eventually('the letter', () => smtp.letters.length > before)
  await eventually('the wait for the answer', async () => {
    const now = await app.services.engine.instances.get(instance._id)
    return now!.incidents.length === 0 && now!.subscriptions.some(each => each.name === 'quotation.answered')
  })
  expect(smtp.letters.length).toBe(before + 1)
})
