import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, eventually, startApp, type TestApp } from '#tests/support/app.ts'

interface Failure {
  error: {
    code: string
    message: string
    details: { problems: { element?: string; severity: string; message: string }[] }
  }
}
interface Process {
  key: string
  version?: number
  xml: string
  hasDraft: boolean
  draft?: { xml: string; basedOn: number }
  stages: { key: string }[]
  triggers: { on: string; condition?: string }[]
}

const bpmn = { type: 'application/xml' }

/** A drawing of one user task; `inside` adds to it. */
const drawing = (key: string, inside = '', task = 'Look') => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:other="http://example.org/other" targetNamespace="x">
  <process id="${key}" name="Small ${key}" isExecutable="true" other:colour="red">
    <extensionElements><other:thing kept="yes" /></extensionElements>
    <startEvent id="Start" />
    <sequenceFlow id="a" sourceRef="Start" targetRef="Task" />
    <userTask id="Task" name="${task}" />
    <sequenceFlow id="b" sourceRef="Task" targetRef="End" />
    <endEvent id="End" />${inside}
  </process>
</definitions>`

describe('Processes', () => {
  let app: TestApp
  let analyst: Caller
  let manager: Caller
  beforeAll(async () => {
    app = await startApp()
    analyst = await app.signIn('analyst', { name: 'Ann Analyst' })
    manager = await app.signIn('manager')
  })

  const upload = (xml: string | Uint8Array) =>
    analyst.ask<Failure & { key: string }>('POST', '/processes', { raw: { ...bpmn, bytes: xml } })
  const publish = (key: string, xml: string) =>
    analyst.post<Failure & { version: number }>(`/processes/${key}/publish`, { xml })

  it('come with Baton and are published at the first start', async () => {
    const { body } = await analyst.get<Process[]>('/processes')
    expect(body.map(each => each.key)).toEqual(
      expect.arrayContaining(['b2b-sale', 'quotation-approval', 'invoice-reminder']),
    )
    const { body: sale } = await analyst.get<Process>('/processes/b2b-sale')
    expect(sale.stages.map(stage => stage.key)).toEqual([
      'prospecting',
      'engaging',
      'proposal',
      'negotiation',
      'won',
      'lost',
    ])
    expect(sale.triggers[0]).toMatchObject({ on: 'deal.created' })
  })

  it('are imported from any file and exported as they came, unknown parts and all', async () => {
    const xml = drawing('kept')
    expect((await upload(xml)).body).toMatchObject({ key: 'kept' })
    expect((await analyst.get('/processes/kept')).body).toMatchObject({ hasDraft: true, draft: { xml } })
    expect((await publish('kept', xml)).body).toEqual({ version: 1 })
    expect((await analyst.get('/processes/kept/export')).body).toBe(xml)
  })

  it('are exported in Cyrillic as they came in UTF-16', async () => {
    const xml = drawing('cyrillic', '', 'Позвонить').replace('UTF-8', 'UTF-16')
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml, 'utf16le')])
    expect((await upload(bytes)).body).toMatchObject({ key: 'cyrillic' })
    expect(String((await analyst.get('/processes/cyrillic/export')).body)).toContain('Позвонить')
  })

  it.each([
    ['a text that is no XML', 'hello'],
    ['broken XML', drawing('broken').slice(0, 300)],
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${drawing('bomb')}`],
    [
      'entities that grow',
      `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>`,
    ],
    ['nothing', ' '],
  ])('are refused with a reason when the file is %s', async (_what, xml) => {
    const { status, body } = await upload(xml)
    expect(status).toBe(422)
    expect(body.error.details.problems[0]!.message.length).toBeGreaterThan(10)
  })

  it('are never replaced by a drawing with errors, and the errors name their elements', async () => {
    await publish('steady', drawing('steady'))
    const wrong = drawing('steady', '<serviceTask id="Robot" name="Do it" />')
    const refused = await publish('steady', wrong)
    expect(refused.status).toBe(422)
    expect(refused.body.error.code).toBe('invalidProcess')
    expect(refused.body.error.details.problems.map(problem => problem.element)).toContain('Robot')
    const { body } = await analyst.get<Process>('/processes/steady')
    expect(body).toMatchObject({ version: 1, xml: drawing('steady') })
  })

  it('get a new version only when something changed', async () => {
    await publish('versions', drawing('versions'))
    expect((await publish('versions', drawing('versions'))).body).toEqual({ version: 1 })
    expect((await publish('versions', drawing('versions', '', 'Look twice'))).body).toEqual({ version: 2 })
    const { body } = await analyst.get<{ items: { version: number; deployedBy: { name: string } }[] }>(
      '/processes/versions/versions',
    )
    expect(body.items.map(each => [each.version, each.deployedBy.name])).toEqual([
      [2, 'Ann Analyst'],
      [1, 'Ann Analyst'],
    ])
    const { body: first } = await analyst.get('/processes/versions/versions/1')
    expect(first).toMatchObject({ xml: drawing('versions') })
  })

  it('keep a draft beside the published version, guarded against a newer one', async () => {
    await publish('drafted', drawing('drafted'))
    const draft = drawing('drafted', '', 'In work')
    expect((await analyst.put('/processes/drafted/draft', { xml: draft, basedOn: 1 })).status).toBe(200)
    expect((await analyst.get('/processes/drafted')).body).toMatchObject({
      version: 1,
      draft: { xml: draft, basedOn: 1 },
    })
    await publish('drafted', drawing('drafted', '', 'Quicker'))
    const late = await analyst.put<Failure>('/processes/drafted/draft', { xml: draft, basedOn: 1 })
    expect([late.status, late.body.error.code]).toEqual([409, 'conflict'])
    expect((await analyst.delete('/processes/drafted/draft')).status).toBe(204)
  })

  it('cannot lose their key by publishing', async () => {
    const { status, body } = await publish('other-name', drawing('this-name'))
    expect(status).toBe(422)
    expect(body.error.message).toContain('this-name')
  })

  it('run on the version they began with; the next one serves new instances', async () => {
    await publish('running', drawing('running'))
    const started = await analyst.post<{ instance: string }>('/processes/running/start')
    await publish('running', drawing('running', '', 'Look again'))
    const { body } = await analyst.get<{ process: { version: number }; tokens: { name: string }[] }>(
      `/instances/${started.body.instance}`,
    )
    expect(body.process.version).toBe(1)
    expect(body.tokens.map(token => token.name)).toEqual(['Look'])
  })

  it('are read by managers, changed by analysts', async () => {
    expect((await manager.get('/processes/b2b-sale')).status).toBe(200)
    expect((await manager.post('/processes/check', { xml: drawing('x') })).status).toBe(200)
    expect((await manager.post('/processes/b2b-sale/publish', { xml: drawing('b2b-sale') })).status).toBe(403)
  })

  it('may be as large as two megabytes, and not larger', async () => {
    const filler = `<!--${'x'.repeat(1_900_000)}-->`
    expect((await analyst.post('/processes/check', { xml: drawing('large', filler) })).status).toBe(200)
    expect((await upload(drawing('larger', filler + filler))).status).toBe(413)
  })
})

