import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#server/policy.ts'
import { type Caller, eventually, startApp, type TestApp } from '#tests/support/app.ts'

interface Card {
  id: string
  number: number
  stage: string
  version: number
  amount: number | null
  next: { type: string; id: string; name: string } | null
}
interface Failure {
  error: { code: string; message: string; details: Record<string, unknown> }
}
interface Move {
  stage: string
  allowed: boolean
  how?: string
  outcomeName?: string
  reason?: string
  needs?: string[]
}

describe('A deal', () => {
  let app: TestApp
  let seller: Caller
  beforeAll(async () => {
    app = await startApp()
    seller = await app.signIn('manager', { name: 'Sal Seller' })
  })

  const newDeal = async (values: object = {}) =>
    (await seller.post<Card>('/deals', { title: 'Cold store', amount: 18_400, ...values })).body
  const move = (deal: Card, stage: string, values = {}) =>
    seller.post<Card & Failure>(`/deals/${deal.id}/move`, { stage, values })

  it('starts its pipeline’s process when it is made, and shows the first task', async () => {
    const deal = await newDeal()
    expect(deal).toMatchObject({ stage: 'prospecting', next: { type: 'task', name: 'Qualify the lead' } })
    const { body } = await seller.get<{ items: { name: string }[] }>('/tasks?view=mine')
    expect(body.items.map(task => task.name)).toContain('Qualify the lead')
  })

  it('is named with its customer among what runs and among what is found, and stands at one step', async () => {
    const company = (await seller.post<{ id: string }>('/companies', { name: 'Zebra Zinc' })).body
    const deal = await newDeal({ title: 'Quagga crate', companyId: company.id })
    const { body } = await seller.get<{ items: { at: string[]; deal: object }[] }>(
      `/instances?deal=${deal.id}`,
    )
    // The deadline at the step is no second place.
    expect(body.items).toMatchObject([
      { at: ['Qualify the lead'], deal: { title: 'Quagga crate', company: { name: 'Zebra Zinc' } } },
    ])
    const found = await seller.get<{ items: { type: string; title: string; subtitle?: string }[] }>(
      '/search?q=zebra',
    )
    expect(found.body.items.map(({ type, subtitle }) => `${type}: ${subtitle}`)).toContain(
      'task: Zebra Zinc · Quagga crate',
    )
  })

  it('starts no process when it comes in quietly', async () => {
    const deal = await newDeal({ quiet: true })
    expect(deal.next).toBeNull()
    const { body } = await seller.get<{ total?: number; items: unknown[] }>(`/instances?deal=${deal.id}`)
    expect(body.items).toEqual([])
  })

  it('moves by an outcome of its open task, and the process follows', async () => {
    const deal = await newDeal()
    const moved = await move(deal, 'engaging')
    expect(moved.body).toMatchObject({ stage: 'engaging', next: { type: 'task', name: 'Meet the customer' } })
    const { body } = await seller.get<{ items: { type: string; title: string }[] }>(
      `/deals/${deal.id}/timeline`,
    )
    expect(body.items.map(({ type, title }) => `${type}: ${title}`)).toEqual(
      expect.arrayContaining(['stage: Prospecting → Engaging', 'task: Qualify the lead: Interested']),
    )
  })

  it('tells what each stage would mean before anybody drags', async () => {
    const deal = await newDeal({ amount: null })
    const { body } = await seller.get<Move[]>(`/deals/${deal.id}/moves`)
    const of = (stage: string) => body.find(each => each.stage === stage)
    expect(of('prospecting')).toMatchObject({ allowed: true, how: 'here' })
    expect(of('engaging')).toMatchObject({
      allowed: true,
      how: 'outcome',
      outcomeName: 'Interested',
      needs: ['amount'],
    })
    expect(of('won')).toMatchObject({ allowed: false })
    expect(of('won')!.reason).toMatch(/\w+ \w+/)
  })

  it('is refused with the reason and the task where the drawing knows no way', async () => {
    const deal = await newDeal()
    const { status, body } = await move(deal, 'won')
    expect(status).toBe(409)
    expect(body.error).toMatchObject({ code: 'moveRefused', details: { task: { name: 'Qualify the lead' } } })
    expect((await seller.get<Card>(`/deals/${deal.id}`)).body.stage).toBe('prospecting')
  })

  it('asks for what the outcome needs, takes it with the move and writes it on the deal', async () => {
    const deal = await newDeal({ amount: null })
    const asked = await move(deal, 'engaging')
    expect(asked.body.error).toMatchObject({ code: 'moveRefused', details: { needs: ['amount'] } })
    const moved = await move(deal, 'engaging', { amount: 900 })
    expect(moved.body).toMatchObject({ stage: 'engaging', amount: 900 })
  })

  it('jumps back where the drawing allows it, and the open task goes away', async () => {
    const deal = await newDeal()
    await move(deal, 'engaging')
    const back = await move(deal, 'prospecting')
    expect(back.body).toMatchObject({ stage: 'prospecting', next: { name: 'Qualify the lead' } })
    const { body } = await seller.get<{ items: { name: string; status: string }[] }>(`/tasks?deal=${deal.id}`)
    expect(body.items.filter(task => task.status === 'open').map(task => task.name)).toEqual([
      'Qualify the lead',
    ])
  })

  it('without a process begins one at the stage it is dragged to', async () => {
    const deal = await newDeal({ quiet: true })
    const moved = await move(deal, 'engaging')
    expect(moved.body).toMatchObject({ stage: 'engaging', next: { name: 'Meet the customer' } })
  })

  it('is lost with its reason, closed, and its process ends', async () => {
    const deal = await newDeal()
    const { body } = await move(deal, 'lost', { lossReason: 'No budget' })
    expect(body).toMatchObject({ stage: 'lost', status: 'lost', lossReason: 'No budget', next: null })
    await eventually('the process to end', async () => {
      const { body: list } = await seller.get<{ items: { status: string }[] }>(`/instances?deal=${deal.id}`)
      return list.items.every(instance => instance.status === 'completed')
    })
  })

  it('keeps what two people write at once apart: the second hears who was quicker', async () => {
    const deal = await newDeal()
    const change = (amount: number) =>
      seller.patch<Card & Failure>(`/deals/${deal.id}`, { amount, version: deal.version })
    expect((await change(1)).status).toBe(200)
    const late = await change(2)
    expect(late.status).toBe(409)
    expect(late.body.error.message).toContain('Sal Seller')
    expect((await seller.get<Card>(`/deals/${deal.id}`)).body.amount).toBe(1)
  })

  it('merges custom fields and refuses values that do not fit their definition', async () => {
    const admin = await app.signIn('administrator')
    const size = { key: 'size', label: 'Size', type: 'number' }
    await admin.put('/settings', { customFields: { deal: [size], company: [], contact: [], product: [] } })
    const deal = await newDeal({ fields: { size: 3, note: 'x' } })
    const { body } = await seller.patch<{ fields: object; version: number }>(`/deals/${deal.id}`, {
      fields: { note: 'y' },
      version: deal.version,
    })
    expect(body.fields).toEqual({ size: 3, note: 'y' })
    const wrong = await seller.patch<Failure>(`/deals/${deal.id}`, {
      fields: { size: 'big' },
      version: body.version,
    })
    expect(wrong.status).toBe(422)
    expect(wrong.body.error.details).toEqual({ fields: { 'fields.size': expect.stringContaining('Size') } })
  })

  it('takes names and prices of its lines from the price list', async () => {
    const { body: product } = await seller.post<{ id: string }>('/products', {
      name: 'Rack',
      price: 40,
      currency: 'EUR',
    })
    const deal = await newDeal({ products: [{ productId: product.id, quantity: 2 }] })
    expect(deal).toMatchObject({ products: [{ name: 'Rack', price: 40, quantity: 2, discount: 0 }] })
    expect((await seller.delete(`/products/${product.id}`)).status).toBe(409)
  })

  it('numbers are never given twice, however many are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => newDeal({ quiet: true })))
    expect(new Set(made.map(deal => deal.number)).size).toBe(12)
  })

  it('is gone with its tasks and processes when it is deleted', async () => {
    const deal = await newDeal()
    expect((await seller.delete(`/deals/${deal.id}`)).status).toBe(204)
    expect((await seller.get(`/deals/${deal.id}`)).status).toBe(404)
    const { body } = await seller.get<{ items: unknown[] }>(`/tasks?deal=${deal.id}`)
    expect(body.items).toEqual([])
    const [instance] = await app.services.engine.instances.find({ subject: { entity: 'deal', id: deal.id } })
    expect(instance!.status).toBe('cancelled')
  })

  it('starts its process once though the event is delivered again and again', async () => {
    const deal = await app.services.deals.create(systemActor, { title: 'Twice', owners: [seller.id] })
    const record = { id: `${deal._id}/created`, event: 'deal.created', at: new Date(), data: {} }
    await app.services.db
      .collection<{ _id: string }>('deals')
      .updateOne({ _id: deal._id }, { $set: { outbox: [record], pendingAt: new Date(0) } })
    expect(await app.services.deals.deliverPending()).toBeGreaterThan(0)
    const instances = await app.services.engine.instances.find({ subject: { entity: 'deal', id: deal._id } })
    expect(instances).toHaveLength(1)
  })

  it('starts its process later when the engine could not be reached at first', async () => {
    const deal = await app.services.deals.create(
      systemActor,
      { title: 'Left behind', owners: [seller.id] },
      { quiet: true },
    )
    const record = { id: `${deal._id}/created`, event: 'deal.created', at: new Date(), data: {} }
    await app.services.db
      .collection<{ _id: string }>('deals')
      .updateOne({ _id: deal._id }, { $set: { outbox: [record], pendingAt: new Date(0) } })
    await app.services.deals.deliverPending()
    const shown = await seller.get<Card>(`/deals/${deal._id}`)
    expect(shown.body.next).toMatchObject({ name: 'Qualify the lead' })
    const stored = await app.services.db.collection<{ _id: string }>('deals').findOne({ _id: deal._id })
    expect(stored).toMatchObject({ outbox: [] })
    expect(stored).not.toHaveProperty('pendingAt')
  })
})

