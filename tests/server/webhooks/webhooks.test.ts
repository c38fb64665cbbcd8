import { beforeAll, describe, expect, it } from 'vitest'
import { newSecret, signature } from '#server/crm/webhooks/secrets.ts'
import { seal, unseal } from '#server/seal.ts'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

let app: TestApp
let admin: Caller

beforeAll(async () => {
  app = await startApp()
  admin = await app.signIn('administrator')
})

interface Hook {
  id: string
  secret: string
  url: string
}

const makeHook = async (key = '=body.deal') =>
  (await admin.post<Hook>('/webhooks', { name: 'Payments', message: 'invoice.paid', correlation: { key } }))
    .body

interface Call {
  id?: string
  secret?: string
  seconds?: number
  body?: string
}

async function call(
  hook: Hook,
  { id = `call-${Math.random()}`, secret = hook.secret, seconds, body = '{"deal":"42"}' }: Call = {},
) {
  const timestamp = String(seconds ?? Math.floor(app.services.now().getTime() / 1000))
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,bm9uZQ== ${signature(secret, id, timestamp, Buffer.from(body))}`,
  }
  return app.nobody.ask<{ status: string; error: { code: string } }>('POST', `/hooks/${hook.id}`, {
    raw: { type: 'application/json', bytes: body },
    headers,
  })
}

const keptMessages = (payload: object) =>
  app.services.db.collection('messages').countDocuments({ name: 'invoice.paid', ...payload })

describe('a webhook', () => {
  it('tells its secret once, and keeps it encrypted', async () => {
    const hook = await makeHook()
    expect(hook.secret).toMatch(/^whsec_[\w+/=]{44}$/)
    const listed = await admin.get<{ items: Hook[] }>('/webhooks')
    expect(JSON.stringify(listed.body)).not.toContain(hook.secret)
    const stored = await app.services.db.collection('webhooks').find({}).toArray()
    expect(JSON.stringify(stored)).not.toContain(hook.secret.slice(6, 20))
  })

  it('signed rightly brings its message to the process with the same key', async () => {
    const hook = await makeHook()
    const reply = await call(hook, { body: '{"deal":"D-1","amount":5}' })
    expect(reply).toMatchObject({ status: 200, body: { status: 'accepted' } })
    expect(await keptMessages({ key: 'D-1' })).toBe(1)
  })

  it('sent twice has its effect once', async () => {
    const hook = await makeHook()
    const body = '{"deal":"D-2"}'
    const [one, two] = await Promise.all([call(hook, { id: 'same', body }), call(hook, { id: 'same', body })])
    const three = await call(hook, { id: 'same', body })
    expect([one.status, two.status, three.status]).toEqual([200, 200, 200])
    expect(three.body.status).toBe('duplicate')
    expect(await keptMessages({ key: 'D-2' })).toBe(1)
  })

  it.each([
    ['a wrong secret', () => ({ secret: newSecret() }), 'wrongSignature'],
    ['a time six minutes ago', () => ({ seconds: Math.floor(Date.now() / 1000) - 360 }), 'oldSignature'],
    ['a time in the future', () => ({ seconds: Math.floor(Date.now() / 1000) + 360 }), 'oldSignature'],
  ])('with %s is refused and has no effect', async (_, how, code) => {
    const hook = await makeHook()
    const reply = await call(hook, { ...how(), body: '{"deal":"D-3"}' })
    expect(reply).toMatchObject({ status: 401, body: { error: { code } } })
    expect(await keptMessages({ key: 'D-3' })).toBe(0)
    const log = await admin.get<{ items: { outcome: string }[] }>(`/webhooks/${hook.id}/log`)
    expect(log.body.items).toMatchObject([{ outcome: 'refused' }])
  })

  it('without a signature, or with a body changed on the way, is refused', async () => {
    const hook = await makeHook()
    const bare = await app.nobody.ask<{ error: { code: string } }>('POST', `/hooks/${hook.id}`, {
      raw: { type: 'application/json', bytes: '{}' },
    })
    expect(bare).toMatchObject({ status: 401, body: { error: { code: 'notSigned' } } })
    const timestamp = String(Math.floor(app.services.now().getTime() / 1000))
    const headers = {
      'webhook-id': 'x',
      'webhook-timestamp': timestamp,
      'webhook-signature': signature(hook.secret, 'x', timestamp, Buffer.from('{"deal":"1"}')),
    }
    const changed = await app.nobody.ask('POST', `/hooks/${hook.id}`, {
      raw: { type: 'application/json', bytes: '{"deal":"2"}' },
      headers,
    })
    expect(changed.status).toBe(401)
  })

  it('that lacks the key, or is no JSON, says so', async () => {
    const hook = await makeHook()
    expect(await call(hook, { body: '{"other":1}' })).toMatchObject({
      status: 422,
      body: { error: { code: 'noCorrelationKey' } },
    })
    expect(await call(hook, { body: 'not json' })).toMatchObject({
      status: 422,
      body: { error: { code: 'invalidBody' } },
    })
    expect(await call(hook, { body: '{"__proto__":{"a":1}}' })).toMatchObject({ status: 422 })
    expect(await call(hook, { body: '['.repeat(5000) + ']'.repeat(5000) })).toMatchObject({ status: 422 })
  })

  it('may change its secret while the old one still serves, but not the one before', async () => {
    const hook = await makeHook()
    const second = (await admin.post<{ secret: string }>(`/webhooks/${hook.id}/secret`)).body.secret
    expect((await call(hook)).status).toBe(200)
    expect((await call(hook, { secret: second })).status).toBe(200)
    await admin.post(`/webhooks/${hook.id}/secret`)
    expect((await call(hook)).status).toBe(401)
    expect((await call(hook, { secret: second })).status).toBe(200)
  })

  it('switched off, deleted or never made is the same to the caller', async () => {
    const hook = await makeHook()
    await admin.patch(`/webhooks/${hook.id}`, { active: false })
    expect((await call(hook)).status).toBe(404)
    await admin.delete(`/webhooks/${hook.id}`)
    expect((await call(hook)).status).toBe(404)
  })

  it('with a key that is no expression is not made', async () => {
    const reply = await admin.post('/webhooks', { name: 'x', message: 'y', correlation: { key: '=body.(' } })
    expect(reply.status).toBe(422)
  })

  it('is for administrators', async () => {
    const analyst = await app.signIn('analyst')
    expect((await analyst.get('/webhooks')).status).toBe(403)
  })
})

it('a sealed secret opens for its owner and its server only', () => {
  const sealed = seal('whsec_x', 'hook-1', 'master secret')
  expect(unseal(sealed, 'hook-1', 'master secret')).toBe('whsec_x')
  expect(() => unseal(sealed, 'hook-2', 'master secret')).toThrow()
  expect(() => unseal(sealed, 'hook-1', 'another')).toThrow()
})

it('the signature is the one of the Standard Webhooks specification', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const body = Buffer.from('{"test": 2432232314}')
  expect(signature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', body)).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  )
})
