/** Messages as the runtime carries them: kept, correlated, published; and what starts a process by itself. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '#engine/adapters/memory/memoryStore.ts'
import { describeWaits } from '#engine/core/waits.ts'
import { bpmn } from '#tests/support/bpmn.ts'
import { createHour, createWorld, drawing, type Hour, type World } from '../../engine/runtime/world.ts'

const root = '<message id="M" name="M"/><message id="M1" name="M1"/><message id="M2" name="M2"/>'
const key = (expression = '=k') =>
  `<extensionElements><baton:subscription correlationKey="${expression}"/></extensionElements>`
const hears = (name: string) => `<messageEventDefinition messageRef="${name}"/>`
const catches = (id: string, name = 'M', more = key()) =>
  `<intermediateCatchEvent id="${id}">${more}${hears(name)}</intermediateCatchEvent>`
const begins = (id: string, inside: string) => `<startEvent id="${id}">${inside}</startEvent>`
const S = '<startEvent id="S"/>'
const E = '<endEvent id="E"/>'
const task = (id: string) => `<task id="${id}"/>`
const user = (id: string) => `<userTask id="${id}"/>`

/** Elements, then flows as `a -> b` lines. */
function process(id: string, elements: string, ...lines: string[]): string {
  const flows = /<process [^>]*>([\s\S]*)<\/process>/.exec(drawing(id, elements, ...lines))![1]!
  return bpmn(flows, { process: `id="${id}" isExecutable="true"`, root })
}

let hour: Hour
let world: World
beforeEach(async () => {
  hour = createHour()
  const store = createMemoryStore({ now: () => hour.now })
  world = createWorld(store, hour)
})

const begin = async (name: string, variables = {}) =>
  (await world.engine.start({ key: name, variables })).instance._id
let sent = 0
const send = (name: string, correlationKey: string | undefined, more = {}) =>
  world.engine.correlate({ id: `m${++sent}`, name, ...(correlationKey && { correlationKey }), ...more })
/** What the instance went through: names of the nodes its tokens left. */
const left = (id: string) =>
  world.steps
    .filter(({ instance }) => instance._id === id)
    .flatMap(({ trace }) => trace.filter(({ verb }) => verb === 'leave').map(({ node }) => node))
    .join(' ')
const over = (id: string) => world.until(id, ({ status }) => expect(status).toBe('completed'))
const running = () => world.engine.instances.count({ status: 'running' })

describe('Messages that come too early', () => {
  it('MSG-06 one instance takes them one by one, in the order of their coming', async () => {
    const loop = `<exclusiveGateway id="X" default="X_E"/>`
    const again = catches('C') + loop
    await world.deploy(
      process('P', S + again + E, 'S -> C -> X -> E', 'X -> C').replace(
        '<sequenceFlow id="X_C" sourceRef="X" targetRef="C"/>',
        '<sequenceFlow id="X_C" sourceRef="X" targetRef="C"><conditionExpression>text = "a"</conditionExpression></sequenceFlow>',
      ),
    )
    expect((await send('M', '1', { payload: { text: 'a' } })).buffered).toBe(true)
    expect((await send('M', '1', { payload: { text: 'b' } })).buffered).toBe(true)
    const id = await begin('P', { k: '1' })
    await over(id)
    expect([left(id), (await world.get(id)).variables]).toEqual(['S C X C X E', { k: '1', text: 'b' }])
  })

  it('EBG-09 are taken when an event-based gateway is reached', async () => {
    const wait = `<intermediateCatchEvent id="T"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>`
    const gateway = '<eventBasedGateway id="EBG"/>'
    const elements = S + user('U') + gateway + catches('C') + wait
    const rest = task('A') + task('B') + E
    await world.deploy(process('P', elements + rest, 'S -> U -> EBG -> C -> A -> E', 'EBG -> T -> B -> E'))
    const id = await begin('P', { k: '1' })
    expect((await send('M', '1', { ttl: 'PT1H' })).buffered).toBe(true)
    const token = world.tokenAt(await world.get(id), 'U')
    await world.engine.command(id, { type: 'completeTask', token })
    await over(id)
    expect([left(id), (await world.get(id)).timers]).toEqual(['S U EBG C A E', []])
  })
})

