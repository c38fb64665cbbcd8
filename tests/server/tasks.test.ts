import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#server/policy.ts'
import { type Caller, eventually, startApp, type TestApp } from '#tests/support/app.ts'

interface Task {
  id: string
  name: string
  state: string
  status: string
  version: number
  assignee?: { id: string; name: string }
  canClaim: boolean
  canComplete: boolean
  outcomes: { id: string; name: string }[]
  values: Record<string, unknown>
}
interface Failure {
  error: { code: string; message: string; details: Record<string, unknown> }
}
interface Deal {
  id: string
  amount: number
  fields: Record<string, unknown>
}

const hour = 3_600_000

describe('A task of a process', () => {
  let app: TestApp
  let seller: Caller
  let mate: Caller
  let head: Caller
  let admin: Caller
  beforeAll(async () => {
    app = await startApp()
    const team = await app.services.teams.create(systemActor, { name: 'North' })
    seller = await app.signIn('manager', { team: team._id, name: 'Sal Seller' })
    mate = await app.signIn('manager', { team: team._id, name: 'May Mate' })
    head = await app.signIn('manager', { name: 'Hal Head' })
    admin = await app.signIn('administrator')
    await app.services.teams.update(systemActor, team._id, { head: head.id })
  })

  async function firstTask(values: object = {}): Promise<{ deal: Deal; task: Task }> {
    const { body: deal } = await seller.post<Deal>('/deals', { title: 'Racks', amount: 500, ...values })
    const { body } = await seller.get<{ items: Task[] }>(`/tasks?deal=${deal.id}`)
    const { body: task } = await seller.get<Task>(`/tasks/${body.items[0]!.id}`)
    return { deal, task }
  }
  const complete = (who: Caller, task: Task, body: object) =>
    who.post<Failure & { next?: Task }>(`/tasks/${task.id}/complete`, body)

  it('belongs to the deal’s owner, with the flows as its outcomes and the deal’s values in its form', async () => {
    const { task } = await firstTask()
    expect(task).toMatchObject({
      name: 'Qualify the lead',
      assignee: { id: seller.id },
      state: 'planned',
      values: { amount: 500 },
    })
    expect(task.outcomes.map(outcome => outcome.name)).toEqual(['Interested', 'No fit'])
  })

  it('names each fault of its form by field, and changes nothing', async () => {
    const { deal, task } = await firstTask()
    const { status, body } = await complete(seller, task, { outcome: 'Flow_NoFit', values: { amount: -5 } })
    expect(status).toBe(422)
    expect(body.error).toMatchObject({ code: 'invalidForm' })
    expect(Object.keys(body.error.details.fields as object).sort()).toEqual(['amount', 'lossReason'])
    expect((await seller.get<Deal>(`/deals/${deal.id}`)).body.amount).toBe(500)
  })

  it('writes bound fields on the deal, goes on, and names the next task of the same deal', async () => {
    const { deal, task } = await firstTask()
    const { body } = await complete(seller, task, {
      outcome: 'Flow_Interested',
      values: { amount: 750, need: 'Room' },
    })
    expect(body.next).toMatchObject({ name: 'Meet the customer', deal: { id: deal.id } })
    const { body: after } = await seller.get<Deal>(`/deals/${deal.id}`)
    expect(after).toMatchObject({ amount: 750, fields: { need: 'Room' }, stage: 'engaging' })
  })

  it('is completed once: the second hears who and when', async () => {
    const { task } = await firstTask()
    const both = await Promise.all([
      complete(seller, task, { outcome: 'Flow_Interested' }),
      complete(admin, task, { outcome: 'Flow_Interested' }),
    ])
    expect(both.map(reply => reply.status).sort()).toEqual([200, 409])
    const late = await complete(seller, task, { outcome: 'Flow_Interested' })
    expect(late.body.error).toMatchObject({
      code: 'taskClosed',
      message: expect.stringContaining('completed by'),
    })
  })

  it('does not open to a colleague it was not given to; the head may complete or hand it on', async () => {
    const { task } = await firstTask()
    const tried = await complete(mate, task, { outcome: 'Flow_Interested' })
    expect(tried.status).toBe(403)
    expect(tried.body.error.message).toContain('Sal Seller')
    expect((await mate.post(`/tasks/${task.id}/claim`)).status).toBe(409)
    const handed = await head.post<Task>(`/tasks/${task.id}/assign`, { userId: mate.id })
    expect(handed.body.assignee?.id).toBe(mate.id)
    expect((await complete(mate, task, { outcome: 'Flow_Interested' })).status).toBe(200)
  })

  it('can be given back and taken by whoever comes first', async () => {
    const { task } = await firstTask()
    expect((await seller.post<Task>(`/tasks/${task.id}/release`)).body.assignee).toBeUndefined()
    const both = await Promise.all([
      mate.post<Task>(`/tasks/${task.id}/claim`),
      head.post<Task>(`/tasks/${task.id}/claim`),
    ])
    expect(both.map(reply => reply.status).sort()).toEqual([200, 409])
  })

  it('is handed to the head when its assignee leaves', async () => {
    const team = (await app.services.users.get(seller.id)).team
    const leaver = await app.signIn('manager', { team: team! })
    const { body: deal } = await leaver.post<Deal>('/deals', { title: 'Orphan' })
    await admin.patch(`/users/${leaver.id}`, { active: false })
    const { body } = await head.get<{ items: Task[] }>(`/tasks?deal=${deal.id}`)
    expect(body.items[0]!.assignee?.id).toBe(head.id)
  })

  it('goes along when the deal is handed to a colleague', async () => {
    const { deal, task } = await firstTask()
    const { body } = await head.get<{ version: number }>(`/deals/${deal.id}`)
    await head.patch(`/deals/${deal.id}`, { ownerIds: [mate.id], version: body.version })
    expect((await mate.get<Task>(`/tasks/${task.id}`)).body.assignee?.id).toBe(mate.id)
    expect((await mate.get<{ items: { title: string }[] }>('/notifications')).body.items[0]!.title).toBe(
      task.name,
    )
  })

  it('is marked overdue, and its boundary timer tells the head of sales', async () => {
    const { deal, task } = await firstTask()
    await app.advance(49 * hour)
    await app.services.sessions.closeAll('nobody')
    const again = await app.signIn('administrator')
    expect((await again.get<Task>(`/tasks/${task.id}`)).body.state).toBe('overdue')
    const escalated = await eventually('the escalation', async () => {
      const { body } = await again.get<{ items: Task[] }>(`/tasks?deal=${deal.id}`)
      return body.items.find(each => each.name.startsWith('Overdue lead'))
    })
    expect(escalated.assignee?.id).toBe(head.id)
    await app.services.tasks.remind()
    const told = await app.services.notifications.list(seller.id)
    expect(told.items.filter(item => item.type === 'overdue')).toHaveLength(1)
    expect(await app.services.tasks.remind()).toBe(0)
  })
})

