import { child, definitionsOf, is, list, type Moddle, text } from '../../modeler/dialect.ts'
import type { Field, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'

/** A part of a correlation key: a property, the key it belongs to, and what the process itself says of it. */
interface Part {
  key: Moddle
  property: Moddle
}

/**
 * What all messages of one run have in common (§8.4.2), for a process: parts, each with its place in every message and
 * with the process's own value. A list of parts, because most keys have one.
 */
export function conversationSection(panel: Panel): Section | undefined {
  const process = is(panel.bo, 'bpmn:Participant') ? child(panel.bo, 'processRef') : panel.bo
  if (!process || !is(process, 'bpmn:Process')) return undefined
  const messages = messagesIn(process)
  const parts = keysOf(panel, process).flatMap(key =>
    list(key, 'correlationPropertyRef').map((property): Part => ({ key, property })),
  )
  if (messages.length === 0 && parts.length === 0) return undefined
  return {
    id: 'correlation',
    label: panel.t('section.correlation'),
    items: parts.map(part => ({
      id: `correlation.${part.property.id}`,
      label: nameOf(part.property),
      fields: fieldsOf(panel, process, part, messages),
      remove: () => panel.together(() => removePart(panel, process, part)),
    })),
    add: () => panel.together(() => addPart(panel, process, parts[0]?.key, parts.length)),
  }
}

function fieldsOf(panel: Panel, process: Moddle, part: Part, messages: Moddle[]): Field[] {
  const { t } = panel
  const name = nameOf(part.property)
  const id = (field: string) => `correlation.${name}.${field}`
  return [
    {
      id: id('name'),
      kind: 'text',
      label: t('correlation.name'),
      hint: t('correlation.name.hint'),
      get: () => text(part.property, 'name'),
      set: v => panel.change(part.property, { name: v }),
    },
    ...messages.map((message): Field => {
      const retrieval = retrievalOf(part.property, message)
      return {
        id: id(`in.${text(message, 'name')}`),
        kind: 'feel',
        label: t('correlation.in', { message: text(message, 'name') }),
        hint: t('correlation.in.hint'),
        get: () => text(child(retrieval, 'messagePath'), 'body'),
        set: v => writeRetrieval(panel, part.property, message, v),
      }
    }),
    {
      id: id('binding'),
      kind: 'feel',
      label: t('correlation.binding'),
      hint: t('correlation.binding.hint'),
      variables: panel.variables,
      get: () => text(child(bindingOf(process, part), 'dataPath'), 'body'),
      set: v => writeBinding(panel, process, part, v),
    },
  ]
}

const nameOf = (property: Moddle) => text(property, 'name') || text(property, 'id')

/** The keys the engine would read for this process: its collaborations', and those it subscribes to. */
function keysOf(panel: Panel, process: Moddle): Moddle[] {
  const around = panel.roots('bpmn:Collaboration').filter(one => takesPart(one, process))
  const held = around.flatMap(one => [one, ...list(one, 'conversations')])
  const subscribed = list(process, 'correlationSubscriptions').flatMap(
    one => child(one, 'correlationKeyRef') ?? [],
  )
  return [...new Set([...held.flatMap(one => list(one, 'correlationKeys')), ...subscribed])]
}

const takesPart = (collaboration: Moddle, process: Moddle) =>
  list(collaboration, 'participants').some(one => child(one, 'processRef') === process)

/** The messages this process sends and receives. */
function messagesIn(process: Moddle): Moddle[] {
  const within = (scope: Moddle): Moddle[] =>
    list(scope, 'flowElements').flatMap(element => {
      const holders = is(element, 'bpmn:Event') ? list(element, 'eventDefinitions') : [element]
      const own = holders.filter(one => isHolder(one.$type)).flatMap(one => child(one, 'messageRef') ?? [])
      return is(element, 'bpmn:SubProcess') ? [...own, ...within(element)] : own
    })
  return [...new Set(within(process))].filter(message => text(message, 'name') !== '')
}

const isHolder = (type: string) =>
  ['bpmn:MessageEventDefinition', 'bpmn:ReceiveTask', 'bpmn:SendTask'].includes(type)

const retrievalOf = (property: Moddle, message: Moddle) =>
  list(property, 'correlationPropertyRetrievalExpression').find(one => child(one, 'messageRef') === message)

function writeRetrieval(panel: Panel, property: Moddle, message: Moddle, value: unknown) {
  const others = list(property, 'correlationPropertyRetrievalExpression').filter(
    one => child(one, 'messageRef') !== message,
  )
  const made =
    value === undefined
      ? []
      : [
          withExpression(
            panel,
            panel.create('bpmn:CorrelationPropertyRetrievalExpression', { messageRef: message }, property),
            'messagePath',
            String(value),
          ),
        ]
  panel.change(property, { correlationPropertyRetrievalExpression: [...others, ...made] })
}

const subscriptionOf = (process: Moddle, key: Moddle) =>
  list(process, 'correlationSubscriptions').find(one => child(one, 'correlationKeyRef') === key)

const bindingOf = (process: Moddle, { key, property }: Part) =>
  list(subscriptionOf(process, key), 'correlationPropertyBinding').find(
    one => child(one, 'correlationPropertyRef') === property,
  )

function writeBinding(panel: Panel, process: Moddle, { key, property }: Part, value: unknown) {
  panel.together(() => {
    const subscription = subscriptionOf(process, key) ?? subscribe(panel, process, key)
    const others = list(subscription, 'correlationPropertyBinding').filter(
      one => child(one, 'correlationPropertyRef') !== property,
    )
    const made =
      value === undefined
        ? []
        : [
            withExpression(
              panel,
              panel.create(
                'bpmn:CorrelationPropertyBinding',
                { correlationPropertyRef: property },
                subscription,
              ),
              'dataPath',
              String(value),
            ),
          ]
    panel.change(subscription, { correlationPropertyBinding: [...others, ...made] })
  })
}

function withExpression(panel: Panel, holder: Moddle, name: string, body: string): Moddle {
  holder.set(name, panel.create('bpmn:FormalExpression', { body }, holder))
  return holder
}

function subscribe(panel: Panel, process: Moddle, key: Moddle): Moddle {
  const made = panel.create('bpmn:CorrelationSubscription', { correlationKeyRef: key }, process)
  panel.change(process, {
    correlationSubscriptions: [...list(process, 'correlationSubscriptions'), made],
  })
  return made
}

function addPart(panel: Panel, process: Moddle, existing: Moddle | undefined, count: number) {
  const property = panel.addRoot('bpmn:CorrelationProperty', {
    name: panel.t('correlation.part', { number: count + 1 }),
  })
  const key = existing ?? makeKey(panel, process)
  panel.change(key, { correlationPropertyRef: [...list(key, 'correlationPropertyRef'), property] })
}

/** A drawing without pools gets a collaboration that is not drawn; the process then says that the key is its own. */
function makeKey(panel: Panel, process: Moddle): Moddle {
  const drawn = panel.roots('bpmn:Collaboration').find(one => takesPart(one, process))
  const holder = drawn ?? panel.addRoot('bpmn:Collaboration', {})
  const made = panel.create(
    'bpmn:CorrelationKey',
    { id: freeId(panel, `Conversation_${process.id}`) },
    holder,
  )
  panel.change(holder, { correlationKeys: [...list(holder, 'correlationKeys'), made] })
  if (!drawn) subscribe(panel, process, made)
  return made
}

function freeId(panel: Panel, wanted: string): string {
  const taken = new Set(
    panel.roots('bpmn:Collaboration').flatMap(one => list(one, 'correlationKeys').map(key => key.id)),
  )
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}_${n}`
    if (!taken.has(id)) return id
  }
}

function removePart(panel: Panel, process: Moddle, { key, property }: Part) {
  const without = (holder: Moddle, name: string, gone: Moddle) =>
    panel.change(holder, { [name]: list(holder, name).filter(one => one !== gone) })
  const subscription = subscriptionOf(process, key)
  const binding = bindingOf(process, { key, property })
  if (subscription && binding) without(subscription, 'correlationPropertyBinding', binding)
  without(key, 'correlationPropertyRef', property)
  const holders = panel.roots('bpmn:Collaboration').flatMap(one => [one, ...list(one, 'conversations')])
  const keys = holders.flatMap(one => list(one, 'correlationKeys'))
  if (!keys.some(one => list(one, 'correlationPropertyRef').includes(property)))
    without(definitionsOf(process), 'rootElements', property)
  if (list(key, 'correlationPropertyRef').length > 0) return
  if (subscription) without(process, 'correlationSubscriptions', subscription)
  for (const holder of holders) {
    if (!list(holder, 'correlationKeys').includes(key)) continue
    without(holder, 'correlationKeys', key)
    if (isBare(holder)) without(definitionsOf(process), 'rootElements', holder)
  }
}

/** A collaboration that was made for a key alone. */
const isBare = (holder: Moddle) =>
  holder.$type === 'bpmn:Collaboration' &&
  ['participants', 'messageFlows', 'artifacts', 'conversations', 'correlationKeys'].every(
    name => list(holder, name).length === 0,
  )