describe('Messages that were kept', () => {
  it('are found by an instance that was paused when they came', async () => {
    await world.deploy(process('P', S + catches('C') + E, 'S -> C -> E'))
    const id = await begin('P', { k: '1' })
    await world.engine.command(id, { type: 'suspend' })
    expect((await send('M', '1')).buffered).toBe(true)
    await world.engine.command(id, { type: 'resume' })
    await over(id)
  })

  it('are for each round of a multi-instance by its own key', async () => {
    const loop =
      '<multiInstanceLoopCharacteristics><extensionElements><baton:loop collection="=items" element="item"/></extensionElements></multiInstanceLoopCharacteristics>'
    const receive = `<receiveTask id="R" messageRef="M">${key('=item')}${loop}</receiveTask>`
    await world.deploy(process('P', S + receive + E, 'S -> R -> E'))
    for (const each of ['b', 'a']) await send('M', each, { payload: { from: each } })
    const id = await begin('P', { items: ['a', 'b'] })
    await over(id)
    expect(left(id)).toBe('S R R R E')
  })

  it('are taken by an event sub-process and by a boundary event as by any other', async () => {
    const inside = `${begins('S2', hears('M1'))}${task('N')}<sequenceFlow id="n" sourceRef="S2" targetRef="N"/>`
    const handler = `<subProcess id="H" triggeredByEvent="true">${inside.replace('<startEvent', '<startEvent isInterrupting="false"')}</subProcess>`
    const boundary = `<boundaryEvent id="B" attachedToRef="U">${hears('M2')}</boundaryEvent>`
    await world.deploy(process('P', S + user('U') + boundary + handler + E, 'S -> U', 'B -> E'))
    await send('M1', undefined)
    await send('M2', undefined)
    const id = await begin('P')
    await over(id)
    expect(left(id)).toContain('N')
  })

  it('are not taken when their time is over', async () => {
    await world.deploy(process('P', S + catches('C') + E, 'S -> C -> E'))
    await send('M', '1', { ttl: 'PT10M' })
    await world.pass(601)
    const id = await begin('P', { k: '1' })
    await world.pass(1)
    expect(await world.get(id)).toMatchObject({ status: 'running' })
  })

  it('go to the first who wants them, whichever process it is, and then they are gone', async () => {
    for (const name of ['P', 'Q']) await world.deploy(process(name, S + catches('C') + E, 'S -> C -> E'))
    await send('M', '1')
    const first = await begin('P', { k: '1' })
    await over(first)
    const second = await begin('Q', { k: '1' })
    await world.pass(60)
    expect(await world.get(second)).toMatchObject({ status: 'running' })
  })
})

describe('Who does not know his key yet', () => {
  it('gets no message without a key, says what is missing, and can be reached by name', async () => {
    await world.deploy(process('P', S + catches('C') + E, 'S -> C -> E'))
    const id = await begin('P')
    expect(await send('M', undefined)).toMatchObject({ delivered: [], buffered: true })
    const { process: compiled } = await world.engine.definitions.get('P')
    const [wait] = describeWaits(compiled, await world.get(id))
    expect(wait!.for).toBe('the message "M", by a key that has no value yet')
    expect((await send('M', undefined, { instance: id })).delivered).toHaveLength(1)
  })
})

describe('A message that could start or continue', () => {
  it('continues the instance whose boundary event waits for it, and starts none beside it', async () => {
    const start = begins('S', hears('M'))
    const boundary = `<boundaryEvent id="B" attachedToRef="U" cancelActivity="false">${key('=k')}${hears('M')}</boundaryEvent>`
    await world.deploy(process('P', start + user('U') + boundary + task('N'), 'S -> U', 'B -> N'))
    const [id] = (await send('M', '1', { payload: { k: '1' } })).started
    expect(await send('M', '1', { payload: { k: '1' } })).toMatchObject({
      delivered: [{ instance: id, node: 'B' }],
      started: [],
    })
    expect((await send('M', '2', { payload: { k: '2' } })).started).toHaveLength(1)
    expect(left(id!)).toBe('S B N')
  })
})

