/** The power goes at the worst moments: nothing is lost, nothing happens twice, everything goes on by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, signIn } from '../support/api.ts'
import { type MailServer, startMailServer } from '../support/mailServer.ts'
import { admin, type Product, startProduct, until } from '../support/product.ts'

interface Deal {
  id: string
  stage: string
  next: { type: string; id: string; name?: string } | null
}

let product: Product
let mail: MailServer
let api: Client

beforeAll(async () => {
  mail = await startMailServer()
  product = await startProduct({
    ...mail.env,
    BATON_ADMIN_EMAIL: admin.email,
    BATON_ADMIN_PASSWORD: admin.password,
  })
  api = await signIn(product.url, admin)
})
afterAll(async () => {
  await product?.stop()
  await mail?.close()
})

describe('When the power goes', () => {
  const moments = [0, 60, 150, 400]

  it.each(moments)(
    '%i ms after a proposal was handed in, one quotation is printed and one letter arrives',
    async moment => {
      const customer = `customer-${moment}@customer.test`
      const deal = await sendProposal(customer)
      await new Promise(resolve => setTimeout(resolve, moment))
      await restart()

      const letters = await until('the letter', () => {
        const found = mail.letters.filter(letter => letter.to.includes(customer))
        return found.length > 0 && found
      })
      await until('the process to wait for the customer', async () => {
        const { items } = await api.get<{ items: { id: string }[] }>(`/instances?deal=${deal.id}`)
        const { tokens } = await api.get<{ tokens: { node: string }[] }>(`/instances/${items[0]!.id}`)
        return tokens.some(token => token.node === 'Answer')
      })
      const { items } = await api.get<{ items: unknown[] }>(`/deals/${deal.id}/documents`)
      expect(items).toHaveLength(1)
      expect(new Set(letters.map(letter => letter.messageId)).size).toBe(1)
    },
  )

  it('while the mail server considers a letter, the letter goes out soon after the restart', async () => {
    const customer = 'considered@customer.test'
    mail.silent = true
    await sendProposal(customer)
    await until('the mail server to have heard the letter', () => mail.unanswered > 0)
    await product.kill()
    mail.silent = false
    await product.start()
    api = await signIn(product.url, admin)
    await until('the letter', () => mail.letters.some(({ to }) => to.includes(customer)))
  })

  it('while a task is open, the task is there afterwards, once, and can be done', async () => {
    const deal = await api.post<Deal>('/deals', { title: 'Open task' })
    const before = await task(deal.id, 'Qualify the lead')
    await restart()
    const { items } = await api.get<{ items: { id: string }[] }>(`/tasks?view=team&deal=${deal.id}`)
    expect(items.map(each => each.id)).toEqual([before])
    await complete(before, { amount: 100 }, 'Interested')
    await until('the next stage', async () => (await api.get<Deal>(`/deals/${deal.id}`)).stage === 'engaging')
  })

  it('while a timer runs, it fires after the restart, once', async () => {
    await api.send('/processes', 'application/xml', reminderInTwoSeconds)
    await api.post('/processes/nudge/publish', { xml: reminderInTwoSeconds })
    const deal = await api.post<Deal>('/deals', { title: 'Timer' })
    await api.post(`/deals/${deal.id}/processes`, { key: 'nudge' })
    await product.kill()
    await new Promise(resolve => setTimeout(resolve, 2500))
    await product.start()
    api = await signIn(product.url, admin)
    const todos = await until('the to-do', async () => {
      const { items } = await api.get<{ items: { name: string }[] }>(`/tasks?view=team&deal=${deal.id}`)
      const found = items.filter(each => each.name === 'Nudge')
      return found.length > 0 && found
    })
    expect(todos).toHaveLength(1)
  })
})

/** A deal whose proposal has been handed in: a quotation is to be printed and sent to the customer. */
async function sendProposal(email: string): Promise<Deal> {
  const contact = await api.post<{ id: string }>('/contacts', { name: email, email })
  const deal = await api.post<Deal>('/deals', {
    title: email,
    amount: 9000,
    stage: 'proposal',
    contactId: contact.id,
  })
  await complete(await task(deal.id, 'Prepare the proposal'), { discount: 5 })
  return deal
}

async function restart(): Promise<void> {
  await product.kill()
  await product.start()
  api = await signIn(product.url, admin)
}

function task(deal: string, name: string): Promise<string> {
  return until(`the task "${name}"`, async () => {
    const { next } = await api.get<Deal>(`/deals/${deal}`)
    return next?.type === 'task' && next.name === name && next.id
  })
}

async function complete(id: string, values: Record<string, unknown>, name?: string): Promise<void> {
  const { outcomes, version } = await api.get<{ outcomes: { id: string; name: string }[]; version: number }>(
    `/tasks/${id}`,
  )
  const outcome = outcomes.find(each => name === undefined || each.name === name)!
  await api.post(`/tasks/${id}/complete`, { outcome: outcome.id, values, version })
}

const reminderInTwoSeconds = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:baton="https://baton.dev/schema/bpmn/1.0" id="definitions" targetNamespace="https://baton.dev/test">
  <bpmn:process id="nudge" name="Nudge" isExecutable="true">
    <bpmn:startEvent id="Start" name="By hand">
      <bpmn:extensionElements><baton:trigger on="button" /></bpmn:extensionElements>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="Start" targetRef="Wait" />
    <bpmn:intermediateCatchEvent id="Wait" name="Two seconds">
      <bpmn:timerEventDefinition id="t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT2S</bpmn:timeDuration></bpmn:timerEventDefinition>
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="b" sourceRef="Wait" targetRef="Do" />
    <bpmn:serviceTask id="Do" name="Nudge the seller">
      <bpmn:extensionElements>
        <baton:connector type="createTask"><baton:parameter name="name" value="Nudge" /></baton:connector>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="c" sourceRef="Do" targetRef="End" />
    <bpmn:endEvent id="End" name="Done" />
  </bpmn:process>
</bpmn:definitions>`
