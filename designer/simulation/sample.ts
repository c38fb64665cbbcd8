import type { Instant, Json } from '#engine/pure.ts'
import type { PropertySchema } from '../catalogue.ts'
import type { Locale } from '../i18n/texts.ts'
import { dayIn, zoneOf } from './clock.ts'

/** A deal that could be anybody's, for trying a process out. */
export function sampleData(
  now: Instant,
  process: { key: string; firstStage?: string },
  locale: Locale = 'en',
): Record<string, Json> {
  const words = samples[locale]
  return moved(
    {
      deal: {
        id: 'test-deal',
        number: 1042,
        title: words.deal,
        amount: words.price * 16,
        currency: words.currency,
        discount: 10,
        stage: process.firstStage ?? null,
        pipeline: process.key,
        status: 'open',
        source: 'web',
        owner: 'user-ann',
        team: 'team-north',
        expectedClose: now.slice(0, 10),
        closeValue: null,
        lossReason: null,
        fields: {},
      },
      company: {
        id: 'company-1',
        name: words.company,
        sector: words.sector,
        location: words.country,
        employees: 120,
        revenue: 18,
      },
      contact: {
        id: 'contact-1',
        name: words.contact,
        email: 'elsa@lindgren.example',
        phone: '+46 8 123 45',
        position: words.position,
      },
      owner: { id: 'user-ann', name: words.owner, email: 'ann@example.com', role: 'manager' },
      manager: { id: 'user-max', name: words.manager, email: 'max@example.com', role: 'manager' },
      products: [{ name: words.product, quantity: 12, price: words.price, discount: 0 }],
    },
    now,
  )
}

const samples = {
  en: {
    deal: 'Office furniture for Lindgren & Co',
    price: 1500,
    currency: 'EUR',
    company: 'Lindgren & Co',
    sector: 'retail',
    country: 'Sweden',
    contact: 'Elsa Lindgren',
    position: 'Office manager',
    owner: 'Ann Karlsson',
    manager: 'Max Berg',
    product: 'Desk',
  },
  ru: {
    deal: 'Мебель для «Липы и партнёров»',
    price: 15_000,
    currency: 'RUB',
    company: 'Липа и партнёры',
    sector: 'торговля',
    country: 'Россия',
    contact: 'Ольга Липова',
    position: 'Офис-менеджер',
    owner: 'Анна Карлова',
    manager: 'Максим Горин',
    product: 'Стол',
  },
} satisfies Record<Locale, object>

/** The same data at another moment. */
export const moved = (data: Record<string, Json>, now: Instant): Record<string, Json> => ({
  ...data,
  now,
  today: dayIn(zoneOf(data), now),
})

/** A copy with one value changed, e.g. at `deal.fields.need`. */
export function setPath(data: Record<string, Json>, path: string, value: Json): Record<string, Json> {
  const [head, ...rest] = path.split('.') as [string, ...string[]]
  if (rest.length === 0) return { ...data, [head]: value }
  const inner = data[head]
  const holder = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {}
  return { ...data, [head]: setPath(holder, rest.join('.'), value) }
}

/** A believable result of a connector, made of its output schema. */
export function sampleOutput(connector: string, output: Record<string, unknown> | undefined): Json {
  const properties = (output?.properties ?? output ?? {}) as Record<string, PropertySchema>
  const entries = Object.entries(properties).filter(
    ([, schema]) => typeof schema === 'object' && schema !== null,
  )
  return Object.fromEntries(entries.map(([name, schema]) => [name, sampleValue(connector, name, schema)]))
}

function sampleValue(connector: string, name: string, schema: PropertySchema): Json {
  const given = schema.default ?? schema.examples?.[0] ?? schema.enum?.[0]
  if (given !== undefined) return given as Json
  const type = [schema.type ?? 'string'].flat()[0]
  if (type === 'number' || type === 'integer') return name === 'status' ? 200 : 1
  if (type === 'boolean') return true
  if (type === 'array') return []
  if (type === 'object') return {}
  return `${connector}-${name}`
}
