import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#server/policy.ts'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

interface Named {
  id: string
}

describe('Records of another team', () => {
  let app: TestApp
  let north: Caller
  let south: Caller
  let head: Caller
  let analyst: Caller
  let deal: { id: string; version: number }
  let task: Named
  let instance: Named

  beforeAll(async () => {
    app = await startApp()
    const [teamNorth, teamSouth] = await Promise.all(
      ['North', 'South'].map(name => app.services.teams.create(systemActor, { name })),
    )
    north = await app.signIn('manager', { team: teamNorth!._id })
    south = await app.signIn('manager', { team: teamSouth!._id })
    head = await app.signIn('manager')
    analyst = await app.signIn('analyst')
    await app.services.teams.update(systemActor, teamNorth!._id, { head: head.id })
    deal = (await north.post<{ id: string; version: number }>('/deals', { title: 'Secret deal' })).body
    await north.post(`/deals/${deal.id}/notes`, { text: 'Private words' })
    task = (await north.get<{ items: Named[] }>('/tasks?view=mine')).body.items[0]!
    instance = (await north.get<{ items: Named[] }>(`/instances?deal=${deal.id}`)).body.items[0]!
  })

  it('are not there: every door answers 404, not 403', async () => {
    const doors: [string, string, object?][] = [
      ['GET', `/deals/${deal.id}`],
      ['PATCH', `/deals/${deal.id}`, { title: 'Mine now', version: deal.version }],
      ['DELETE', `/deals/${deal.id}`],
      ['GET', `/deals/${deal.id}/moves`],
      ['POST', `/deals/${deal.id}/move`, { stage: 'lost' }],
      ['GET', `/deals/${deal.id}/timeline`],
      ['POST', `/deals/${deal.id}/notes`, { text: 'Hello' }],
      ['POST', `/deals/${deal.id}/processes`, { key: 'quotation-approval' }],
      ['GET', `/deals/${deal.id}/documents`],
      ['POST', `/deals/${deal.id}/documents`, { template: 'quotation' }],
      ['POST', '/tasks', { name: 'Peep', dealId: deal.id }],
      ['GET', `/tasks/${task.id}`],
      ['POST', `/tasks/${task.id}/claim`],
      ['POST', `/tasks/${task.id}/release`],
      ['POST', `/tasks/${task.id}/assign`, { userId: 'x' }],
      ['POST', `/tasks/${task.id}/complete`, { outcome: 'Flow_Interested' }],
      ['GET', `/instances/${instance.id}`],
      ['GET', `/instances/${instance.id}/history`],
    ]
    for (const [method, path, body] of doors) {
      const { status } = await south.ask(method, path, body ? { body } : {})
      expect([method, path, status]).toEqual([method, path, 404])
    }
  })

  it('are in no list, no count, no search', async () => {
    const list = await south.get<{ total: number }>('/deals')
    expect(list.body.total).toBe(0)
    const board = await south.get<{ columns: { count: number; sum: number }[] }>('/deals/board')
    expect(board.body.columns.every(column => column.count === 0)).toBe(true)
    const found = await south.get<{ items: { type: string }[] }>('/search?q=secret')
    expect(found.body.items).toEqual([])
    const tasks = await south.get<{ items: unknown[]; counts: object }>('/tasks')
    expect(tasks.body).toMatchObject({ items: [], counts: { mine: 0, team: 0, unassigned: 0, overdue: 0 } })
    const instances = await south.get<{ items: unknown[]; total?: number }>('/instances')
    expect(instances.body.items).toEqual([])
    expect(instances.body.total).toBeUndefined()
  })

  it('are there for the head of the team and for analysts', async () => {
    for (const person of [head, analyst]) {
      expect((await person.get(`/deals/${deal.id}`)).status).toBe(200)
      expect((await person.get(`/tasks/${task.id}`)).status).toBe(200)
      expect((await person.get(`/instances/${instance.id}`)).status).toBe(200)
    }
  })

  it('can be handed only to people of one’s own team', async () => {
    const foreign = await north.patch(`/deals/${deal.id}`, { ownerIds: [south.id], version: deal.version })
    expect(foreign.status).toBe(403)
    const teamSouth = (await app.services.users.get(south.id)).team
    expect(
      (await north.patch(`/deals/${deal.id}`, { teamId: teamSouth, version: deal.version })).status,
    ).toBe(403)
    const admin = await app.signIn('administrator')
    const handed = await admin.patch<{ owners: Named[] }>(`/deals/${deal.id}`, {
      ownerIds: [south.id],
      version: deal.version,
    })
    expect(handed.body.owners.map(owner => owner.id)).toEqual([south.id])
    expect((await north.get(`/deals/${deal.id}`)).status).toBe(404)
    expect((await south.get(`/deals/${deal.id}`)).status).toBe(200)
  })

  it('are not told on the live stream', async () => {
    const told = { north: [] as string[], south: [] as string[] }
    const actorOf = async (person: Caller) => (await app.services.users.actor(person.id))!
    const { live } = app.services
    const stop = [
      live.subscribe(await actorOf(north), undefined, (_id, event) => told.north.push(String(event.data.id))),
      live.subscribe(await actorOf(south), undefined, (_id, event) => told.south.push(String(event.data.id))),
    ]
    const { body } = await north.post<Named>('/deals', { title: 'Another', quiet: true })
    await new Promise(resolve => setTimeout(resolve, 400))
    for (const end of stop) end()
    expect(told.north).toContain(body.id)
    expect(told.south).not.toContain(body.id)
  })
})
