import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#server/policy.ts'
import { caller, password, startApp, type TestApp } from '#tests/support/app.ts'

describe('Signing in', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startApp()
  })

  it('begins with the link on the console, which works once', async () => {
    const lines: string[] = []
    await app.services.setup.begin(line => lines.push(line))
    const token = /token=([\w-]+)/.exec(lines.join('\n'))![1]
    expect((await app.nobody.get('/setup')).body).toEqual({ needed: true })
    const wrong = { token: 'guessed', name: 'Eve', email: 'eve@baton.test', password }
    expect((await app.nobody.post('/setup', wrong)).status).toBe(403)

    const first = await app.nobody.post<{ user: { role: string } }>('/setup', {
      token,
      name: 'Ada',
      email: 'ada@baton.test',
      password,
    })
    expect(first.body.user.role).toBe('administrator')
    expect((await app.nobody.get('/setup')).body).toEqual({ needed: false })
    const again = { token, name: 'Eve', email: 'eve@baton.test', password }
    expect((await app.nobody.post('/setup', again)).status).toBe(410)
  })

  it('gives a cookie scripts cannot read and a token for changes', async () => {
    const { status, headers, body } = await app.nobody.post('/session', { email: 'ada@baton.test', password })
    expect(status).toBe(200)
    const cookie = headers.getSetCookie()[0]!
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    const me = caller(app.url, '', { cookie: cookie.split(';')[0]! })
    expect((await me.get('/session')).body).toEqual(body)
    expect((await me.patch('/me', { theme: 'dark' })).body).toMatchObject({ error: { code: 'csrf' } })
    const withToken = { 'x-csrf-token': String(body.csrfToken) }
    expect((await me.ask('PATCH', '/me', { body: { theme: 'dark' }, headers: withToken })).status).toBe(200)
    const foreign = { ...withToken, 'sec-fetch-site': 'cross-site' }
    expect((await me.ask('PATCH', '/me', { body: { theme: 'light' }, headers: foreign })).status).toBe(403)
  })

  it('ends with signing out', async () => {
    const person = await app.signIn('manager')
    expect((await person.delete('/session')).status).toBe(204)
    expect((await person.get('/session')).status).toBe(401)
  })

  it('answers the same for a wrong password and an unknown address, and slows guessing down', async () => {
    await app.services.users.create(systemActor, {
      name: 'Bo',
      email: 'bo@baton.test',
      role: 'manager',
      password,
    })
    const wrong = await app.nobody.post<{ error: object }>('/session', {
      email: 'bo@baton.test',
      password: 'not it',
    })
    const unknown = await app.nobody.post<{ error: object }>('/session', {
      email: 'no@baton.test',
      password: 'not it',
    })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect({ ...wrong.body.error, requestId: '' }).toEqual({ ...unknown.body.error, requestId: '' })
    for (let n = 0; n < 4; n++)
      await app.nobody.post('/session', { email: 'bo@baton.test', password: 'not it' })
    const limited = await app.nobody.post('/session', { email: 'bo@baton.test', password })
    expect(limited.status).toBe(429)
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('keeps only hashes of passwords, cookies and tokens', async () => {
    const person = await app.signIn('analyst')
    const { body } = await person.post<{ secret: string }>('/tokens', { name: 'script' })
    const dump = JSON.stringify(
      await Promise.all(
        ['users', 'sessions', 'tokens', 'audit'].map(name =>
          app.services.db.collection(name).find().toArray(),
        ),
      ),
    )
    expect(dump).not.toContain(password)
    expect(dump).not.toContain(body.secret)
    expect(dump).toContain('$argon2id$')
  })

  it('takes an API token instead of a session, until it is withdrawn', async () => {
    const person = await app.signIn('manager')
    const { body } = await person.post<{ id: string; secret: string }>('/tokens', { name: 'script' })
    const script = caller(app.url, '', { authorization: `Bearer ${body.secret}` })
    expect((await script.get<{ user: { id: string } }>('/session')).body.user.id).toBe(person.id)
    expect((await script.post('/tasks', { name: 'Call back' })).status).toBe(201)
    expect((await person.delete(`/tokens/${body.id}`)).status).toBe(204)
    expect((await script.get('/session')).status).toBe(401)
  })

  it('lets an invited colleague choose a password, once', async () => {
    const admin = await app.signIn('administrator')
    const { body } = await admin.post<{ inviteLink: string; id: string }>('/users', {
      name: 'Ida',
      email: 'ida@baton.test',
      role: 'manager',
      invite: true,
    })
    const token = new URL(body.inviteLink).searchParams.get('token')
    expect((await app.nobody.get(`/setup?token=${token}`)).body).toMatchObject({ invited: { name: 'Ida' } })
    const weak = ['elevenchars', 'Password2026!', 'qwertyuiop123']
    for (const bad of weak)
      expect([bad, (await app.nobody.post('/setup', { token, password: bad })).status]).toEqual([bad, 422])
    expect((await app.nobody.post('/setup', { token, password })).status).toBe(200)
    expect((await app.nobody.post('/setup', { token, password })).status).toBe(410)
    expect((await app.nobody.post('/session', { email: 'ida@baton.test', password })).status).toBe(200)
  })

  it('ends the sessions of somebody who is switched off, and of nobody else', async () => {
    const admin = await app.signIn('administrator')
    const leaver = await app.signIn('manager')
    expect((await admin.patch(`/users/${leaver.id}`, { active: false })).status).toBe(200)
    expect((await leaver.get('/session')).status).toBe(401)
    expect((await admin.get('/session')).status).toBe(200)
  })

  it('never leaves the house without an administrator', async () => {
    const other = await startedAlone(app)
    expect(other.status).toBe(409)
  })

  it('is over after twelve hours, whatever happens', async () => {
    const person = await app.signIn('manager')
    for (let hours = 0; hours < 12; hours++) {
      await app.advance(3_600_000)
      if (hours < 11) expect((await person.get('/session')).status).toBe(200)
    }
    expect((await person.get('/session')).status).toBe(401)
  })
})

async function startedAlone(app: TestApp) {
  const admins = await app.services.users.list({ role: 'administrator', active: true })
  const keeper = await app.signIn('administrator')
  for (const { _id } of admins) await keeper.patch(`/users/${_id}`, { active: false })
  return keeper.patch(`/users/${keeper.id}`, { role: 'manager' })
}
