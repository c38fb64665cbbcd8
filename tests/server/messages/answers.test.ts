import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#server/policy.ts'
import { startApp, type TestApp } from '#tests/support/app.ts'

/** Without a mail server: letters stay in the outbox, their links work all the same. */
let app: TestApp
let deal: string

beforeAll(async () => {
  app = await startApp({ smtp: undefined })
  await app.services.settings.update(systemActor, { companyName: 'Fernhill & Sons' })
  const made = await app.services.deals.create(
    systemActor,
    { title: 'A <b>bold</b> deal', owners: [] },
    { quiet: true },
  )
  deal = made._id
})

const write = (key: string, locale = 'en') =>
  app.services.mail.write({
    key,
    to: 'clara@customer.test',
    template: 'quotation-sent',
    about: { entity: 'deal', id: deal },
    answer: { message: 'quotation.answered', correlationKey: key },
    locale,
    by: systemActor,
  })

const pathOf = (url: string | undefined) => new URL(url!).pathname
const page = (path: string, init?: RequestInit) => fetch(`${app.url}${path}`, init)
const press = (path: string, values: Record<string, string>) =>
  page(path, { method: 'POST', body: new URLSearchParams(values) })

describe('a customer', () => {
  it('finds the link in the letter, which is plainly marked as not sent', async () => {
    const letter = await write('question-1')
    expect(letter).toMatchObject({ status: 'notSent', reason: 'No mail server is set up.' })
    const { html } = await app.services.mail.get(systemActor, letter._id)
    expect(html).toContain(`${letter.answerUrl}?answer`.replaceAll('=', '&#x3D;').split('?')[0])
  })

  it('sees a page that needs no script, and changes nothing by looking', async () => {
    const { answerUrl } = await write('question-1')
    const response = await page(`${pathOf(answerUrl)}?answer=decline`)
    const html = await response.text()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(html).toContain('Fernhill &#38; Sons')
    expect(html).toContain('A &#60;b&#62;bold')
    expect(html).toMatch(/value="decline" required checked/)
    expect(html).not.toContain('<script')
    expect(await app.services.db.collection('answers').countDocuments({ answer: { $ne: null } })).toBe(0)
  })

  it('answers once; the message is kept for the process that will ask for it', async () => {
    const path = pathOf((await write('question-1')).answerUrl)
    const done = await press(path, { answer: 'accept', comment: 'Please hurry' })
    expect(done.status).toBe(200)
    expect(await done.text()).toContain('Yes, I accept')
    const again = await press(path, { answer: 'accept' })
    expect(again.status).toBe(200)
    expect((await press(path, { answer: 'decline' })).status).toBe(409)
    const messages = await app.services.db
      .collection('messages')
      .find({ name: 'quotation.answered' })
      .toArray()
    expect(messages).toHaveLength(1)
    expect(messages[0]!.payload).toMatchObject({ answer: 'accept', comment: 'Please hurry' })
    const { items } = await app.services.timeline.list(deal)
    expect(items.filter(item => item.type === 'message').map(item => item.title)).toEqual([
      'The customer answered: Yes, I accept',
    ])
  })

  it('may answer by the API too', async () => {
    const token = (await write('question-2')).answerUrl!.split('/').at(-1)
    const shown = await app.nobody.get(`/public/answers/${token}`)
    expect(shown.body).toMatchObject({
      title: 'A <b>bold</b> deal',
      options: [{ value: 'accept' }, { value: 'decline' }],
    })
    expect((await app.nobody.post(`/public/answers/${token}`, { answer: 'maybe' })).status).toBe(422)
    expect(
      (await app.nobody.post(`/public/answers/${token}`, { answer: 'decline', comment: 'Too dear' })).body,
    ).toMatchObject({ answered: 'decline' })
  })

  it('with a forged link is told so, in the own language', async () => {
    const path = pathOf((await write('question-3')).answerUrl)
    const forged = path.replace(/.$/, last => (last === 'A' ? 'B' : 'A'))
    const response = await page(forged, { headers: { 'accept-language': 'ru' } })
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('Ссылка недействительна')
  })

  it('who reads Russian is asked in Russian', async () => {
    const { answerUrl } = await write('question-4', 'ru')
    expect(await (await page(pathOf(answerUrl))).text()).toContain('Принимаю предложение')
  })
})

it('a form of a website starts what its trigger says, or nothing', async () => {
  const accepted = await app.nobody.post('/public/forms/contact', { name: 'Ann', email: 'ann@example.com' })
  expect(accepted.status).toBe(202)
  expect((await app.nobody.post('/public/forms/contact', { $where: '1' })).status).toBe(422)
  expect((await app.nobody.post('/public/forms/contact', { nested: { a: 1 } })).status).toBe(400)
})
