import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#server/routes/index.ts'
import type { Schema } from '#server/routes/route.ts'
import { isRaw } from '#server/routes/serve.ts'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

const seed = Number(process.env.SEED ?? 20261122)
const runs = Number(process.env.FUZZ_RUNS ?? 12)

const nasty = fc.constantFrom(
  'nobody',
  '*',
  '$where',
  '../..',
  '0',
  'a'.repeat(180),
  '{"$gt":""}',
  'ключ',
  '%00',
)
/** Ids of records that are there, so that bodies get as far as they can. */
const real: string[] = []
const ids = fc.oneof(
  { weight: 1, arbitrary: nasty },
  { weight: 4, arbitrary: fc.nat().map(n => real[n % real.length]!) },
)

describe(`Bodies nobody expected (SEED=${seed})`, () => {
  let app: TestApp
  let admin: Caller
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signIn('administrator')
    const ids = ['/companies', '/contacts', '/products', '/deals', '/tasks', '/teams'].map(async path => {
      const { body } = await admin.post<{ id: string }>(path, {
        [path === '/deals' ? 'title' : 'name']: 'Real',
      })
      return body.id
    })
    real.push(...(await Promise.all(ids)), 'b2b-sale', 'won')
  })

  const table = routes.filter(
    route => route.method !== 'get' && route.path !== '/demo' && route.path !== '/session',
  )

  it.each(table.map(route => [`${route.method} ${route.path}`, route] as const))(
    '%s',
    async (_name, route) => {
      const body =
        route.body && !isRaw(route.body) ? likely(route.body) : fc.anything({ withNullPrototype: false })
      await fc.assert(
        fc.asyncProperty(body, ids, async (value, id) => {
          const path = route.path.replace(/:\w+/g, () => encodeURIComponent(id))
          const raw =
            route.body && isRaw(route.body)
              ? { raw: { type: route.body.raw[0]!, bytes: text(value) } }
              : undefined
          // The support code throws for anything but a described answer or a well-shaped 4xx.
          const { status } = await admin.ask(route.method.toUpperCase(), path, raw ?? { body: value ?? null })
          expect(status).toBeLessThan(500)
          expect(({} as Record<string, unknown>).polluted).toBeUndefined()
        }),
        { seed, numRuns: runs },
      )
    },
  )

  const reads = routes.filter(route => route.method === 'get' && route.path !== '/events')

  it.each(reads.map(route => [`get ${route.path}`, route] as const))('%s', async (_name, route) => {
    const query = route.query ? likely(route.query) : fc.constant({})
    await fc.assert(
      fc.asyncProperty(query, ids, async (value, id) => {
        const path = route.path.replace(/:\w+/g, () => encodeURIComponent(id))
        const given = typeof value === 'object' && value !== null ? value : { q: value }
        // Longer addresses never reach us: Node itself refuses them.
        const pairs = Object.entries(given).map(([key, each]) => [key.slice(0, 50), text(each).slice(0, 300)])
        const { status } = await admin.get(`${path}?${new URLSearchParams(pairs)}`)
        expect(status).toBeLessThan(500)
      }),
      { seed, numRuns: runs },
    )
  })

  it('refuses keys that change objects, bodies too deep, too large or of another type', async () => {
    const bytes = (content: string, type = 'application/json') => ({ raw: { type, bytes: content } })
    const codeOf = async (options: object) =>
      (await admin.ask<{ error: { code: string } }>('POST', '/tasks', options)).body.error.code
    expect(await codeOf(bytes('{"name":"x","__proto__":{"polluted":true}}'))).toBe('badKey')
    expect(await codeOf(bytes(`${'['.repeat(100)}${']'.repeat(100)}`))).toBe('tooDeep')
    expect(await codeOf(bytes(`{"name":"${'x'.repeat(300_000)}"}`))).toBe('tooLarge')
    expect(await codeOf(bytes('{"name":', 'application/json'))).toBe('badJson')
    expect(await codeOf(bytes('name=x', 'application/x-www-form-urlencoded'))).toBe('unsupportedType')
    expect(await codeOf({ body: { name: 'x', isAdmin: true } })).toBe('invalidRequest')
  })

  it('takes operators in texts as texts', async () => {
    for (const path of ['/deals?q[$ne]=x', '/deals?owner[$gt]=', '/tasks?deal[$ne]=1', '/users?q=%24where']) {
      expect((await admin.get(path)).status).toBeLessThan(500)
    }
    const { status } = await app.nobody.post('/session', { email: { $gt: '' }, password: { $gt: '' } })
    expect(status).toBe(400)
  })
})

const junk = fc.oneof(
  fc.constantFrom(
    null,
    '',
    ' ',
    '$gt',
    { $gt: '' },
    [],
    {},
    -1,
    1e308,
    '2026-02-30',
    'a'.repeat(5000),
    '\uD800',
    true,
  ),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Values that mostly fit a schema, with a wrong one here and there. */
function likely(schema: Schema): fc.Arbitrary<unknown> {
  const expected = fitting(schema)
  return fc.oneof({ weight: 5, arbitrary: expected }, { weight: 1, arbitrary: junk })
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const {
    type,
    enum: values,
    anyOf,
    properties,
    items,
    additionalProperties,
  } = schema as {
    type?: string
    enum?: string[]
    anyOf?: Schema[]
    properties?: Record<string, Schema>
    items?: Schema
    additionalProperties?: Schema | boolean
  }
  if (values) return fc.constantFrom(...values)
  if (anyOf) return fc.oneof(...anyOf.map(fitting))
  if (type === 'object' && properties) {
    const parts = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, likely(value)]))
    const required = (schema.required as string[] | undefined) ?? []
    return fc.record(parts, { requiredKeys: required as never[] })
  }
  if (type === 'object') {
    const value = typeof additionalProperties === 'object' ? likely(additionalProperties) : junk
    return fc.dictionary(fc.string({ maxLength: 12 }), value, { maxKeys: 4 })
  }
  if (type === 'array') return fc.array(likely(items ?? {}), { maxLength: 4 })
  if (type === 'integer') return fc.integer({ min: -2, max: 100 })
  if (type === 'number') return fc.double({ noNaN: true, min: -1e6, max: 1e6 })
  if (type === 'boolean') return fc.boolean()
  if (type === 'string') {
    return fc.oneof(
      fc.string({ maxLength: 40, unit: 'grapheme' }),
      fc.constantFrom('2026-11-22', '2026-11-22T10:00:00Z', 'a@b.test', 'EUR', '<a/>'),
    )
  }
  return junk
}

function text(value: unknown): string {
  return typeof value === 'string'
    ? value
    : (JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? '1' : each)) ?? '')
}
