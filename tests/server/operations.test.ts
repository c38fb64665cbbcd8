import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

interface Shown {
  id: string
  status: string
  process: { version: number }
  tokens: { id: string; node: string; kind: string; timer?: string; until?: string }[]
  incidents: { id: string; node: string; events: { id: string }[]; flows: { id: string; name: string }[] }[]
  scopes: { id: string; node: string }[]
  variables: Record<string, unknown>
}
interface Failure {
  error: { code: string; message: string }
}
interface Migration {
  id: string
  status: string
  counts: { total: number; moved: number; refused: number; pending: number }
}

const bpmn = (key: string, inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x">
  <error id="Err" errorCode="E1" /><error id="Other" errorCode="E2" />
  <process id="${key}" name="Process ${key}" isExecutable="true">${inside}</process>
</definitions>`
const task = (id: string) => `<userTask id="${id}" name="${id}" />`
const flow = (from: string, to: string) =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`
const chain = (...ids: string[]) =>
  ids
    .slice(1)
    .map((id, index) => flow(ids[index]!, id))
    .join('')

describe('Operations over HTTP', () => {
  let app: TestApp
  let analyst: Caller
  beforeAll(async () => {
    app = await startApp()
    analyst = await app.signIn('analyst', { name: 'Olga Operator' })
  })

  const publish = async (key: string, inside: string) => {
    const { body, status } = await analyst.post<{ version: number }>(`/processes/${key}/publish`, {
      xml: bpmn(key, inside),
    })
    expect([status, body]).toEqual([200, { version: expect.any(Number) }])
    return body.version
  }
  const begin = async (key: string, variables = {}) => {
    const { body } = await analyst.post<{ instance: string }>(`/processes/${key}/start`, { variables })
    return body.instance
  }
  const look = async (id: string) => (await analyst.get<Shown>(`/instances/${id}`)).body
  const at = async (id: string) => (await look(id)).tokens.map(token => token.node)
  const ask = (id: string, verb: string, body: object = {}) =>
    analyst.post<Shown & Failure>(`/instances/${id}/${verb}`, body)
  const texts = async (id: string) =>
    (await analyst.get<{ items: { text: string; command: { type: string } }[] }>(`/instances/${id}/history`))
      .body.items

  it('say what is large in an instance that carries a lot', async () => {
    await publish('large', `<startEvent id="S" />${task('A')}<endEvent id="E" />${chain('S', 'A', 'E')}`)
    const small = await begin('large', { letter: 'short' })
    const large = await begin('large', { letter: 'x'.repeat(200_000) })
    await analyst.patch(`/instances/${large}/variables`, { variables: { note: 'y'.repeat(100_000) } })
    const bulk = async (id: string) => (await analyst.get<{ bulk?: object }>(`/instances/${id}`)).body.bulk
    expect(await bulk(small)).toBeUndefined()
    expect(await bulk(large)).toMatchObject({
      characters: expect.any(Number),
      largest: [
        { name: 'letter', characters: 200_002 },
        { name: 'note', characters: 100_002 },
      ],
    })
  })

  it('tokens are added, moved and taken out, also while it is paused; each is told in the history', async () => {
    const key = 'tokens'
    await publish(
      key,
      `<startEvent id="S"/>${task('A')}${task('B')}<endEvent id="E"/>${chain('S', 'A', 'B', 'E')}`,
    )
    const id = await begin(key)
    const added = await ask(id, 'add', { to: 'B' })
    expect(added.body.error).toBe(undefined)
    expect(added.body.tokens.map(token => token.node)).toEqual(['A', 'B'])
    await ask(id, 'suspend', { reason: 'Something is odd' })
    const second = (await look(id)).tokens[1]!.id
    expect((await ask(id, 'remove', { token: second })).status).toBe(200)
    await ask(id, 'resume')
    expect(await at(id)).toEqual(['A'])
    expect((await texts(id)).map(step => step.command.type)).toEqual([
      'start',
      'addToken',
      'suspend',
      'removeToken',
      'resume',
    ])
    expect((await texts(id))[2]!.text).toContain('Something is odd')
    const refused = await ask(id, 'add', { to: 'Nowhere' })
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      expect.stringContaining('no node "Nowhere"'),
    ])
  })

  it('a timer is set to another moment, and counted again from the present values', async () => {
    await publish(
      'timed',
      `<startEvent id="S"/><intermediateCatchEvent id="W"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">=wait</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="E"/>${chain('S', 'W', 'E')}`,
    )
    const id = await begin('timed', { wait: 'PT1H' })
    const [before] = (await look(id)).tokens
    await analyst.patch(`/instances/${id}/variables`, { variables: { wait: 'P2D' } })
    const counted = await ask(id, `timers/${before!.timer}/recalculate`)
    expect(Date.parse(counted.body.tokens[0]!.until!)).toBeGreaterThan(Date.parse(before!.until!))
  })

  it('an error nothing caught is handled by an event around it, or passed over', async () => {
    await publish(
      'uncaught',
      `<startEvent id="S"/><subProcess id="SP"><startEvent id="S1"/>${task('A')}<endEvent id="T"><errorEventDefinition errorRef="Err"/></endEvent>${chain('S1', 'A', 'T')}</subProcess><boundaryEvent id="b" name="Trouble" attachedToRef="SP"><errorEventDefinition errorRef="Other"/></boundaryEvent>${task('Mend')}<endEvent id="E"/>${chain('S', 'SP', 'E')}${chain('b', 'Mend', 'E').replace('Mend-E', 'Mend-E2')}`,
    )
    const stuck = async () => {
      const id = await begin('uncaught')
      await app.services.engine.command(id, { type: 'completeTask', token: (await look(id)).tokens[0]!.id })
      const [incident] = (await look(id)).incidents
      return { id, incident: incident! }
    }
    const first = await stuck()
    expect(first.incident.events).toEqual([{ id: 'b', name: 'Trouble' }])
    await ask(first.id, `incidents/${first.incident.id}/handle`, { event: 'b' })
    expect(await at(first.id)).toEqual(['Mend'])
    const second = await stuck()
    expect((await ask(second.id, `incidents/${second.incident.id}/skip`)).body.status).toBe('completed')
    const wrong = await stuck()
    const { status, body } = await ask(wrong.id, `incidents/${wrong.incident.id}/handle`, { event: 'Mend' })
    expect([status, body.error.message]).toEqual([409, expect.stringContaining('These can take it')])
  })

  describe('Migration', () => {
    const flat = `<startEvent id="S"/>${task('A')}${task('B')}<endEvent id="E"/>${chain('S', 'A', 'B', 'E')}`
    const grouped = `<startEvent id="S"/><subProcess id="SP" name="Group"><startEvent id="S1"/>${task('A')}<userTask id="B2" name="B" /><endEvent id="E1"/>${chain('S1', 'A', 'B2', 'E1')}</subProcess><endEvent id="E"/>${chain('S', 'SP', 'E')}`
    let ids: string[]
    let versions: { process: string; from: number; to: number }
    beforeAll(async () => {
      const from = await publish('moved', flat)
      ids = [await begin('moved'), await begin('moved'), await begin('moved')]
      await app.services.engine.command(ids[2]!, {
        type: 'completeTask',
        token: (await look(ids[2]!)).tokens[0]!.id,
      })
      versions = { process: 'moved', from, to: await publish('moved', grouped) }
    })

    it('begins with a plan by id and by name, and says where something stands', async () => {
      const { body } = await analyst.get<{
        running: number
        steps: { node: string; to?: string; by?: string; standing: number }[]
      }>(`/processes/moved/migration?from=${versions.from}&to=${versions.to}`)
      expect(body.running).toBe(3)
      expect(body.steps.find(step => step.node === 'A')).toMatchObject({ to: 'A', by: 'id', standing: 2 })
      expect(body.steps.find(step => step.node === 'B')).toMatchObject({ to: 'B2', by: 'name', standing: 1 })
    })

    it('tells before what would happen to each, and changes nothing', async () => {
      const { body } = await analyst.post<{ total: number; fit: number; items: Record<string, unknown>[] }>(
        '/migrations/check',
        versions,
      )
      expect([body.total, body.fit]).toEqual([3, 2])
      const fit = body.items.find(item => item.instance === ids[0])
      expect(fit).toMatchObject({ ok: true, moves: [{ from: 'A', to: 'A' }], opens: ['Group'] })
      expect(body.items.find(item => item.instance === ids[2])).toMatchObject({
        ok: false,
        reason: expect.stringContaining('"B", which is not mapped'),
      })
      expect((await look(ids[0]!)).process.version).toBe(versions.from)
    })

    it('moves many, leaves those that do not fit, and can be taken back', async () => {
      const { body, status } = await analyst.post<Migration>('/migrations', versions)
      expect(status).toBe(201)
      await app.services.migrations.finished(body.id)
      const done = await analyst.get<Migration>(`/migrations/${body.id}`)
      expect([done.body.status, done.body.counts]).toEqual([
        'done',
        { total: 3, moved: 2, refused: 1, pending: 0 },
      ])
      const refused = await analyst.get<{ items: { instance: string; reason: string }[] }>(
        `/migrations/${body.id}/results?state=refused`,
      )
      expect(refused.body.items).toMatchObject([
        { instance: ids[2], reason: expect.stringContaining('not mapped') },
      ])
      const moved = await look(ids[0]!)
      expect([moved.process.version, moved.scopes.map(scope => scope.node)]).toEqual([versions.to, ['SP']])

      const back = await analyst.post<Migration>(`/migrations/${body.id}/rollback`)
      await app.services.migrations.finished(back.body.id)
      expect((await analyst.get<Migration>(`/migrations/${back.body.id}`)).body.counts.moved).toBe(2)
      expect([(await look(ids[0]!)).process.version, (await look(ids[0]!)).scopes]).toEqual([
        versions.from,
        [],
      ])
    })

    it('takes one alone, by a plan of one’s own', async () => {
      const { body } = await analyst.post<Migration>('/migrations', {
        ...versions,
        nodes: { B: 'B2' },
        instances: [ids[2]],
      })
      await app.services.migrations.finished(body.id)
      expect([(await look(ids[2]!)).process.version, await at(ids[2]!), await at(ids[0]!)]).toEqual([
        versions.to,
        ['B2'],
        ['A'],
      ])
    })

    it('shows an open task the form of the new version, with what was answered already', async () => {
      const asking = (label: string) =>
        `<startEvent id="S"/><userTask id="A" name="Ask"><extensionElements><baton:form xmlns:baton="https://baton.dev/schema/bpmn/1.0"><baton:formField key="budget" label="${label}" type="number"/></baton:form></extensionElements></userTask><endEvent id="E"/>${chain('S', 'A', 'E')}`
      const from = await publish('asking', asking('Budget'))
      const id = await begin('asking', { budget: 5 })
      const to = await publish('asking', asking('Budget, net'))
      const { body } = await analyst.post<Migration>('/migrations', { process: 'asking', from, to })
      await app.services.migrations.finished(body.id)
      const open = await app.services.tasks.openAt(id, (await look(id)).tokens[0]!.id)
      expect([open?.form.map(field => field.label), open?.values, open?.process?.version]).toEqual([
        ['Budget, net'],
        { budget: 5 },
        to,
      ])
    })

    it('is refused where it makes no sense, and to managers', async () => {
      const same = await analyst.post<Failure>('/migrations', { ...versions, to: versions.from })
      expect([same.status, same.body.error.code]).toEqual([422, 'sameVersion'])
      const unknown = await analyst.post<Failure>('/migrations/check', { ...versions, nodes: { A: 'Z' } })
      expect([unknown.status, unknown.body.error.code]).toEqual([422, 'unknownNode'])
      const manager = await app.signIn('manager')
      expect((await manager.post('/migrations', versions)).status).toBe(403)
    })
  })
})
