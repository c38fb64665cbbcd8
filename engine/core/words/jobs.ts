import type { Connector, FlowNode } from '../../model/types.ts'
import { converse } from '../conversation.ts'
import { Fault } from '../fault.ts'
import type { Json, Token } from '../instance.ts'
import { compute, textOf, visible } from '../variables.ts'
import { ask, change, note, tell, unask } from '../work.ts'
import type { Heed } from './index.ts'
import { payloadOf } from './mapping.ts'

/** Hand the work to a connector and wait for its answer. */
export const startJob: Heed<'startJob'> = (work, token, { node }) => {
  const element = work.process.nodes[node]!
  const connector = connectorOf(element)
  if (!connector)
    throw new Fault(
      'noConnector',
      `"${element.name || node}" does not say what it should do.`,
      'Choose a connector for it and publish a new version, or move the token on.',
    )
  const now = work.tokens.get(token.id)!
  const input: Record<string, Json> = { ...now.variables }
  for (const { name, value } of connector.parameters) input[name] = compute(work, now, value)
  if (connector.type === 'decision') input.visible = visible(work, now)
  const topic = connector.external && takeTopic(input, connector, element)
  const { subject } = work.before
  const effect = ask(
    work,
    {
      type: 'runJob',
      job: {
        connector: connector.type,
        input,
        retries: connector.retries,
        backoff: connector.backoff,
        ...(subject && { subject }),
        ...(topic && { topic }),
      },
    },
    now,
  )
  note(work, token, { effect: effect.id })
  tell(work, 'wait', change(work, token, { state: 'waiting' }))
}

function takeTopic(input: Record<string, Json>, { type }: Connector, element: FlowNode): string {
  const topic = 'topic' in input ? input.topic : type
  delete input.topic
  if (typeof topic === 'string' && topic.trim() !== '') return topic.trim()
  throw new Fault(
    'noTopic',
    `"${element.name || element.id}" does not say under which topic its worker finds it.`,
    'Name a topic and publish a new version, or correct the variable it reads and retry.',
  )
}

/** What does the work of a node; a decision that is no FEEL is made by the connector `decision`. */
export function connectorOf(node: FlowNode): Connector | undefined {
  if ('connector' in node && node.connector) return node.connector
  if (node.type !== 'businessRuleTask' || !node.decisionRef) return undefined
  return {
    type: 'decision',
    parameters: [
      literal('decision', node.decisionRef),
      ...(node.decisionVersion === undefined ? [] : [literal('version', node.decisionVersion)]),
      ...(node.decisionTag === undefined ? [] : [literal('decisionTag', node.decisionTag)]),
      ...(node.decisionBinding === undefined ? [] : [literal('decisionBinding', node.decisionBinding)]),
    ],
    retries: 1,
    backoff: 'PT10S',
    ...(node.result !== undefined && { result: node.result }),
  }
}

const literal = (name: string, value: Json): Connector['parameters'][number] => ({
  name,
  value: { type: 'literal', value },
})

/** The token goes elsewhere: the job is not needed any more. */
export const dropJob: Heed<'dropJob'> = (work, token) => {
  const effect = work.tokens.get(token.id)!.context?.effect
  if (typeof effect !== 'string') return
  const asked = work.effects.some(({ id }) => id === effect)
  unask(work, effect)
  if (!asked && connectorOf(work.process.nodes[token.at]!)?.external)
    ask(work, { type: 'withdrawJob', job: effect }, token)
  note(work, token, { effect: undefined })
}

/** Send a message to whoever waits for it. */
export const sendMessage: Heed<'sendMessage'> = (work, token, { node, trigger }) => {
  const message = messageOf(work.process.nodes[node]!, trigger)
  if (message?.type !== 'message') return
  const now: Token = work.tokens.get(token.id)!
  const name = textOf(work, now, message.name)
  const key = message.correlationKey && textOf(work, now, message.correlationKey)
  const payload = message.payload
    ? compute(work, now, message.payload)
    : payloadOf(work.process.nodes[node]!, now)
  converse(work, name, payload)
  ask(work, { type: 'sendMessage', name, payload, ...(key !== undefined && { correlationKey: key }) }, now)
  tell(work, 'throw', now, name)
}

function messageOf(node: FlowNode, trigger: number | undefined) {
  if (node.type === 'sendTask') return node.message
  return 'triggers' in node && trigger !== undefined ? node.triggers[trigger] : undefined
}
