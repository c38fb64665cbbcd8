import { beforeAll, describe, expect, it } from 'vitest'
import { linesOf, totalsOf } from '#server/documents/figures.ts'
import { systemActor } from '#server/policy.ts'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

let app: TestApp
let manager: Caller
let analyst: Caller
let deal: string

beforeAll(async () => {
  app = await startApp()
  manager = await app.signIn('manager')
  analyst = await app.signIn('analyst')
  const made = await app.services.deals.create(
    systemActor,
    { title: 'Станки для «Ромашки»', amount: 1000, owners: [manager.id] },
    { quiet: true },
  )
  deal = made._id
})

describe('a document', () => {
  it('is rendered for a deal, shown as HTML and kept as PDF with a number of its own', async () => {
    const one = await manager.post<{ id: string; number: string }>(`/deals/${deal}/documents`, {
      template: 'invoice',
      locale: 'ru',
    })
    const two = await manager.post<{ id: string; number: string }>(`/deals/${deal}/documents`, {
      template: 'invoice',
    })
    expect(one.status).toBe(201)
    const year = app.services.now().getUTCFullYear()
    expect([one.body.number, two.body.number]).toEqual([`INV-${year}-0001`, `INV-${year}-0002`])
    const html = await manager.ask<string>('GET', `/documents/${one.body.id}/content?format=html`)
    expect(html.body).toContain('Счёт на оплату')
    expect(html.body).toContain('Станки для «Ромашки»')
    expect(html.headers.get('content-security-policy')).toContain('sandbox')
    const pdf = await manager.ask<string>('GET', `/documents/${one.body.id}/content`)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(pdf.body.slice(0, 5)).toBe('%PDF-')
    const { items } = await app.services.timeline.list(deal)
    expect(items.filter(item => item.type === 'document')).toHaveLength(2)
  })

  it('asked for twice with one key is made once, also at the same time', async () => {
    const request = {
      template: 'quotation',
      subject: { entity: 'deal', id: deal },
      key: 'same',
      by: systemActor,
    }
    const [one, two] = await Promise.all([
      app.services.documents.render(request),
      app.services.documents.render(request),
    ])
    expect(one).toMatchObject({ _id: two._id, number: two.number, sha256: two.sha256 })
    const third = await app.services.documents.render({ ...request, title: 'Other' })
    expect(third.title).toBe(one.title)
  })

  it('is not for people outside the deal’s team', async () => {
    const stranger = await app.signIn('manager')
    const { items } = (await manager.get<{ items: { id: string }[] }>(`/deals/${deal}/documents`)).body
    expect((await stranger.get(`/documents/${items[0]!.id}`)).status).toBe(404)
    expect((await stranger.get(`/documents/${items[0]!.id}/content`)).status).toBe(404)
    expect((await stranger.get(`/deals/${deal}/documents`)).status).toBe(404)
    expect((await stranger.get<{ items: object[] }>('/documents')).body.items).toEqual([])
    expect((await stranger.post(`/deals/${deal}/documents`, { template: 'invoice' })).status).toBe(404)
  })

  it('whose template asks for what is missing says what, and is made once that is there', async () => {
    await analyst.post('/templates', {
      kind: 'document',
      name: 'Contract',
      body: '<p>{{require company.name "The company"}}</p>',
    })
    const reply = await manager.post<{ error: { message: string } }>(`/deals/${deal}/documents`, {
      template: 'contract',
    })
    expect(reply.status).toBe(422)
    expect(reply.body.error.message).toContain('The company is missing.')
  })

  it('left behind by a server that died is printed by the next one, once', async () => {
    const { body } = await manager.post<{ id: string }>(`/deals/${deal}/documents`, { template: 'invoice' })
    const records = app.services.db.collection<{ _id: string }>('documents')
    const unprint = { $set: { status: 'rendering', html: null, pdf: null }, $unset: { sha256: '' as const } }
    await records.updateOne({ _id: body.id }, unprint)
    expect(await app.services.documents.resume()).toBe(0)
    await app.advance(180_000)
    const taken = await Promise.all([app.services.documents.resume(), app.services.documents.resume()])
    expect(taken.sort()).toEqual([0, 1])
    const shown = await manager.get<{ status: string }>(`/documents/${body.id}`)
    expect(shown.body.status).toBe('ready')
  })

  it('that failed can be tried again by the person who asked for it', async () => {
    const { body } = await manager.post<{ id: string }>(`/deals/${deal}/documents`, { template: 'invoice' })
    expect((await manager.post(`/documents/${body.id}/retry`)).status).toBe(409)
    const records = app.services.db.collection<{ _id: string }>('documents')
    await records.updateOne(
      { _id: body.id },
      { $set: { status: 'failed', reason: 'Printing took too long.' } },
    )
    const again = await manager.post<{ status: string; reason?: string }>(`/documents/${body.id}/retry`)
    expect(again.body).toMatchObject({ status: 'ready' })
    expect(again.body.reason).toBeUndefined()
  })
})

