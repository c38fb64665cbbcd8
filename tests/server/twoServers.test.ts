import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#server/policy.ts'
import { type Caller, eventually, signInAs, startApp, type TestApp } from '#tests/support/app.ts'
import { freshDatabaseUri } from '#tests/support/database.ts'

describe('Two servers on one database', () => {
  let left: TestApp
  let right: TestApp
  let onLeft: Caller
  let onRight: Caller
  beforeAll(async () => {
    const uri = freshDatabaseUri()
    left = await startApp({}, uri)
    right = await startApp({}, uri)
    onLeft = await left.signIn('administrator')
    const { email } = await left.services.users.get(onLeft.id)
    onRight = await signInAs(right.url, onLeft.id, email)
  })

  interface Task {
    id: string
    name: string
    status: string
  }

  it('number deals without a gap or a double, and start one process for each', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 ? onLeft : onRight).post<{ number: number }>('/deals', { title: `Deal ${n}` }),
      ),
    )
    expect(made.map(reply => reply.body.number).sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
    expect(await left.services.engine.instances.count({ key: 'b2b-sale' })).toBe(10)
  })

  it('let a task be completed once, whichever is asked', async () => {
    const { body: deal } = await onLeft.post<{ id: string }>('/deals', { title: 'Contested', amount: 1 })
    const { body } = await onRight.get<{ items: Task[] }>(`/tasks?deal=${deal.id}`)
    const path = `/tasks/${body.items[0]!.id}/complete`
    const both = await Promise.all(
      [onLeft, onRight].map(who => who.post(path, { outcome: 'Flow_Interested' })),
    )
    expect(both.map(reply => reply.status).sort()).toEqual([200, 409])
    const open = await eventually('one open task', async () => {
      const { body: now } = await onLeft.get<{ items: Task[] }>(`/tasks?deal=${deal.id}`)
      const waiting = now.items.filter(task => task.status === 'open')
      return waiting.length === 1 && waiting
    })
    expect(open[0]!.name).toBe('Meet the customer')
  })

  it('tell each other’s browsers what changed', async () => {
    const heard: string[] = []
    const actor = (await right.services.users.actor(onRight.id))!
    const stop = right.services.live.subscribe(actor, undefined, (_id, event) =>
      heard.push(String(event.data.id)),
    )
    const { body: deal } = await onLeft.post<{ id: string }>('/deals', { title: 'Heard', quiet: true })
    await eventually('the event from the other server', () => heard.includes(deal.id))
    stop()
  })

  it('keep one audit chain between them', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? left : right).services.audit.record({ actor: systemActor, action: `test.${n}` }),
      ),
    )
    expect(await left.services.audit.verify()).toBeNull()
  })

  it('end a session everywhere', async () => {
    const person = await left.signIn('manager')
    const { email } = await left.services.users.get(person.id)
    const elsewhere = await signInAs(right.url, person.id, email)
    await onLeft.patch(`/users/${person.id}`, { active: false })
    await eventually(
      'the other server to notice',
      async () => (await elsewhere.get('/session')).status === 401,
    )
  })
})
