import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

const approval = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0" id="d" targetNamespace="t">
  <process id="approval" name="Approval" isExecutable="true">
    <startEvent id="S" name="Asked"/><sequenceFlow id="f1" sourceRef="S" targetRef="A"/>
    <userTask id="A" name="Approve"><extensionElements><baton:assignment candidateGroups="administrator"/></extensionElements></userTask>
    <sequenceFlow id="f2" sourceRef="A" targetRef="E"/><endEvent id="E" name="Approved"/>
  </process>
</definitions>`

interface Failure {
  error: { code: string; message: string }
}
interface Shown {
  status: string
  variables: Record<string, unknown>
  tokens: { node: string }[]
}

describe('A process and what ran on it', () => {
  let app: TestApp
  let admin: Caller
  let manager: Caller
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signIn('administrator', { name: 'Ada Admin' })
    manager = await app.signIn('manager')
  })

  const publish = () => admin.post('/processes/approval/publish', { xml: approval })
  const begin = async (variables = {}) =>
    (await admin.post<{ instance: string }>('/processes/approval/start', { variables })).body.instance
  const look = async (instance: string) => (await admin.get<Shown & Failure>(`/instances/${instance}`)).body

  it('OPS-10 begins again at a step once it has ended', async () => {
    await publish()
    const ended = await begin({ amount: 5 })
    const at = { at: 'A', reason: 'Approved the wrong one' }
    const tooSoon = await admin.post<Failure>(`/instances/${ended}/restart`, at)
    expect([tooSoon.status, tooSoon.body.error.code]).toEqual([409, 'notAllowed'])
    await admin.post(`/instances/${ended}/cancel`)
    expect((await manager.post(`/instances/${ended}/restart`, at)).status).toBe(403)
    const again = await admin.post<{ instance: string }>(`/instances/${ended}/restart`, at)
    expect(again.status).toBe(201)
    expect(await look(again.body.instance)).toMatchObject({
      status: 'running',
      variables: { amount: 5 },
      tokens: [{ node: 'A' }],
    })
    const { body } = await admin.get<{ items: { text: string; by: { name: string } }[] }>(
      `/instances/${again.body.instance}/history`,
    )
    expect(body.items[0]).toMatchObject({ by: { name: 'Ada Admin' } })
    expect(body.items[0]!.text).toContain('Begun again at Approve.')
    const { items } = await app.services.audit.list({ action: 'instance.restart' })
    expect(items[0]).toMatchObject({ target: ended, actorName: 'Ada Admin', after: { at: 'A' } })
  })

  it('OPS-10 leaves a deal at one place of its pipeline only', async () => {
    const { body: deal } = await admin.post<{ id: string; pipeline: string }>('/deals', { title: 'Racks' })
    const { body } = await admin.get<{ items: { id: string }[] }>(`/instances?deal=${deal.id}&status=running`)
    const pipeline = (await app.services.processes.pipelines())[0]!
    const instances = await app.services.engine.instances.find({
      subject: { entity: 'deal', id: deal.id },
      key: pipeline.key,
    })
    const [running] = instances
    expect(body.items.map(({ id }) => id)).toContain(running!._id)
    await admin.post(`/instances/${running!._id}/cancel`)
    const { process } = await app.services.processes.definition(pipeline.key)
    const step = Object.values(process.nodes).find(({ type, scope }) => type === 'userTask' && scope)!
    const first = await admin.post(`/instances/${running!._id}/restart`, { at: step.id })
    expect(first.status).toBe(201)
    const second = await admin.post<Failure>(`/instances/${running!._id}/restart`, { at: step.id })
    expect([second.status, second.body.error.code]).toEqual([409, 'conflict'])
  })

  it('VER-07 is not deleted while instances run, and with them when that is asked for', async () => {
    await publish()
    const instance = await begin()
    const refused = await admin.delete<Failure>('/processes/approval')
    expect([refused.status, refused.body.error.code]).toEqual([409, 'notAllowed'])
    expect((await look(instance)).status).toBe('running')
    expect((await manager.delete('/processes/approval?cascade=true')).status).toBe(403)

    const removed = await admin.delete<{ versions: number[]; cancelled: number }>(
      '/processes/approval?cascade=true',
    )
    expect(removed.body).toMatchObject({ versions: [1], cancelled: 2 })
    expect((await admin.get(`/instances/${instance}`)).status).toBe(404)
    expect((await admin.get('/processes/approval')).status).toBe(404)
    expect((await admin.post('/processes/approval/start')).status).toBe(404)
    const { body: tasks } = await admin.get<{ items: { name: string }[] }>('/tasks?view=unassigned')
    expect(tasks.items.filter(({ name }) => name === 'Approve')).toEqual([])
    const { items } = await app.services.audit.list({ action: 'process.removed' })
    expect(items[0]).toMatchObject({
      target: 'approval',
      actorName: 'Ada Admin',
      before: { name: 'Approval', versions: [1] },
      after: { cascade: true, cancelled: 2 },
    })
  })

  it('VER-07 stays while deals are in the pipeline', async () => {
    await admin.post('/deals', { title: 'Cables' })
    const [pipeline] = await app.services.processes.pipelines()
    const refused = await admin.delete<Failure>(`/processes/${pipeline!.key}?cascade=true`)
    expect([refused.status, refused.body.error.code]).toEqual([409, 'hasDeals'])
  })
})
