import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, caller, eventually, startApp, type TestApp } from '#tests/support/app.ts'

const paying = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0" id="d" targetNamespace="t">
  <error id="Refused" errorCode="REFUSED"/>
  <process id="paying" name="Paying" isExecutable="true">
    <startEvent id="S" name="Ordered"/><sequenceFlow id="f1" sourceRef="S" targetRef="Pay"/>
    <serviceTask id="Pay" name="Pay"><extensionElements>
      <baton:connector type="external" retries="2" backoff="PT1S"><baton:parameter name="topic" value="pay"/>
      <baton:parameter name="data" value="={sum: amount}"/></baton:connector></extensionElements></serviceTask>
    <boundaryEvent id="No" name="Refused" attachedToRef="Pay"><errorEventDefinition errorRef="Refused"/></boundaryEvent>
    <sequenceFlow id="f3" sourceRef="No" targetRef="Lost"/><endEvent id="Lost" name="Lost"/>
    <sequenceFlow id="f2" sourceRef="Pay" targetRef="E"/><endEvent id="E" name="Paid"/>
  </process>
</definitions>`

interface Job {
  id: string
  attempt: number
  input: Record<string, unknown>
  variables: Record<string, unknown>
}
interface Failure {
  error: { code: string }
}

describe('A program outside that does steps of processes', () => {
  let app: TestApp
  let admin: Caller
  let worker: Caller
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signIn('administrator')
    const published = await admin.post('/processes/paying/publish', { xml: paying })
    expect(published.status).toBe(200)
    const token = await admin.post<{ secret: string; only: string[] }>('/tokens', {
      name: 'Payment worker',
      only: ['jobs.work'],
    })
    expect(token.body.only).toEqual(['jobs.work'])
    worker = caller(app.url, admin.id, { authorization: `Bearer ${token.body.secret}` })
  })

  const begin = async (amount: number) => {
    const { body } = await admin.post<{ instance: string }>('/processes/paying/start', {
      variables: { amount },
    })
    return body.instance
  }
  const ask = async (name: string, lock = 'PT1M') =>
    (
      await worker.post<{ items: Job[] }>('/jobs/fetch', {
        worker: name,
        topics: [{ topic: 'pay', lock }],
        wait: 10,
      })
    ).body.items
  const statusOf = async (instance: string) =>
    (await admin.get<{ status: string; variables: object }>(`/instances/${instance}`)).body

  it('TSK-05 fetches a job by its topic, with a token that may do nothing else, and completes it', async () => {
    const instance = await begin(21)
    const [job] = await ask('w1')
    expect(job).toMatchObject({ attempt: 1, input: { data: { sum: 21 } }, variables: { amount: 21 } })
    const { body: seen } = await admin.get<{ items: { id: string; worker: string }[] }>('/jobs?topic=pay')
    expect(seen.items).toMatchObject([{ id: job!.id, worker: 'w1' }])
    const done = await worker.post(`/jobs/${job!.id}/complete`, { worker: 'w1', variables: { paid: true } })
    expect(done.status).toBe(204)
    expect(await statusOf(instance)).toMatchObject({ status: 'completed', variables: { paid: true } })
    expect((await worker.get('/deals')).status).toBe(403)
    expect((await worker.post('/tokens', { name: 'More' })).status).toBe(403)
  })

  it('TSK-06 is refused when its lock ran out and somebody else has the job', async () => {
    await begin(5)
    const [first] = await ask('w1', 'PT10S')
    await app.advance(11_000)
    const [second] = await ask('w2')
    expect(second!.id).toBe(first!.id)
    const late = await worker.post<Failure>(`/jobs/${first!.id}/complete`, { worker: 'w1' })
    expect([late.status, late.body.error.code]).toEqual([409, 'lockLost'])
    expect((await worker.post(`/jobs/${second!.id}/complete`, { worker: 'w2' })).status).toBe(204)
    expect((await worker.post(`/jobs/${second!.id}/complete`, { worker: 'w2' })).status).toBe(404)
  })

  it('may extend its lock, give the job back, fail, and at last leave it to a person', async () => {
    const instance = await begin(5)
    const [job] = await ask('w1')
    const extended = await worker.post(`/jobs/${job!.id}/extend`, { worker: 'w1', lock: 'PT1H' })
    expect(extended.status).toBe(200)
    expect((await worker.post(`/jobs/${job!.id}/unlock`, { worker: 'w1' })).status).toBe(204)
    expect((await ask('w2'))[0]!.id).toBe(job!.id)
    const failed = { worker: 'w2', reason: 'The bank is closed', retryIn: 'PT1S' }
    expect((await worker.post(`/jobs/${job!.id}/fail`, failed)).body).toMatchObject({ retriesLeft: 1 })
    await app.advance(2000)
    expect((await ask('w2'))[0]!.id).toBe(job!.id)
    expect((await worker.post(`/jobs/${job!.id}/fail`, failed)).body).toEqual({ retriesLeft: 0 })
    const { body } = await admin.get<{ incidents: { message: string }[] }>(`/instances/${instance}`)
    expect(body.incidents[0]!.message).toContain('The bank is closed')
  })

  it('may answer with a business error that the drawing catches', async () => {
    const instance = await begin(5)
    const [job] = await ask('w1')
    expect((await worker.post(`/jobs/${job!.id}/error`, { worker: 'w1', code: 'REFUSED' })).status).toBe(204)
    expect(await statusOf(instance)).toMatchObject({ status: 'completed' })
    const { body } = await admin.get<{ visited: Record<string, number> }>(`/instances/${instance}`)
    expect(body.visited).toMatchObject({ Lost: 1 })
  })

  it('goes on with a file of another engine, whose job types nobody does here', async () => {
    const xml = paying
      .replace(
        'xmlns:baton="https://baton.dev/schema/bpmn/1.0"',
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
      )
      .replace(/<baton:connector[\s\S]*<\/baton:connector>/, '<zeebe:taskDefinition type="print-label"/>')
      .replaceAll('paying', 'labels')
    expect((await admin.post('/processes/labels/publish', { xml })).status).toBe(200)
    await admin.post('/processes/labels/start', {})
    const topics = await eventually('the job', async () => {
      const { body } = await admin.get<{ items: { topic: string; waiting: number }[] }>('/jobs/topics')
      return body.items.find(({ topic }) => topic === 'print-label')
    })
    expect(topics.waiting).toBe(1)
  })
})