describe('Who gets a message', () => {
  const waiting = (id = 'Q') => world.deploy(process(id, S + catches('C') + E, 'S -> C -> E'))
  const starting = (id = 'P') =>
    world.deploy(process(id, begins('S', hears('M')) + user('A') + E, 'S -> A -> E'))

  it('MSG-07 correlated to one, it goes to who waits before it starts anything', async () => {
    await starting()
    await waiting()
    const id = await begin('Q', { k: '1' })
    expect(await send('M', '1', { mode: 'one' })).toMatchObject({
      delivered: [{ instance: id, node: 'C' }],
      started: [],
    })
    expect(await send('M', '1', { mode: 'one' })).toMatchObject({
      delivered: [],
      started: [expect.any(String)],
    })
  })

  it('MSG-07 published, it goes to one instance of each process and starts each other one, once', async () => {
    await starting()
    await waiting()
    await begin('Q', { k: '1' })
    await begin('Q', { k: '1' })
    expect(await send('M', '1')).toMatchObject({ delivered: [{ node: 'C' }], started: [expect.any(String)] })
    expect(await send('M', '1')).toMatchObject({ delivered: [{ node: 'C' }], started: [] })
  })

  it('MSG-07 MSG-09 correlated to all, it starts processes of which nobody waits', async () => {
    await starting()
    await waiting()
    await begin('Q', { k: '1' })
    await begin('Q', { k: '1' })
    const { delivered, started } = await send('M', '1', { mode: 'all' })
    expect([delivered.length, started.length, await running()]).toEqual([2, 1, 1])
  })

  it('MSG-09 correlated to one, it is refused when two want it, with no effect; to all, both go on', async () => {
    await waiting()
    const both = [await begin('Q', { k: '1' }), await begin('Q', { k: '1' })]
    await expect(send('M', '1', { mode: 'one' })).rejects.toMatchObject({
      code: 'ambiguous',
      message: expect.stringContaining(both[1]!),
    })
    expect(await Promise.all(both.map(async id => (await world.get(id)).revision))).toEqual([1, 1])
    const { delivered } = await send('M', '1', { mode: 'all' })
    expect(delivered.map(({ instance }) => instance).sort()).toEqual(both.sort())
    expect(await running()).toBe(0)
  })

  it('MSG-09 two processes that start by it are as ambiguous as two that wait', async () => {
    await starting('P')
    await starting('P2')
    await expect(send('M', '1', { mode: 'one' })).rejects.toMatchObject({ code: 'ambiguous' })
    expect(await running()).toBe(0)
    expect((await send('M', '1', { mode: 'all' })).started).toHaveLength(2)
  })

  it('MSG-09 nobody who wants it is an error too, and nothing is kept', async () => {
    await waiting()
    await expect(send('M', '1', { mode: 'one' })).rejects.toMatchObject({ code: 'nobodyWaits' })
    await expect(send('M', '1', { mode: 'all' })).rejects.toMatchObject({ code: 'nobodyWaits' })
    await begin('Q', { k: '1' })
    await world.pass(60)
    expect(await running()).toBe(1)
  })

  it('MSG-09 the same message sent again is told what it did, and does nothing', async () => {
    await waiting()
    const id = await begin('Q', { k: '1' })
    const twice = () => world.engine.correlate({ id: 'same', name: 'M', correlationKey: '1', mode: 'all' })
    expect(await twice()).toMatchObject({ delivered: [{ instance: id }], duplicate: false })
    await begin('Q', { k: '1' })
    expect(await twice()).toMatchObject({ delivered: [{ instance: id }], duplicate: true })
    expect(await running()).toBe(1)
  })

  it('MSG-09 waiting for it in two places of one instance is ambiguous', async () => {
    const fork = '<parallelGateway id="G"/>'
    await world.deploy(process('Q', S + fork + catches('C') + catches('D'), 'S -> G -> C', 'G -> D'))
    const id = await begin('Q', { k: '1' })
    await expect(send('M', '1', { mode: 'one' })).rejects.toMatchObject({ code: 'ambiguous' })
    expect((await send('M', '1', { mode: 'all' })).delivered).toHaveLength(2)
    await over(id)
  })
})

