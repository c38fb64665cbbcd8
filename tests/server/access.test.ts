import { beforeAll, describe, expect, it } from 'vitest'
import { can, type Permission, type Role } from '#server/policy.ts'
import { routes } from '#server/routes/index.ts'
import { isRaw } from '#server/routes/serve.ts'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

/** What each role is meant to hold, written once more: a slip in the policy shows here. */
const meant: Record<Role, Permission[]> = {
  administrator: [
    'signedIn',
    'deals.read',
    'deals.write',
    'tasks.work',
    'processes.read',
    'processes.write',
    'instances.read',
    'instances.operate',
    'jobs.work',
    'imports.run',
    'templates.write',
    'users.manage',
    'settings.manage',
    'audit.read',
  ],
  analyst: [
    'signedIn',
    'deals.read',
    'deals.write',
    'tasks.work',
    'processes.read',
    'processes.write',
    'instances.read',
    'instances.operate',
    'jobs.work',
    'imports.run',
    'templates.write',
  ],
  manager: ['signedIn', 'deals.read', 'deals.write', 'tasks.work', 'processes.read', 'instances.read'],
}
const roles = Object.keys(meant) as Role[]

describe('Every route for every role', () => {
  let app: TestApp
  const people: Partial<Record<Role, Caller>> = {}
  beforeAll(async () => {
    app = await startApp()
    for (const role of roles) people[role] = await app.signIn(role)
  })

  it('grants each role what it is meant to hold', () => {
    const permissions = [...new Set(routes.map(route => route.permission))]
    for (const role of roles) {
      const actor = { id: 'x', name: 'x', role, teams: [], heads: [] }
      const held = permissions.filter(permission => permission !== 'public' && can(actor, permission))
      expect(held.sort()).toEqual(meant[role].filter(each => permissions.includes(each)).sort())
    }
  })

  // Signing out ends the session the other rows need; the stream never ends.
  const table = routes.filter(
    route => !(route.method === 'delete' && route.path === '/session') && route.path !== '/events',
  )

  it.each(table.map(route => [`${route.method} ${route.path}`, route] as const))(
    '%s',
    async (_name, route) => {
      const path = route.path.replace(/:\w+/g, 'nobody-has-this')
      const options = route.body
        ? isRaw(route.body)
          ? { raw: { type: route.body.raw[0]!, bytes: 'x' } }
          : { body: {} }
        : {}
      const method = route.method.toUpperCase()
      const anonymous = await app.nobody.ask<{ error?: { code: string } }>(method, path, options)
      if (route.permission === 'public') expect(anonymous.body?.error?.code).not.toBe('signInNeeded')
      else expect(anonymous.status).toBe(401)

      for (const role of roles) {
        const { status, body } = await people[role]!.ask<{ error?: { code: string } }>(method, path, options)
        const allowed = route.permission === 'public' || meant[role].includes(route.permission)
        if (allowed) expect([status, body?.error?.code]).not.toEqual([403, 'forbidden'])
        else expect([status, body?.error?.code]).toEqual([403, 'forbidden'])
      }
    },
  )

  it('answers unknown paths and methods with the usual shape', async () => {
    expect((await app.nobody.get<{ error: { code: string } }>('/nothing/here')).body.error.code).toBe(
      'notFound',
    )
    expect((await people.manager!.ask('PUT', '/deals')).status).toBe(404)
  })
})