describe('Many deals', () => {
  let app: TestApp
  let admin: Caller
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signIn('administrator')
    const deals = Array.from({ length: 95 }, (_, n) => ({
      title: `Deal ${String(n).padStart(3, '0')}`,
      amount: n % 3 === 0 ? null : n,
      stage: n < 70 ? 'prospecting' : 'won',
      closeValue: n < 70 ? null : 10,
      stageSince: new Date(2026, 0, 1 + (n % 7)),
      owners: [admin.id],
    }))
    await app.services.deals.createMany(systemActor, deals, { quiet: true })
  })

  interface Column {
    stage: string
    count: number
    sum: number
    cards: Card[]
    next?: string
  }

  it('stand on the board with the figures of all and the cards of the first thirty', async () => {
    const { body } = await admin.get<{ columns: Column[] }>('/deals/board')
    const [first] = body.columns
    const sum = Array.from({ length: 70 }, (_, n) => (n % 3 === 0 ? 0 : n)).reduce((total, n) => total + n)
    expect(first).toMatchObject({ stage: 'prospecting', count: 70, sum })
    expect(first!.cards).toHaveLength(30)
    expect(body.columns.find(column => column.stage === 'won')).toMatchObject({ count: 25, sum: 250 })
  })

  it('come page by page, each once', async () => {
    const { body } = await admin.get<{ columns: Column[] }>('/deals/board')
    const seen = body.columns[0]!.cards.map(card => card.id)
    for (let next = body.columns[0]!.next; next; ) {
      const { body: page } = await admin.get<{ items: Card[]; next?: string }>(
        `/deals/board/prospecting?cursor=${next}&limit=17`,
      )
      seen.push(...page.items.map(card => card.id))
      next = page.next
    }
    expect(seen).toHaveLength(70)
    expect(new Set(seen).size).toBe(70)
  })

  it.each(['amount', '-amount', 'title', '-stageSince', 'closeValue'])(
    'are sorted by %s through all pages, empty values too',
    async sort => {
      const seen: string[] = []
      let cursor = ''
      do {
        const { body } = await admin.get<{ items: Card[]; next?: string; total: number }>(
          `/deals?sort=${sort}&limit=20${cursor}`,
        )
        expect(body.total).toBe(95)
        seen.push(...body.items.map(card => card.id))
        cursor = body.next ? `&cursor=${body.next}` : ''
      } while (cursor)
      expect(seen).toHaveLength(95)
      expect(new Set(seen).size).toBe(95)
    },
  )

  it('are found by title, number and company, with regular-expression signs meant as typed', async () => {
    const { body: company } = await admin.post<{ id: string }>('/companies', { name: 'Acme (Nord) [x]' })
    const { body: deal } = await admin.post<Card>('/deals', {
      title: 'A+B',
      companyId: company.id,
      quiet: true,
    })
    const find = async (q: string) =>
      (await admin.get<{ items: Card[] }>(`/deals?q=${encodeURIComponent(q)}`)).body.items.map(
        each => each.id,
      )
    expect(await find('nord) [')).toEqual([deal.id])
    expect(await find('a+b')).toEqual([deal.id])
    expect(await find(String(deal.number))).toContain(deal.id)
    expect(await find('.*')).toEqual([])
  })
})
