import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recipientsOf } from '#server/messages/addresses.ts'
import type { LetterRequest } from '#server/messages/types.ts'
import { systemActor } from '#server/policy.ts'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'
import { type MailServer, startMailServer } from '#tests/support/mailServer.ts'

let smtp: MailServer
let app: TestApp
let manager: Caller
let deal: string

beforeAll(async () => {
  smtp = await startMailServer()
  app = await startApp({
    smtp: { host: '127.0.0.1', port: smtp.port, secure: false, from: 'Sales <sales@baton.test>' },
    baseUrl: 'https://baton.test',
  })
  await app.services.settings.update(systemActor, { companyName: 'Fernhill Instruments', vatRate: 19 })
  manager = await app.signIn('manager')
  deal = await newDeal('Measuring line')
})
afterAll(() => smtp.close())

async function newDeal(title: string): Promise<string> {
  const contact = await app.services.contacts.create(systemActor, {
    name: 'Клара Фонтен',
    email: 'clara@customer.test',
  })
  const made = await app.services.deals.create(
    systemActor,
    {
      title,
      contact: contact._id,
      owners: [manager.id],
      products: [{ name: 'Gauge', quantity: 2, price: 100, discount: 0 }],
    },
    { quiet: true },
  )
  return made._id
}

const letter = (key: string, more: Partial<LetterRequest> = {}): LetterRequest => ({
  key,
  to: 'clara@customer.test',
  template: 'quotation-sent',
  about: { entity: 'deal', id: deal },
  by: systemActor,
  ...more,
})

const lastRaw = () => smtp.letters.at(-1)!.raw
const partOf = (raw: string, type: string) => {
  const part = raw.split(/\r\n--/).find(each => each.includes(`Content-Type: ${type}`))!
  const [head, ...body] = part.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  return head!.includes('base64')
    ? Buffer.from(text, 'base64').toString('utf8')
    : Buffer.from(
        text
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString('utf8')
}

describe('a letter', () => {
  it('arrives with its words, its PDF, and the person in charge to answer to', async () => {
    const document = await app.services.documents.render({
      template: 'quotation',
      subject: { entity: 'deal', id: deal },
      key: 'document-1',
      by: systemActor,
    })
    const sent = await app.services.mail.write(letter('first', { attachments: [document._id] }))
    expect(sent).toMatchObject({ status: 'sent', attempts: 1, to: ['clara@customer.test'] })
    const raw = lastRaw()
    expect(raw).toMatch(/^From: Sales <sales@baton.test>/m)
    expect(raw).toMatch(/^Reply-To: manager-.*@baton.test/m)
    expect(partOf(raw, 'text/plain')).toContain('Dear Клара Фонтен,')
    expect(partOf(raw, 'text/html')).toContain('€238.00')
    expect(raw).toContain('Content-Type: application/pdf; name=')
  })

  it('asked for twice goes out once', async () => {
    const before = smtp.letters.length
    const [one, two] = await Promise.all([
      app.services.mail.write(letter('twice')),
      app.services.mail.write(letter('twice')),
    ])
    await app.services.mail.write(letter('twice'))
    expect(one._id).toBe(two._id)
    expect(smtp.letters.length).toBe(before + 1)
    expect(lastRaw()).toContain(`Message-ID: <${one._id}@baton.test>`)
  })

  it('cannot be given headers by what somebody typed', async () => {
    const title = 'Offer\r\nBcc: everyone@evil.test\r\n\r\nBody'
    await app.services.mail.write(letter('injection', { template: undefined, subject: title, text: 'Hello' }))
    const { raw, to } = smtp.letters.at(-1)!
    expect(to).toEqual(['clara@customer.test'])
    expect(raw).not.toMatch(/^Bcc:/m)
    expect(raw).toMatch(/^Subject: Offer Bcc: everyone@evil\.test Body/m)
  })

  it('that the mail server puts off waits, and is tried again later', async () => {
    smtp.refuseWith = 451
    const waiting = await app.services.mail.write(letter('later'))
    expect(waiting).toMatchObject({ status: 'waiting', attempts: 1 })
    expect(waiting.reason).toContain('put the letter off')
    smtp.refuseWith = 0
    expect(await app.services.mail.write(letter('later'))).toMatchObject({ status: 'sent', attempts: 2 })
  })

  it('that the mail server refuses fails with reason and cure, and its owner is told', async () => {
    smtp.refuseWith = 550
    const failed = await app.services.mail.write(letter('refused'))
    smtp.refuseWith = 0
    expect(failed).toMatchObject({ status: 'failed' })
    expect(failed.cure).toBeTruthy()
    const { items } = await app.services.notifications.list(manager.id)
    expect(items.map(item => item.title).join()).toContain('could not be sent')
    const again = await manager.post(`/letters/${failed._id}/send`)
    expect(again.body).toMatchObject({ status: 'sent', attempts: 2 })
    expect((await manager.post(`/letters/${failed._id}/send`)).status).toBe(409)
  })

  it('is seen in the outbox and on the timeline by those who see the deal, and by nobody else', async () => {
    const list = await manager.get<{ items: { id: string; subject: string; status: string }[] }>('/letters')
    expect(list.body.items.length).toBeGreaterThanOrEqual(5)
    const one = await manager.get<{ html: string }>(`/letters/${list.body.items[0]!.id}`)
    expect(one.body.html).toContain('<')
    const stranger = await app.signIn('manager')
    expect((await stranger.get<{ items: object[] }>('/letters')).body.items).toEqual([])
    expect((await stranger.get(`/letters/${list.body.items[0]!.id}`)).status).toBe(404)
    const timeline = await app.services.timeline.list(deal)
    expect(timeline.items.filter(item => item.type === 'letter').length).toBeGreaterThanOrEqual(5)
  })
})

it('when the mail server is down the letter waits and says which server', async () => {
  await smtp.close()
  const waiting = await app.services.mail.write(letter('down'))
  expect(waiting).toMatchObject({ status: 'waiting' })
  expect(waiting.reason).toContain(`127.0.0.1:${smtp.port} cannot be reached`)
  smtp = await startMailServer(smtp.port)
  expect(await app.services.mail.write(letter('down'))).toMatchObject({ status: 'sent' })
})

describe('addresses', () => {
  it.each([
    ['ann@example.com', ['ann@example.com'], []],
    [
      '"Bee, Ann" <ann@example.com>; bob@example.com',
      ['"Bee, Ann" <ann@example.com>', 'bob@example.com'],
      [],
    ],
    ['ann@example.com\r\nBcc: x@evil.test', ['ann@example.com'], ['Bcc: x@evil.test']],
    ['not an address', [], ['not an address']],
    [['a@b.co', 'a@b.co'], ['a@b.co'], []],
    [null, [], []],
  ])('%j', (typed, good, bad) => {
    expect(recipientsOf(typed)).toEqual({ good, bad })
  })
})