describe('What starts a process by itself', () => {
  const timed = (date: string) =>
    begins('S', `<timerEventDefinition><timeDate>${date}</timeDate></timerEventDefinition>`)
  const pass = async (seconds: number) => {
    hour.now = new Date(hour.now.getTime() + seconds * 1000)
    await world.alarm.advance()
  }

  it('STA-03 a date, once', async () => {
    hour.now = new Date('2029-12-31T23:59:00.000Z')
    await world.deploy(process('P', timed('2030-01-01T00:00:00Z') + task('A') + E, 'S -> A -> E'))
    await world.engine.run()
    await pass(59)
    expect(await world.engine.instances.count({ key: 'P' })).toBe(0)
    await pass(2)
    await pass(86_400)
    const found = await world.engine.instances.find({ key: 'P' })
    expect(found.map(({ _id, status }) => [left(_id), status])).toEqual([['S A E', 'completed']])
    await world.engine.stop()
  })

  it('STA-03 the date of a version that was replaced is nobody’s any more', async () => {
    hour.now = new Date('2029-12-31T23:59:00.000Z')
    await world.deploy(process('P', timed('2030-01-01T00:00:00Z') + task('A') + E, 'S -> A -> E'))
    await world.engine.run()
    await world.deploy(process('P', timed('2030-01-02T00:00:00Z') + task('B') + E, 'S -> B -> E'))
    await pass(120)
    expect(await world.engine.instances.count({ key: 'P' })).toBe(0)
    await pass(86_400)
    const [only] = await world.engine.instances.find({ key: 'P' })
    expect(left(only!._id)).toBe('S B E')
    await world.engine.stop()
  })

  it('STA-06 a condition that holds when it is looked at', async () => {
    const condition =
      '<conditionalEventDefinition><condition>temp &gt; 30</condition></conditionalEventDefinition>'
    await world.deploy(process('P', begins('S', condition) + task('A') + E, 'S -> A -> E'))
    const evaluate = (id: string, temp: number) =>
      world.engine.evaluateConditions({ id, variables: { temp } })
    expect(await evaluate('e1', 20)).toEqual({ started: [] })
    const { started } = await evaluate('e2', 35)
    expect(await evaluate('e2', 35)).toEqual({ started })
    const found = await world.engine.instances.find({ key: 'P' })
    expect(found.map(({ status, variables }) => [status, variables])).toEqual([['completed', { temp: 35 }]])
  })

  it('STA-06 reads the record it is about, and only the process that is asked for', async () => {
    const condition =
      '<conditionalEventDefinition><condition>deal.amount &gt; limit</condition></conditionalEventDefinition>'
    for (const name of ['P', 'P2'])
      await world.deploy(process(name, begins('S', condition) + task('A') + E, 'S -> A -> E'))
    world.data = { deal: { amount: 500 } }
    const subject = { entity: 'deal', id: 'd1' }
    const { started } = await world.engine.evaluateConditions({
      id: 'e1',
      key: 'P2',
      subject,
      variables: { limit: 100 },
    })
    expect(started).toHaveLength(1)
    expect(await world.get(started[0]!)).toMatchObject({ definition: { key: 'P2' }, subject })
  })

  it('STA-12 the newest version takes the messages', async () => {
    await world.deploy(process('P', begins('S', hears('M')) + task('A') + E, 'S -> A -> E'))
    await world.deploy(process('P', begins('S', hears('M')) + task('B') + E, 'S -> B -> E'))
    const { started } = await send('M', undefined)
    expect(started.map(left)).toEqual(['S B E'])
    await world.deploy(process('P', begins('S', hears('M1')) + task('C') + E, 'S -> C -> E'))
    expect(await send('M', undefined)).toMatchObject({ started: [], buffered: true })
    expect((await send('M1', undefined)).started.map(left)).toEqual(['S C E'])
  })

  it('EBG-08 a parallel event-based gateway, by whichever event comes first; the others are for the same instance', async () => {
    const gateway = '<eventBasedGateway id="EBG" instantiate="true" eventGatewayType="Parallel"/>'
    const elements = gateway + catches('C1', 'M1') + catches('C2', 'M2') + task('A') + task('B') + E
    await world.deploy(process('P', elements, 'EBG -> C1 -> A -> E', 'EBG -> C2 -> B -> E'))
    const { started } = await send('M1', '1', { payload: { k: 1 } })
    expect(await world.get(started[0]!)).toMatchObject({ status: 'running' })
    const other = await send('M2', '2', { payload: { k: 2 } })
    expect(other.started).toHaveLength(1)
    expect(await send('M2', '1', { payload: { k: 1 } })).toMatchObject({
      delivered: [{ instance: started[0], node: 'C2' }],
      started: [],
    })
    await over(started[0]!)
    expect(left(started[0]!)).toBe('C1 A E C2 B E')
    expect(await running()).toBe(1)
  })
})