describe('A to-do', () => {
  let app: TestApp
  let person: Caller
  beforeAll(async () => {
    app = await startApp()
    person = await app.signIn('manager')
  })

  it('is one’s own, dated, listed and completed without a process', async () => {
    const { body } = await person.post<Task>('/tasks', { name: 'Call back', due: '2020-01-01' })
    expect(body).toMatchObject({
      state: 'overdue',
      kind: 'todo',
      assignee: { id: person.id },
      canComplete: true,
    })
    const mine = await person.get<{ items: Task[]; counts: object }>('/tasks?view=mine&overdue=true')
    expect(mine.body.items.map(task => task.name)).toEqual(['Call back'])
    expect(mine.body.counts).toMatchObject({ mine: 1, overdue: 1 })
    expect((await person.post(`/tasks/${body.id}/complete`)).status).toBe(200)
    expect(
      (await person.get<{ items: Task[] }>('/tasks?view=done')).body.items.map(task => task.name),
    ).toEqual(['Call back'])
  })

  it('tells the one it is given to', async () => {
    const other = await app.signIn('manager')
    await person.post('/tasks', { name: 'Send the plan', assignee: other.id })
    const { body } = await other.get<{ items: { title: string }[]; unread: number }>('/notifications')
    expect(body).toMatchObject({ unread: 1, items: [{ title: 'Send the plan' }] })
    expect((await other.post('/notifications/read')).status).toBe(204)
    expect((await other.get('/notifications')).body).toMatchObject({ unread: 0 })
  })

  it('is listed by due date, those without one last, through all pages', async () => {
    const someone = await app.signIn('manager')
    const days = ['2026-03-01', undefined, '2026-01-01', '2026-02-01', undefined]
    for (const [n, due] of days.entries())
      await someone.post('/tasks', { name: `Task ${n}`, ...(due && { due }) })
    const names: string[] = []
    let cursor = ''
    do {
      const { body } = await someone.get<{ items: Task[]; next?: string }>(
        `/tasks?view=mine&limit=2${cursor}`,
      )
      names.push(...body.items.map(task => task.name))
      cursor = body.next ? `&cursor=${body.next}` : ''
    } while (cursor)
    expect(names.slice(0, 3)).toEqual(['Task 2', 'Task 3', 'Task 0'])
    expect(names.slice(3).sort()).toEqual(['Task 1', 'Task 4'])
  })
})
