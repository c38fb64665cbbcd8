import { beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#server/routes/index.ts'
import { startApp, type TestApp } from '#tests/support/app.ts'

interface Operation {
  operationId: string
  parameters: { name: string; in: string }[]
  responses: Record<string, object>
  security: object[]
}

describe('The API’s own description', () => {
  let app: TestApp
  let paths: Record<string, Record<string, Operation>>
  beforeAll(async () => {
    app = await startApp()
    const { body } = await app.nobody.get<{ openapi: string; paths: typeof paths }>('/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    paths = body.paths
  })

  it('names every route, its parameters, its failures and who may call it', () => {
    for (const route of routes) {
      const operation = paths[route.path.replace(/:(\w+)/g, '{$1}')]![route.method]!
      const inPath = [...route.path.matchAll(/:(\w+)/g)].map(match => match[1])
      expect(operation.parameters.filter(each => each.in === 'path').map(each => each.name)).toEqual(inPath)
      expect(operation.responses).toHaveProperty('default')
      expect(operation.security.length === 0).toBe(route.permission === 'public')
    }
  })

  it('gives every operation a name of its own', () => {
    const names = Object.values(paths).flatMap(path =>
      Object.values(path).map(operation => operation.operationId),
    )
    expect(new Set(names).size).toBe(names.length)
  })

  it('is readable as a page from our own files, under the strict policy', async () => {
    const page = await fetch(`${app.url}/api/docs`)
    const html = await page.text()
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(match => match[1]!)
    expect(parts.every(part => part.startsWith('/api/docs/'))).toBe(true)
    for (const part of parts) expect((await fetch(app.url + part)).status).toBe(200)
  })
})

describe('Every answer', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp()
  })

  it('carries the headers that protect browsers, and is not kept by caches', async () => {
    const { headers } = await app.nobody.get('/health')
    expect(headers.get('content-security-policy')).toContain("object-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{16}$/)
    expect(headers.get('x-powered-by')).toBeNull()
  })

  it('marks cookies Secure and binds them to the host when people come by https', async () => {
    const secure = await startApp({ baseUrl: 'https://baton.test', secure: true })
    const person = await secure.services.users.create(
      { id: 'system', name: 'x', role: 'system', teams: [], heads: [] },
      { name: 'Bo', email: 'bo@baton.test', role: 'manager', password: 'a long enough passphrase' },
    )
    const { headers } = await secure.nobody.post('/session', {
      email: person.email,
      password: 'a long enough passphrase',
    })
    expect(headers.getSetCookie()[0]).toMatch(/^__Host-baton=.*; Secure/)
    expect(headers.get('strict-transport-security')).toContain('includeSubDomains')
  })

  it('says ok about itself only while everything behind it works', async () => {
    const { status, body } = await app.nobody.get('/health')
    expect([status, body.status, body.database]).toEqual([200, 'ok', true])
  })
})
