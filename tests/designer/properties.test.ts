import { describe, expect, it } from 'vitest'
import { emptyCatalogue } from '#designer/catalogue.ts'
import { createTexts } from '#designer/i18n/texts.ts'
import type { Factory, Moddle, Modeling, Shape } from '#designer/modeler/dialect.ts'
import { list } from '#designer/modeler/dialect.ts'
import { createDrawingModel } from '#designer/modeler/moddle.ts'
import type { Field } from '#designer/properties/fields.ts'
import { Panel } from '#designer/properties/panel.ts'
import { sectionsOf } from '#designer/properties/provider.ts'
import { variablesAt } from '#designer/properties/variables.ts'
import { parseBpmn, validate } from '#engine/pure.ts'

const sendEmail = {
  type: 'sendEmail',
  title: 'Send an e-mail',
  description: '',
  group: 'communication' as const,
  icon: 'mail',
  input: {
    properties: {
      to: { type: 'string', title: 'To' },
      template: { type: 'string', title: 'Template', 'x-choices': 'templates?kind=email' },
      data: { type: 'object', title: 'More' },
    },
    required: ['to'],
  },
}
const catalogue = {
  ...emptyCatalogue,
  decisions: [{ value: 'approver', label: 'Who approves' }],
  connectors: [sendEmail],
  templates: [
    { id: 'thank-you', kind: 'email' as const, name: 'Thank you' },
    { id: 'invoice', kind: 'document' as const, name: 'Invoice' },
  ],
}

