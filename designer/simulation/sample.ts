import type { Instant, Json } from '#engine/pure.ts'
import type { PropertySchema } from '../catalogue.ts'
import { dayIn, zoneOf } from './clock.ts'

/** A deal that could be anybody's, for trying a process out. */
export function sampleData(
  now: Instant,
  process: { key: string; firstStage?: string },
): Record<string, Json> {
  return moved(
    {
      deal: {
        id: 'test-deal',
        number: 1042,
        title: 'Office furniture for Lindgren & Co',
        amount: 24000,
        currency: 'EUR',
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
        name: 'Lindgren & Co',
        sector: 'retail',
        location: 'Sweden',
        employees: 120,
        revenue: 18,
      },
      contact: {
        id: 'contact-1',
        name: 'Elsa Lindgren',
        email: 'elsa@lindgren.example',
        phone: '+46 8 123 45',
        position: 'Office manager',
      },
      owner: { id: 'user-ann', name: 'Ann Karlsson', email: 'ann@example.com', role: 'manager' },
      manager: { id: 'user-max', name: 'Max Berg', email: 'max@example.com', role: 'manager' },
      products: [{ name: 'Desk', quantity: 12, price: 1500, discount: 0 }],
    },
    now,
  )
}

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
