import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#server/policy.ts'
import { type Caller, eventually, startApp, type TestApp } from '#tests/support/app.ts'

const approval = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0" id="d" targetNamespace="t">
  <process id="approval" name="Approval" isExecutable="true">
    <startEvent id="S" name="Asked"/><sequenceFlow id="f1" sourceRef="S" targetRef="A"/>
    <userTask id="A" name="Approve"><extensionElements><baton:assignment candidateGroups="=group"/></extensionElements></userTask>
    <sequenceFlow id="f2" sourceRef="A" targetRef="E"/><endEvent id="E" name="Approved"/>
  </process>
</definitions>`

interface Task {
  id: string
  status: string
  assignee?: { id: string; name: string }
  delegatedBy?: { name: string }
  canComplete: boolean
  trail: { at: string; what: string; by: { name: string }; from?: object; to?: object; insteadOf?: object }[]
}
interface Failure {
  error: { code: string }
}

describe('A task in many hands', () => {
  let app: TestApp
  let sales: string
  let admin: Caller
  let bob: Caller
  let eve: Caller
  let mallory: Caller
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signIn('administrator', { name: 'Ada Admin' })
    sales = (await app.services.teams.create(systemActor, { name: 'Sales' }))._id
    const hr = (await app.services.teams.create(systemActor, { name: 'HR' }))._id
    bob = await app.signIn('manager', { team: sales, name: 'Bob' })
    eve = await app.signIn('manager', { team: sales, name: 'Eve' })
    mallory = await app.signIn('analyst', { team: hr, name: 'Mallory' })
    await admin.post('/processes/approval/publish', { xml: approval })
  })

  async function asked(): Promise<{ id: string; instance: string }> {
    const { body } = await admin.post<{ instance: string }>('/processes/approval/start', {
      variables: { group: sales },
    })
    const { items } = (await admin.get<{ items: { id: string; process: { instance: string } }[] }>('/tasks'))
      .body
    const { id } = items.find(({ process }) => process.instance === body.instance)!
    return { id, instance: body.instance }
  }
  const tell = (who: Caller, id: string, verb: string, body: object = {}) =>
    who.post<Task & Failure>(`/tasks/${encodeURIComponent(id)}/${verb}`, body)
  const look = async (who: Caller, id: string) =>
    (await who.get<Task>(`/tasks/${encodeURIComponent(id)}`)).body
  const statusOf = async (instance: string) =>
    (await admin.get<{ status: string }>(`/instances/${instance}`)).body.status
  const refused = ({ status, body }: { status: number; body: Failure }) => [status, body.error.code]

  it('ASG-02 belongs to the first of its candidates who claims it', async () => {
    const { id, instance } = await asked()
    expect((await tell(bob, id, 'claim')).body.assignee?.name).toBe('Bob')
    expect(refused(await tell(eve, id, 'claim'))).toEqual([409, 'taskTaken'])
    expect(refused(await tell(eve, id, 'complete'))).toEqual([403, 'forbidden'])
    expect((await tell(bob, id, 'complete')).status).toBe(200)
    expect(await statusOf(instance)).toBe('completed')
  })

  it('ASG-02 has one owner when two candidates claim it at the same moment', async () => {
    const { id } = await asked()
    const answers = await Promise.all([tell(bob, id, 'claim'), tell(eve, id, 'claim')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('ASG-03 may be neither claimed nor completed by somebody it is not offered to', async () => {
    const { id, instance } = await asked()
    expect(refused(await tell(mallory, id, 'claim'))).toEqual([403, 'forbidden'])
    expect(refused(await tell(mallory, id, 'complete'))).toEqual([403, 'forbidden'])
    expect(await statusOf(instance)).toBe('running')
    expect((await look(admin, id)).assignee).toBeUndefined()
    const stranger = await app.signIn('manager', { name: 'Sam Stranger' })
    expect((await tell(stranger, id, 'claim')).status).toBe(404)
  })

  it('ASG-07 remembers who handed it to whom and when, from the first hand to the last', async () => {
    const { id, instance } = await asked()
    await tell(admin, id, 'assign', { userId: bob.id })
    const delegated = await tell(bob, id, 'delegate', { userId: eve.id, note: 'You know the customer' })
    expect(delegated.body).toMatchObject({ assignee: { name: 'Eve' }, delegatedBy: { name: 'Bob' } })
    expect(refused(await tell(eve, id, 'complete'))).toEqual([403, 'forbidden'])
    expect((await tell(eve, id, 'resolve', { note: 'All is well' })).body.assignee?.name).toBe('Bob')
    expect(refused(await tell(bob, id, 'resolve'))).toEqual([409, 'notDelegated'])
    await tell(bob, id, 'complete')
    expect(await statusOf(instance)).toBe('completed')

    const { trail } = await look(admin, id)
    expect(trail.map(({ what, by }) => `${what} by ${by.name}`)).toEqual([
      'assigned by Ada Admin',
      'delegated by Bob',
      'resolved by Eve',
      'completed by Bob',
    ])
    expect(trail.every(({ at }) => !Number.isNaN(Date.parse(at)))).toBe(true)
    expect(trail[1]).toMatchObject({
      from: { name: 'Bob' },
      to: { name: 'Eve' },
      note: 'You know the customer',
    })
    const { items } = await app.services.audit.list({ limit: 50 })
    const audited = items
      .filter(({ target }) => target === id)
      .map(({ action, actorName }) => [action, actorName])
    expect(audited.reverse()).toEqual([
      ['task.assigned', 'Ada Admin'],
      ['task.delegated', 'Bob'],
      ['task.resolved', 'Eve'],
    ])
    const { body } = await admin.get<{ items: { by?: { name: string }; command: { type: string } }[] }>(
      `/instances/${instance}/history`,
    )
    expect(body.items.find(({ command }) => command.type === 'completeTask')?.by?.name).toBe('Bob')
  })

  it('ASG-07 is done by the deputy while its assignee is away, and says in whose place', async () => {
    const { id } = await asked()
    await tell(bob, id, 'claim')
    const dora = await app.signIn('manager', { name: 'Dora Deputy' })
    expect((await tell(dora, id, 'complete')).status).toBe(404)
    const until = new Date(Date.now() + 86_400_000).toISOString()
    const away = await bob.put('/me/absence', { deputyId: dora.id, until })
    expect(away.body).toMatchObject({ absence: { deputy: { name: 'Dora Deputy' } } })
    await eventually('the task in the deputy’s list', async () => {
      const { body } = await dora.get<{ items: { id: string }[] }>('/tasks?view=mine')
      return body.items.some(each => each.id === id)
    })
    expect((await tell(dora, id, 'complete')).status).toBe(200)
    expect((await look(admin, id)).trail.at(-1)).toMatchObject({
      what: 'completed',
      by: { name: 'Dora Deputy' },
      insteadOf: { name: 'Bob' },
    })
    const { items } = await app.services.audit.list({ action: 'user.deputyNamed' })
    expect(items[0]).toMatchObject({ actorName: 'Bob', target: bob.id })

    await bob.put('/me/absence', {})
    const next = await asked()
    await tell(bob, next.id, 'claim')
    await eventually('the end of the substitution', async () => {
      const { status } = await dora.get(`/tasks/${encodeURIComponent(next.id)}`)
      return status === 404
    })
  })

  it('ASG-07 of a colleague who left goes to the head of the team, and says so', async () => {
    const { id } = await asked()
    const gone = await app.signIn('manager', { team: sales, name: 'Gus Gone' })
    await tell(gone, id, 'claim')
    await admin.patch(`/users/${gone.id}`, { active: false })
    expect((await look(admin, id)).trail.map(({ what, by }) => `${what} by ${by.name}`)).toEqual([
      'claimed by Gus Gone',
      'handedOver by Baton',
    ])
  })
})