describe('The properties of a step', () => {
  it('are made of the schema of its connector', async () => {
    const { fields } = await opened(service('<baton:connector type="sendEmail"/>'), 's')
    expect(fields('connector').map(({ id, kind, label }) => ({ id, kind, label }))).toEqual([
      { id: 'connector.type', kind: 'select', label: 'Action' },
      { id: 'connector.to', kind: 'fx', label: 'To *' },
      { id: 'connector.template', kind: 'choice', label: 'Template' },
      { id: 'connector.data', kind: 'feel', label: 'More' },
    ])
    const template = fields('connector').find(field => field.id === 'connector.template')
    expect(template?.options?.map(option => option.value)).toEqual(['', 'thank-you'])
  })

  it('write a parameter, change it, and take it away again', async () => {
    const drawing = await opened(service('<baton:connector type="sendEmail"/>'), 's')
    drawing.field('connector.to').set?.('=contact.email')
    expect(await drawing.xml()).toContain('<baton:parameter name="to" value="=contact.email" />')
    drawing.field('connector.to').set?.('a@b.example')
    expect(await drawing.xml()).toContain('<baton:parameter name="to" value="a@b.example" />')
    drawing.field('connector.to').set?.(undefined)
    expect(await drawing.xml()).not.toContain('baton:parameter')
  })

  it('leave what other systems wrote where it is', async () => {
    const drawing = await opened(service('<acme:robot arm="left"/>'), 's')
    drawing.field('connector.type').set?.('sendEmail')
    const xml = await drawing.xml()
    expect(xml).toContain('<acme:robot arm="left" />')
    expect(xml).toContain('<baton:connector type="sendEmail" />')
    drawing.field('connector.type').set?.(undefined)
    expect(await drawing.xml()).toContain('<acme:robot arm="left" />')
  })

  it('grow a form field by field, each with a key of its own', async () => {
    const drawing = await opened('<bpmn:userTask id="s" name="Ask"/>', 's')
    drawing.section('form').add?.()
    drawing.section('form').add?.()
    drawing.field('form.1.type').set?.('money')
    drawing.field('form.1.required').set?.(true)
    expect(drawing.section('form').items).toHaveLength(2)
    expect(await drawing.xml()).toContain(
      '<baton:formField key="field2" label="New field" type="money" required="true" />',
    )
  })

  it('make a stage of a step, with a key from its name and the next place on the board', async () => {
    const drawing = await opened('<bpmn:userTask id="s" name="Send the offer"/>', 's')
    drawing.field('stage').set?.(true)
    expect(await drawing.xml()).toContain(
      '<baton:stage key="send-the-offer" name="Send the offer" kind="open" order="1" />',
    )
    drawing.field('stage').set?.(false)
    expect(await drawing.xml()).not.toContain('baton:stage')
  })

  it('name a message: a new one is made, a shared one is not renamed behind the others', async () => {
    const catching = (id: string) => `<bpmn:receiveTask id="${id}"/>`
    const drawing = await opened(catching('s') + catching('other'), 's')
    drawing.field('message').set?.('answer')
    const other = await opened(await drawing.xml(), 'other')
    other.field('message').set?.('answer')
    expect(((await other.xml()).match(/<bpmn:message /g) ?? []).length).toBe(1)
    other.field('message').set?.('payment')
    const xml = await other.xml()
    expect(xml).toContain('name="answer"')
    expect(xml).toContain('name="payment"')
  })

  it('say to whom a message belongs: on both sides, and what it brings on the sending one', async () => {
    const waits = await opened('<bpmn:receiveTask id="s"/>', 's')
    waits.field('correlationKey').set?.('=deal.id')
    expect(await waits.xml()).toContain('<baton:subscription correlationKey="=deal.id" />')
    expect(waits.field('payload')).toBeUndefined()
    const sends = await opened(thrown('Message'), 's')
    sends.field('correlationKey').set?.('=[deal.id, contact.email]')
    sends.field('payload').set?.('={amount: 1}')
    expect(await sends.xml()).toContain(
      '<baton:subscription correlationKey="=[deal.id, contact.email]" payload="={amount: 1}" />',
    )
    const begins = await opened(
      '<bpmn:startEvent id="s"><bpmn:messageEventDefinition/></bpmn:startEvent>',
      's',
    )
    expect(begins.fields('message').map(({ id }) => id)).toEqual(['message'])
  })

  it('let a send task without an action send a message', async () => {
    const idle = await opened('<bpmn:sendTask id="s"/>', 's')
    expect(idle.fields('message').map(({ id }) => id)).toEqual(['message', 'correlationKey', 'payload'])
    const acts = service('<baton:connector type="sendEmail"/>').replaceAll('serviceTask', 'sendTask')
    expect((await opened(acts, 's')).section('message')).toBeUndefined()
  })

  it('keep a signal among the steps of one run', async () => {
    const drawing = await opened(thrown('Signal'), 's')
    drawing.field('scope').set?.('instance')
    expect(await drawing.xml()).toContain('<baton:subscription scope="instance" />')
    drawing.field('scope').set?.(undefined)
    expect(await drawing.xml()).not.toContain('baton:subscription')
    expect(drawing.field('payload').kind).toBe('feel')
  })

  it('tell the engine by which parts the messages of a process belong together', async () => {
    const drawing = await opened('<bpmn:receiveTask id="s" messageRef="answer"/>', 'p', answer)
    drawing.section('correlation').add?.()
    drawing.section('correlation').add?.()
    drawing.field('correlation.Part 1.in.answer').set?.('=order.number')
    drawing.field('correlation.Part 1.binding').set?.('=deal.number')
    drawing.field('correlation.Part 2.in.answer').set?.('=country')
    const { models } = await parseBpmn(await drawing.xml())
    expect(models[0]?.correlations).toMatchObject([
      {
        properties: [
          {
            name: 'Part 1',
            retrievals: { answer: { type: 'feel', text: 'order.number' } },
            binding: { type: 'feel', text: 'deal.number' },
          },
          { name: 'Part 2', retrievals: { answer: { type: 'feel', text: 'country' } } },
        ],
      },
    ])
    const found = validate(models[0]!).find(problem => problem.rule === 'conversations')
    expect(drawing.field(found?.property ?? '').label).toBe('Our own value')
  })

  it('take the last part of a key away with all that was made for it', async () => {
    const drawing = await opened('<bpmn:receiveTask id="s" messageRef="answer"/>', 'p', answer)
    const before = await drawing.xml()
    drawing.section('correlation').add?.()
    drawing.field('correlation.Part 1.binding').set?.('=deal.number')
    drawing.section('correlation').items?.[0]?.remove?.()
    expect(await drawing.xml()).toBe(before)
  })

  it('choose an imported decision and which of its versions', async () => {
    const drawing = await opened('<bpmn:businessRuleTask id="s"/>', 's')
    drawing.field('decisionRef').set?.('approver')
    expect(drawing.fields('decision').map(({ id }) => id)).toEqual([
      'decisionRef',
      'decision.binding',
      'result',
    ])
    drawing.field('decision.binding').set?.('tag')
    drawing.field('decisionTag').set?.('stable')
    const read = async () => (await parseBpmn(await drawing.xml())).models[0]?.nodes.s
    expect(await read()).toMatchObject({ decisionRef: 'approver', decisionTag: 'stable' })
    drawing.field('decision.binding').set?.('deployment')
    expect(await read()).toMatchObject({ decisionBinding: 'deployment' })
    drawing.field('decision.binding').set?.('version')
    drawing.field('decisionVersion').set?.('2')
    expect(await read()).toMatchObject({ decisionVersion: 2 })
    drawing.field('decisionRef').set?.(undefined)
    expect(await drawing.xml()).not.toContain('baton:decision')
  })

  it('say which version of a called process is meant', async () => {
    const drawing = await opened('<bpmn:callActivity id="c" calledElement="billing"/>', 'c')
    expect(drawing.field('call.binding').get?.()).toBe('latest')
    drawing.field('call.binding').set?.('tag')
    drawing.field('call.version').set?.('stable')
    expect(await drawing.xml()).toContain('<baton:call binding="tag" version="stable" />')
    drawing.field('call.binding').set?.('latest')
    expect(await drawing.xml()).not.toContain('baton:call')
  })

  it('offer expressions what earlier steps leave behind, and only those', async () => {
    const { bo } = await opened(
      `<bpmn:userTask id="before" name="Ask"><bpmn:extensionElements><baton:form><baton:formField key="budget" type="money"/></baton:form></bpmn:extensionElements><bpmn:outgoing>f</bpmn:outgoing></bpmn:userTask>
       <bpmn:serviceTask id="s"><bpmn:incoming>f</bpmn:incoming><bpmn:outgoing>g</bpmn:outgoing></bpmn:serviceTask>
       <bpmn:scriptTask id="after"><bpmn:extensionElements><baton:decision expression="=1" result="later"/></bpmn:extensionElements><bpmn:incoming>g</bpmn:incoming></bpmn:scriptTask>
       <bpmn:sequenceFlow id="f" sourceRef="before" targetRef="s"/><bpmn:sequenceFlow id="g" sourceRef="s" targetRef="after"/>`,
      's',
    )
    const names = variablesAt(bo, catalogue, createTexts('en')).map(variable => variable.name)
    expect(names).toContain('deal')
    expect(names).toContain('budget')
    expect(names).toContain('outcome')
    expect(names).not.toContain('later')
  })
})

