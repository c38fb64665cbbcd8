/** Data associations of the standard (§10.4.2): what goes into an activity or event, and what comes out. */
import { describe, expect, it } from 'vitest'
import { parseBpmn } from '#engine/model/parse.ts'
import { bpmn } from '#tests/support/bpmn.ts'
import { play } from '#tests/support/play.ts'

const read = async (inside: string, more = {}) => {
  const { models, problems } = await parseBpmn(bpmn(inside, more))
  return { model: models[0]!, problems }
}
const pair = (from: string, to: string) =>
  `<assignment><from xsi:type="tFormalExpression">${from}</from><to xsi:type="tFormalExpression">${to}</to></assignment>`
const into = (inside: string, source = 'O') =>
  `<dataInputAssociation><sourceRef>${source}</sourceRef><targetRef>in</targetRef>${inside}</dataInputAssociation>`
const out = (inside: string, target = 'O') =>
  `<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>${target}</targetRef>${inside}</dataOutputAssociation>`
const io = `<ioSpecification><dataInput id="in" name="x"/><dataOutput id="out" name="y"/><inputSet/><outputSet/></ioSpecification>`
const objects = '<dataObject id="O" name="order"/><dataObject id="T" name="total"/>'
const script = (text: string, inside: string) =>
  `${objects}<scriptTask id="A"><extensionElements><baton:decision expression="${text}" result="y"/></extensionElements>${io}${inside}</scriptTask>`

