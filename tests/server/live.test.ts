import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, eventually, signInAs, startApp, type TestApp } from '#tests/support/app.ts'

describe('The live stream', () => {
  let app: TestApp
  let person: Caller
  let email: string
  beforeAll(async () => {
    app = await startApp()
    person = await app.signIn('manager')
    email = (await app.services.users.get(person.id)).email
  })

  /** Listens until `stop`; what came, oldest first. */
  async function listen(lastEventId?: string) {
    const closing = new AbortController()
    const cookie = await cookieOf()
    const response = await fetch(`${app.url}/api/events`, {
      headers: { cookie, ...(lastEventId && { 'last-event-id': lastEventId }) },
      signal: closing.signal,
    })
    const heard: { id: string; type: string; data: { id?: string } }[] = []
    const reading = (async () => {
      let text = ''
      for await (const chunk of response.body!) {
        text += Buffer.from(chunk).toString()
        const events = text.split('\n\n')
        text = events.pop()!
        for (const event of events) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1]
          if (field('event'))
            heard.push({ id: field('id')!, type: field('event')!, data: JSON.parse(field('data')!) })
        }
      }
    })().catch(() => {})
    const stop = () => {
      closing.abort()
      return reading
    }
    return { response, heard, stop }
  }

  async function cookieOf(): Promise<string> {
    const reply = await app.nobody.post('/session', { email, password: 'a long enough passphrase' })
    return reply.headers.getSetCookie()[0]!.split(';')[0]!
  }

  it('tells what changed, to the one who may see it', async () => {
    const stream = await listen()
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream')
    const { body } = await person.post<{ id: string }>('/deals', { title: 'Racks', quiet: true })
    await eventually('the deal’s event', () =>
      stream.heard.find(event => event.type === 'deal' && event.data.id === body.id),
    )
    await stream.stop()
  })

  it('goes on after a broken connection where it ended', async () => {
    const first = await listen()
    await person.post('/tasks', { name: 'One' })
    const last = await eventually('an event', () => first.heard.at(-1))
    await first.stop()
    const { body } = await person.post<{ id: string }>('/tasks', { name: 'Missed' })
    await new Promise(resolve => setTimeout(resolve, 500))
    const second = await listen(last.id)
    await eventually('the missed event', () => second.heard.find(event => event.data.id === body.id))
    await second.stop()
  })

  it('hears what another server process did', async () => {
    const stream = await listen()
    const to = { users: [person.id] }
    const _id = app.services.newId()
    const event = { _id, at: new Date(), from: 'another process', type: 'task', data: { id: 'far-away' }, to }
    await app.services.db.collection<{ _id: string }>('events').insertOne(event)
    await eventually('the far event', () => stream.heard.find(each => each.data.id === 'far-away'))
    await stream.stop()
  })

  it('is closed to those who are not signed in', async () => {
    expect((await fetch(`${app.url}/api/events`)).status).toBe(401)
    await signInAs(app.url, person.id, email)
  })
})