describe('An instance', () => {
  let app: TestApp
  let analyst: Caller
  beforeAll(async () => {
    app = await startApp()
    analyst = await app.signIn('analyst')
    await analyst.post('/processes/small/publish', { xml: drawing('small') })
  })

  interface Instance {
    id: string
    status: string
    tokens: { id: string; node: string; name: string; kind: string; for: string; since: string }[]
    incidents: { id: string; code: string; message: string; cure?: string }[]
    variables: object
    visited: Record<string, number>
    flows: Record<string, number>
  }
  const start = async (key = 'small', body = {}) => {
    const { body: started } = await analyst.post<{ instance: string }>(`/processes/${key}/start`, body)
    return (await analyst.get<Instance>(`/instances/${started.instance}`)).body
  }

  it('says where it stands, since when, and for what it waits', async () => {
    const instance = await start('small', { variables: { color: 'red' } })
    expect(instance.tokens).toMatchObject([
      { node: 'Task', name: 'Look', kind: 'task', for: expect.stringMatching(/\w/) },
    ])
    expect(instance).toMatchObject({
      status: 'running',
      variables: { color: 'red' },
      visited: { Start: 1, Task: 1 },
      flows: { a: 1 },
    })
  })

  it('tells its history step by step in words, without the data that came along', async () => {
    const instance = await start()
    await analyst.patch(`/instances/${instance.id}/variables`, { variables: { checked: true } })
    const { body } = await analyst.get<{
      items: { revision: number; text: string; command: object; by: { id: string } }[]
    }>(`/instances/${instance.id}/history`)
    expect(body.items.map(step => step.revision)).toEqual([1, 2])
    expect(body.items[0]).toMatchObject({ text: expect.stringContaining('Look'), by: { id: analyst.id } })
    expect(JSON.stringify(body.items)).not.toContain('"data"')
  })

  it('is held, resumed and cancelled by an operator, each with a trace in the audit log', async () => {
    const { id } = await start()
    const { body: held } = await analyst.post<Instance>(`/instances/${id}/suspend`, { reason: 'Holidays' })
    expect(held.status).toBe('suspended')
    expect((await analyst.post<Instance>(`/instances/${id}/resume`)).body.status).toBe('running')
    expect((await analyst.post<Instance>(`/instances/${id}/cancel`)).body.status).toBe('cancelled')
    const again = await analyst.post<{ error: { code: string; message: string } }>(`/instances/${id}/cancel`)
    expect(again.status).toBe(409)
    const { items } = await app.services.audit.list({})
    expect(items.filter(entry => entry.target === id).map(entry => entry.action)).toEqual([
      'instance.cancel',
      'instance.resume',
      'instance.suspend',
    ])
  })

  it('takes a token to another step', async () => {
    const instance = await start()
    const { body } = await analyst.post<Instance>(`/instances/${instance.id}/move`, {
      token: instance.tokens[0]!.id,
      to: 'End',
    })
    expect(body.status).toBe('completed')
  })

  it('shows an incident with cause and cure, tells people, and goes on when it is tried again', async () => {
    const http = await readFile('tests/support/unreachable.bpmn', 'utf8')
    expect((await analyst.post('/processes/unreachable/publish', { xml: http })).status).toBe(200)
    const { id } = await start('unreachable')
    const instance = await eventually('an incident', async () => {
      const { body } = await analyst.get<Instance>(`/instances/${id}`)
      return body.incidents.length > 0 && body
    })
    expect(instance.incidents[0]).toMatchObject({
      message: expect.stringMatching(/\w+ \w+/),
      cure: expect.stringMatching(/\w/),
    })
    const list = await analyst.get<{ items: { id: string }[] }>('/instances?incident=true')
    expect(list.body.items.map(each => each.id)).toContain(id)
    const { body } = await analyst.get<{ items: { type: string }[] }>('/notifications')
    expect(body.items[0]!.type).toBe('incident')
    const retried = await analyst.post<Instance>(
      `/instances/${id}/incidents/${instance.incidents[0]!.id}/retry`,
    )
    expect(retried.status).toBe(200)
    expect(retried.body.incidents).toEqual([])
  })
})