describe('Data associations', () => {
  it('VAR-07 an assignment reads and writes by expressions, going in', async () => {
    const { model } = await read(
      script('x.sum * 2', into(pair('order.net + order.tax', 'x.sum')) + out('', 'T')),
    )
    expect(play(model, { order: { net: 10, tax: 2 } }).vars.total).toBe(24)
  })

  it('VAR-07 an assignment writes a part of a data object, coming out, and leaves the rest', async () => {
    const { model } = await read(script('21', out(pair('y * 2', 'order.total'))))
    expect(play(model, { order: { id: 7 } }).vars).toMatchObject({ order: { id: 7, total: 42 } })
  })

  it('VAR-07 a transformation gives the whole value, in both directions', async () => {
    const transform = (text: string) => `<transformation>${text}</transformation>`
    const { model } = await read(
      script('x + 1', into(transform('order.net * 2')) + out(transform('{sum: y, paid: false}'), 'T')),
    )
    expect(play(model, { order: { net: 10 } }).vars.total).toEqual({ sum: 21, paid: false })
  })

  it('VAR-07 a transformation comes before the assignments to parts of what it gives', async () => {
    const both = `<transformation>{a: 1, b: 2}</transformation>${pair('3', 'x.b')}`
    const { model } = await read(script('x', into(both) + out('', 'T')))
    expect(play(model, { order: {} }).vars.total).toEqual({ a: 1, b: 3 })
  })

  it('VAR-07 data may be spoken of by their ids', async () => {
    const { model } = await read(
      script('x.sum', into(pair('O.net + 1', 'in.sum')) + out(pair('out', 'total'), 'T')),
    )
    expect(play(model, { order: { net: 10 } }).vars.total).toBe(11)
  })

  it('VAR-07 a data object that a reference stands for is the same variable', async () => {
    const reference = '<dataObjectReference id="R" name="The order [paid]" dataObjectRef="O"/>'
    const { model } = await read(
      reference + script('x.sum', into(pair('R.net * 2', 'x.sum'), 'R') + out('', 'T')),
    )
    expect(play(model, { order: { net: 10 } }).vars.total).toBe(20)
  })

  it('VAR-07 jBPM writes text there, and marks its expressions', async () => {
    const pairs = pair('Call them', 'in') + pair('#{order.id}', 'id')
    const inside = `${objects}<userTask id="A">${io}${into(pairs)}</userTask>`
    const file = bpmn(inside).replace(/xmlns:baton="[^"]*"/, 'xmlns:drools="http://www.jboss.org/drools"')
    const { models } = await parseBpmn(file)
    const [token] = play(models[0]!, { order: { id: 'A' } }).instance.tokens
    expect(token!.variables).toEqual({ x: 'Call them', id: 'A' })
  })

  it('VAR-07 a target that cannot be written is said, not guessed', async () => {
    const { problems } = await read(script('1', out(pair('y', 'order.lines[1]'))))
    expect(problems).toMatchObject([{ severity: 'warning', element: 'A' }])
    expect(problems[0]!.message).toContain('order.lines[1]')
  })

  it('VAR-07 events have them too: a message takes its payload from data, and gives it to data', async () => {
    const throws = `<intermediateThrowEvent id="Send"><dataInput id="in" name="sum"/>${into(pair('order.net * 2', 'in'))}<inputSet/><messageEventDefinition messageRef="M"/></intermediateThrowEvent>`
    const catches = `<intermediateCatchEvent id="Get"><dataOutput id="out" name="sum"/>${out(pair('sum + 1', 'total'), 'T')}<outputSet/><messageEventDefinition messageRef="M"/></intermediateCatchEvent>`
    const flow = '<sequenceFlow id="f" sourceRef="Send" targetRef="Get"/>'
    const { model } = await read(objects + throws + catches + flow, { root: '<message id="M" name="M"/>' })
    const process = play(model, { order: { net: 10 } })
    expect(process.effects[0]).toMatchObject({ type: 'sendMessage', payload: 20 })
    expect(process.vars.total).toBe(21)
  })

  it('VAR-07 the only data output of what catches is all that came, whatever its name', async () => {
    const io = `<dataOutput id="out" name="event"/>${out('')}<outputSet/>`
    const hears = '<messageEventDefinition messageRef="M"/>'
    const get = `<intermediateCatchEvent id="Get">${io}${hears}</intermediateCatchEvent>`
    const root = '<message id="M" name="M"/>'
    const { model } = await read(objects + get, { root })
    const process = play(model)
    process.world.message('M', { id: 7 })
    expect(process.vars.order).toEqual({ id: 7 })
    const begun = await read(`${objects}<startEvent id="Get">${io}${hears}</startEvent>`, { root })
    const payload = { id: 8 }
    expect(play(begun.model, {}, { startEvent: 'Get', payload }).vars.order).toEqual(payload)
    const task = `<receiveTask id="Get" messageRef="M">${io.replace('<dataOutput', '<ioSpecification><dataOutput').replace(`${out('')}<outputSet/>`, `<inputSet/><outputSet/></ioSpecification>${out('')}`)}</receiveTask>`
    const waiting = play((await read(objects + task, { root })).model)
    waiting.world.message('M', 'just a text')
    expect(waiting.vars.order).toBe('just a text')
  })

  it('VAR-07 a value without a name comes through an event-based gateway and out of a boundary event', async () => {
    const io = `<dataOutput id="out" name="event"/>${out('')}<outputSet/>`
    const hears = '<messageEventDefinition messageRef="M"/>'
    const root = '<message id="M" name="M"/>'
    const gateway = `<eventBasedGateway id="G"/><intermediateCatchEvent id="Get">${io}${hears}</intermediateCatchEvent><sequenceFlow id="f" sourceRef="G" targetRef="Get"/>`
    const boundary = `<userTask id="U"/><boundaryEvent id="b" attachedToRef="U" cancelActivity="false">${io}${hears}</boundaryEvent>`
    for (const inside of [gateway, boundary]) {
      const process = play((await read(objects + inside, { root })).model)
      process.world.message('M', 42)
      expect(process.vars.order).toBe(42)
    }
  })

  it.each(['true', 'false'])(
    'VAR-06 collections of a multi-instance activity come in and go out by its data, in sequence: %s',
    async sequential => {
      const loop = `<multiInstanceLoopCharacteristics isSequential="${sequential}"><loopDataInputRef>in</loopDataInputRef><loopDataOutputRef>out</loopDataOutputRef><inputDataItem id="i" name="each"/><outputDataItem id="o" name="twice"/></multiInstanceLoopCharacteristics>`
      const { model } = await read(
        script('each * 2', into('') + out('', 'T') + loop).replace('result="y"', 'result="twice"'),
      )
      expect(play(model, { order: [1, 2, 3] }).vars).toEqual({ order: [1, 2, 3], total: [2, 4, 6] })
    },
  )

  it('VAR-06 each round takes its item and gives its part by data associations', async () => {
    const rounds = `<ioSpecification><dataInput id="list" name="list"/><dataInput id="in" name="x"/><dataOutput id="out" name="y"/><dataOutput id="all" name="all"/><inputSet/><outputSet/></ioSpecification>
      <dataInputAssociation><sourceRef>O</sourceRef><targetRef>list</targetRef></dataInputAssociation>${into('', 'i')}
      ${out('', 'o')}<dataOutputAssociation><sourceRef>all</sourceRef><targetRef>T</targetRef></dataOutputAssociation>
      <multiInstanceLoopCharacteristics><loopDataInputRef>list</loopDataInputRef><loopDataOutputRef>all</loopDataOutputRef><inputDataItem id="i" name="each"/><outputDataItem id="o" name="part"/></multiInstanceLoopCharacteristics>`
    const { model } = await read(script('x * 10', rounds).replace(io, ''))
    expect(play(model, { order: [1, 2] }).vars).toEqual({ order: [1, 2], total: [10, 20] })
  })

  it('VAR-07 a signal carries its data too', async () => {
    const throws = `<intermediateThrowEvent id="Send"><dataInput id="in" name="sum"/>${into(pair('order.net * 2', 'in'))}<inputSet/><signalEventDefinition signalRef="G"/></intermediateThrowEvent>`
    const { model } = await read(objects + throws, { root: '<signal id="G" name="G"/>' })
    const process = play(model, { order: { net: 10 } })
    expect(process.effects).toMatchObject([{ type: 'broadcastSignal', payload: 20 }, {}])
  })
})