const answer = '<bpmn:message id="answer" name="answer"/>'
const thrown = (kind: string) =>
  `<bpmn:intermediateThrowEvent id="s"><bpmn:${kind.toLowerCase()}EventDefinition/></bpmn:intermediateThrowEvent>`
const service = (extension: string) =>
  `<bpmn:serviceTask id="s"><bpmn:extensionElements>${extension}</bpmn:extensionElements></bpmn:serviceTask>`

/** A drawing read with bpmn-moddle and one of its elements in the panel; changes go straight into the model. */
async function opened(content: string, id: string, roots = '') {
  const moddle = createDrawingModel()
  const source = content.includes('<bpmn:definitions')
    ? content
    : `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0" xmlns:acme="urn:acme" id="d">${roots}<bpmn:process id="p">${content}</bpmn:process></bpmn:definitions>`
  const { rootElement: definitions } = await moddle.fromXML(source)
  const process = list(definitions, 'rootElements').find(root => root.$type === 'bpmn:Process')!
  const bo = [process, ...list(process, 'flowElements')].find(element => element.id === id)!
  const element = { id, type: bo.$type, businessObject: bo, incoming: [], outgoing: [] } as unknown as Shape
  const assign = (target: Moddle, properties: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(properties)) target.set(name, value)
  }
  const modeling = {
    updateProperties: (shape: Shape, properties: Record<string, unknown>) =>
      assign(shape.businessObject, properties),
    updateModdleProperties: (_: Shape, target: Moddle, properties: Record<string, unknown>) =>
      assign(target, properties),
  } as unknown as Modeling
  let made = 0
  const rootTypes = ['bpmn:Message', 'bpmn:CorrelationProperty', 'bpmn:Collaboration']
  // As bpmn-js does: what stands at the root gets an id.
  const factory: Factory = {
    create: (type, properties = {}) =>
      moddle.create(type, rootTypes.includes(type) ? { id: `m${++made}`, ...properties } : properties),
  }
  const t = createTexts('en')
  const sections = () =>
    sectionsOf(
      new Panel({
        element,
        config: { ...catalogue, t },
        variables: [],
        modeling,
        factory,
        refresh: () => {},
      }),
    )
  const section = (name: string) => sections().find(one => one.id === name)!
  const all = (): Field[] =>
    sections().flatMap(one => [...(one.fields ?? []), ...(one.items ?? []).flatMap(item => item.fields)])
  return {
    bo,
    section,
    fields: (name: string) => section(name).fields ?? [],
    field: (name: string) => all().find(field => field.id === name)!,
    xml: async () => (await moddle.toXML(definitions, { format: true })).xml,
  }
}
