/** A request sent twice because the first answer got lost. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type Caller, caller, startApp, type TestApp } from '#tests/support/app.ts'

let app: TestApp
let manager: Caller

beforeAll(async () => {
  app = await startApp()
  manager = await app.signIn('manager')
})

const post = (who: Caller, path: string, body: unknown, key: string, more: Record<string, string> = {}) =>
  who.ask<{ id: string; error?: { code: string; message: string } }>('POST', path, {
    body,
    headers: { 'idempotency-key': key, ...more },
  })

describe('A POST with an Idempotency-Key', () => {
  it('is carried out once and answered the same', async () => {
    const first = await post(manager, '/companies', { name: 'Twice' }, 'a-1')
    const again = await post(manager, '/companies', { name: 'Twice' }, 'a-1')
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const { body } = await manager.get<{ items: object[] }>('/companies?q=Twice')
    expect(body.items).toHaveLength(1)
  })

  it('sent many times at once makes one record', async () => {
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => post(manager, '/deals', { title: 'Crowd' }, 'a-2')),
    )
    const made = replies.filter(reply => reply.status === 201).map(reply => reply.body.id)
    expect(new Set(made).size).toBe(1)
    expect(replies.every(reply => [201, 409].includes(reply.status))).toBe(true)
    const { body } = await manager.get<{ items: object[] }>('/deals?q=Crowd')
    expect(body.items).toHaveLength(1)
  })

  it('says so when the key was for something else, or is no key', async () => {
    await post(manager, '/companies', { name: 'One' }, 'a-3')
    const other = await post(manager, '/companies', { name: 'Two' }, 'a-3')
    expect([other.status, other.body.error?.code]).toEqual([422, 'keyReused'])
    const bad = await post(manager, '/companies', { name: 'Two' }, 'a'.repeat(201))
    expect([bad.status, bad.body.error?.code]).toEqual([400, 'badIdempotencyKey'])
  })

  it('that was refused may be sent again, corrected', async () => {
    const refused = await post(manager, '/deals', { title: 'X', stage: 'nowhere' }, 'a-5')
    expect(refused.status).toBe(422)
    expect((await post(manager, '/deals', { title: 'X' }, 'a-5')).status).toBe(201)
  })

  it('is answered with refusals in the language of the reader, codes unchanged', async () => {
    const russian = await post(manager, '/companies', { name: 'Two' }, 'a-3', { 'accept-language': 'ru' })
    expect(russian.body.error).toMatchObject({
      code: 'keyReused',
      message: 'Этот ключ за последние 24 часа уже был у другого запроса. Возьмите новый.',
    })
  })

  it('of somebody else, or after a day, is another request', async () => {
    const mine = await post(manager, '/companies', { name: 'Mine' }, 'a-4')
    const theirs = await post(await app.signIn('manager'), '/companies', { name: 'Theirs' }, 'a-4')
    expect(theirs.body.id).not.toBe(mine.body.id)
    const { body } = await manager.post<{ secret: string }>('/tokens', { name: 'A robot', expiresInDays: 30 })
    await app.advance(25 * 3_600_000)
    const robot = caller(app.url, manager.id, { authorization: `Bearer ${body.secret}` })
    const later = await post(robot, '/companies', { name: 'Later' }, 'a-4')
    expect([later.status, later.body.id === mine.body.id]).toEqual([201, false])
  })
})

describe('A POST whose server fell before it kept the answer', () => {
  beforeAll(async () => {
    manager = await app.signIn('manager')
  })

  /** As a fallen server leaves them, a minute ago. */
  const forgetAnswers = async () => {
    await app.services.db.collection('answers').updateMany({}, { $unset: { answer: '' } })
    await app.advance(61_000)
  }
  const countOf = (collection: string, filter: Record<string, unknown>) =>
    app.services.db.collection(collection).countDocuments(filter)

  it.each([
    ['/deals', 'deals', { title: 'Half made' }],
    ['/companies', 'companies', { name: 'Half made' }],
    ['/contacts', 'contacts', { name: 'Half made' }],
    ['/products', 'products', { name: 'Half made' }],
    ['/tasks', 'tasks', { name: 'Half made' }],
  ])('finds what was made when it is sent to %s again', async (path, collection, values) => {
    const first = await post(manager, path, values, `b-${collection}`)
    await forgetAnswers()
    const again = await post(manager, path, values, `b-${collection}`)
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
    expect(await countOf(collection, values)).toBe(1)
  })

  it('starts the pipeline of its deal once, and is told once', async () => {
    const { body } = await post(manager, '/deals', { title: 'Told once' }, 'b-pipeline')
    await forgetAnswers()
    await post(manager, '/deals', { title: 'Told once' }, 'b-pipeline')
    expect(await countOf('instances', { 'subject.id': body.id })).toBe(1)
    expect(await countOf('audit', { action: 'deal.created', target: body.id })).toBe(1)
  })

  it('writes its note once, and makes its team once', async () => {
    const admin = await app.signIn('administrator')
    const { body } = await post(admin, '/deals', { title: 'Noted' }, 'b-noted')
    const note = () => post(admin, `/deals/${body.id}/notes`, { text: 'Called him' }, 'b-note')
    const team = () => post(admin, '/teams', { name: 'North' }, 'b-team')
    const made = [await note(), await team()]
    await forgetAnswers()
    const again = [await note(), await team()]
    expect(again.map(({ status }) => status)).toEqual([204, 201])
    expect(again[1]!.body.id).toBe(made[1]!.body.id)
    expect(await countOf('timeline', { deal: body.id, type: 'note' })).toBe(1)
  })

  it('goes on at once where it failed half way', async () => {
    vi.spyOn(app.services.audit, 'record').mockRejectedValueOnce(new Error('The disk is full'))
    await expect(post(manager, '/deals', { title: 'Half way' }, 'b-failed')).rejects.toThrow('500')
    const again = await post(manager, '/deals', { title: 'Half way' }, 'b-failed')
    expect(again.status).toBe(201)
    expect(await countOf('deals', { title: 'Half way' })).toBe(1)
    expect(await countOf('audit', { action: 'deal.created', target: again.body.id })).toBe(1)
  })
})
