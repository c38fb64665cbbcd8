import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'
import { drawDecisions } from '../engine/decisions/dmn.ts'

interface Taken {
  key: string
  version: number
  decisions: { id: string }[]
}
interface Refused {
  error: { code: string; message: string; details: { problems: { rule: string; message: string }[] } }
}

/** Who approves a discount: from `limit` percent on the head. */
const approvals = (limit: number) =>
  drawDecisions([
    {
      id: 'approver',
      inputs: ['discount'],
      table: {
        inputs: ['discount'],
        outputs: ['who'],
        rules: [
          [`< ${limit}`, '"manager"'],
          [`>= ${limit}`, '"head"'],
        ],
      },
    },
  ])

const process = (key: string, binding = '') => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  id="definitions" targetNamespace="https://baton.dev"><process id="${key}" name="${key}" isExecutable="true">
  <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
  <businessRuleTask id="ask" camunda:decisionRef="approver" ${binding || ''} ${/ name=/.test(binding) ? '' : 'name="Who approves?"'} camunda:resultVariable="approver"/>
  <sequenceFlow id="f2" sourceRef="ask" targetRef="work"/><userTask id="work" name="Approve" camunda:candidateGroups="sales"/>
  <sequenceFlow id="f3" sourceRef="work" targetRef="end"/><endEvent id="end"/></process></definitions>`

const patience = { timeout: 20_000, interval: 20 }

describe('Decisions of their own', () => {
  let app: TestApp
  let admin: Caller
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signIn('administrator')
  })

  const bring = (path: string, xml: string) =>
    admin.ask<Taken & Refused>('POST', path, { raw: { type: 'application/xml', bytes: xml } })
  const publish = (key: string, binding?: string) =>
    admin.post<Refused>(`/processes/${key}/publish`, { xml: process(key, binding) })
  const begin = async (key: string, discount: number) => {
    const { body } = await admin.post<{ instance: string }>(`/processes/${key}/start`, {
      variables: { discount },
    })
    return body.instance
  }
  const read = async (id: string) => (await app.services.engine.instances.get(id))!
  const approver = async (key: string, discount: number) => {
    const id = await begin(key, discount)
    return vi.waitFor(async () => {
      const { variables } = await read(id)
      expect(variables).toHaveProperty('approver')
      return variables.approver
    }, patience)
  }

  it('a process that asks for one that is not here cannot be published, and is told the cure', async () => {
    const { status, body } = await publish('early')
    expect(status).toBe(422)
    const [problem] = body.error.details.problems.filter(({ rule }) => rule === 'decisions-known')
    expect(problem!.message).toContain('Import its DMN file')
  })

  it('once imported they are made by its business rule task, always the newest', async () => {
    expect((await bring('/decisions', approvals(10))).body).toMatchObject({
      version: 1,
      decisions: [{ id: 'approver' }],
    })
    expect((await publish('newest')).status).toBe(200)
    expect(await approver('newest', 15)).toBe('head')
    expect((await bring('/decisions', approvals(20))).body.version).toBe(2)
    expect((await bring('/decisions', approvals(20))).body.version).toBe(2)
    expect(await approver('newest', 15)).toBe('manager')
  })

  it('a task may ask for one version, which must be there', async () => {
    const bound = (version: number) =>
      `camunda:decisionRefBinding="version" camunda:decisionRefVersion="${version}"`
    expect((await publish('first', bound(9))).body.error.details.problems[0]!.message).toContain(
      'in version 9',
    )
    expect((await publish('first', bound(1))).status).toBe(200)
    expect(await approver('first', 15)).toBe('head')
  })

  it('a task may keep to the version that was there when its process was published', async () => {
    await bring('/decisions', approvals(30))
    expect((await publish('together', 'camunda:decisionRefBinding="deployment"')).status).toBe(200)
    await bring('/decisions', approvals(40))
    expect([await approver('together', 35), await approver('newest', 35)]).toEqual(['head', 'manager'])
    expect((await publish('together', 'camunda:decisionRefBinding="deployment" name="Who?"')).status).toBe(
      200,
    )
    expect(await approver('together', 35)).toBe('manager')
  })

  it('a task may ask for the newest version with a tag', async () => {
    const tagged = (limit: number, tag: string) =>
      approvals(limit).replace(
        '<decision id="approver"',
        `<decision xmlns:camunda="http://camunda.org/schema/1.0/dmn" camunda:versionTag="${tag}" id="approver"`,
      )
    const zeebe = approvals(70).replace(
      '<variable name="approver"/>',
      '<extensionElements><zeebe:versionTag xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" value="stable"/></extensionElements><variable name="approver"/>',
    )
    const bound = (tag: string) =>
      `camunda:decisionRefBinding="versionTag" camunda:decisionRefVersionTag="${tag}"`
    await bring('/decisions', tagged(50, 'stable'))
    await bring('/decisions', tagged(60, 'trial'))
    expect((await publish('tagged', bound('stable'))).status).toBe(200)
    expect([await approver('tagged', 55), await approver('newest', 55)]).toEqual(['head', 'manager'])
    await bring('/decisions', zeebe)
    await bring('/decisions', tagged(80, 'trial'))
    expect(await approver('tagged', 65)).toBe('manager')
    expect(await approver('tagged', 75)).toBe('head')
    expect((await publish('lost', bound('nowhere'))).status).toBe(200)
    const id = await begin('lost', 1)
    await vi.waitFor(async () => {
      const [incident] = (await read(id)).incidents
      expect(incident?.message).toContain('There is no decision "approver" with the version tag "nowhere".')
    }, patience)
  })

  it('removed meanwhile, the step waits with an incident that says what to do', async () => {
    await admin.delete('/decisions/definitions')
    const id = await begin('newest', 1)
    await vi.waitFor(async () => {
      const [incident] = (await read(id)).incidents
      expect(incident).toMatchObject({
        node: 'ask',
        message: expect.stringContaining('no decision "approver"'),
      })
    }, patience)
  })

  it('a file that is no DMN, or holds no decision, is refused', async () => {
    for (const xml of ['<nothing/>', drawDecisions([])]) {
      const { status, body } = await bring('/decisions', xml)
      expect([status, body.error.code]).toEqual([422, 'invalidDecision'])
    }
  })
})
