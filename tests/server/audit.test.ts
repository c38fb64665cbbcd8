import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, password, startApp, type TestApp } from '#tests/support/app.ts'

describe('The audit log', () => {
  let app: TestApp
  let admin: Caller
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signIn('administrator')
  })

  interface Entry {
    action: string
    by: { id: string }
    target?: string
    details: { before?: Record<string, unknown>; after?: Record<string, unknown> }
  }
  const entries = async () => (await admin.get<{ items: Entry[] }>('/audit?limit=200')).body.items

  it('remembers who signed in, who failed to, and who changed what from what', async () => {
    await app.nobody.post('/session', { email: 'nobody@baton.test', password })
    const { body: deal } = await admin.post<{ id: string; version: number }>('/deals', {
      title: 'Racks',
      amount: 1,
    })
    await admin.patch(`/deals/${deal.id}`, { amount: 2, version: deal.version })
    const found = await entries()
    expect(found.map(entry => entry.action)).toEqual(
      expect.arrayContaining(['session.opened', 'session.refused', 'deal.created']),
    )
    expect(found.find(entry => entry.action === 'deal.changed')).toMatchObject({
      by: { id: admin.id },
      target: deal.id,
      details: { before: { amount: 1 }, after: { amount: 2 } },
    })
  })

  it('holds no password and no token', async () => {
    await admin.post('/tokens', { name: 'script' })
    expect(JSON.stringify(await entries())).not.toContain(password)
    expect(JSON.stringify(await entries())).not.toContain('baton_')
  })

  it('shows when somebody changed or removed an entry behind its back', async () => {
    const audit = app.services.db.collection<{ _id: number }>('audit')
    expect((await admin.get('/audit/verification')).body).toEqual({ intact: true, brokenAt: null })
    await audit.updateOne({ _id: 2 }, { $set: { actorName: 'Somebody else' } })
    expect((await admin.get('/audit/verification')).body).toEqual({ intact: false, brokenAt: 2 })
    await audit.deleteOne({ _id: 2 })
    expect((await admin.get('/audit/verification')).body).toEqual({ intact: false, brokenAt: 3 })
  })

  it('keeps its chain whole however many write at once', async () => {
    const fresh = await startApp()
    const actor = { id: 'x', name: 'X', role: 'system' as const, teams: [], heads: [] }
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => fresh.services.audit.record({ actor, action: `test.${n}` })),
    )
    expect(await fresh.services.audit.verify()).toBeNull()
  })
})