describe('a template', () => {
  it('can be changed, tried with a deal, and taken back to what was shipped', async () => {
    const id = encodeURIComponent('document:quotation')
    const shipped = (await analyst.get<{ body: string; builtIn: boolean }>(`/templates/${id}`)).body
    expect(shipped.builtIn).toBe(true)
    await analyst.put(`/templates/${id}`, { body: '<h1>{{deal.title}}</h1>' })
    const preview = await manager.post<{ html: string }>(`/templates/${id}/preview`, { dealId: deal })
    expect(preview.body.html).toContain('<h1>Станки для «Ромашки»</h1>')
    const back = await analyst.delete<{ body: string }>(`/templates/${id}`)
    expect(back.body.body).toBe(shipped.body)
  })

  it('with a mistake is refused with line and column, and the good one stays', async () => {
    const id = encodeURIComponent('email:thank-you')
    const reply = await analyst.put<{ error: { code: string; details: object } }>(`/templates/${id}`, {
      body: 'one\n{{#if deal}}two',
    })
    expect(reply).toMatchObject({
      status: 422,
      body: { error: { code: 'invalidTemplate', details: { line: 2, part: 'body' } } },
    })
    const subject = await analyst.post<{ error: { details: object } }>(`/templates/${id}/preview`, {
      subject: '{{deal.title',
    })
    expect(subject.status).toBe(422)
    expect(
      (await analyst.post<{ subject: string; text: string }>(`/templates/${id}/preview`, {})).body.subject,
    ).toContain('Thank you')
  })

  it('is changed by analysts, and read by managers', async () => {
    const id = encodeURIComponent('email:thank-you')
    expect(
      (await manager.get<{ items: object[] }>('/templates?kind=email')).body.items.length,
    ).toBeGreaterThanOrEqual(4)
    expect((await manager.put(`/templates/${id}`, { body: 'x' })).status).toBe(403)
  })

  it('shows only deals one may see', async () => {
    const stranger = await app.signIn('manager')
    const id = encodeURIComponent('document:quotation')
    expect((await stranger.post(`/templates/${id}/preview`, { dealId: deal })).status).toBe(404)
  })
})

describe('figures', () => {
  it('add up to the cent', () => {
    const lines = linesOf({
      products: [
        { name: 'A', quantity: 3, price: 33.335, discount: 0 },
        { name: 'B', quantity: 1, price: 1.005, discount: 0 },
        { name: 'C', quantity: 2, price: 100, discount: 12.5 },
      ],
    })
    expect(lines.map(line => line.amount)).toEqual([100.01, 1.01, 175])
    expect(totalsOf(lines, 10, 19)).toEqual({
      lines: 276.02,
      discount: 10,
      discountAmount: 27.6,
      net: 248.42,
      vatRate: 19,
      vat: 47.2,
      total: 295.62,
    })
    expect(totalsOf(lines, 0, null)).toMatchObject({ vat: 0, total: 276.02 })
  })

  it('of a deal without products are its amount', () => {
    expect(linesOf({ title: 'Deal', amount: 500 })).toMatchObject([
      { name: 'Deal', quantity: 1, amount: 500 },
    ])
    expect(linesOf({ title: 'Deal', amount: null })).toEqual([])
  })
})
