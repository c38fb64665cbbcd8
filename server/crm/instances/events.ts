/** What happens outside and processes wait for: messages, signals, and conditions that are to be looked at. */
import type { Json, Message } from '#engine'
import type { Call, Route } from '../../routes/route.ts'
import {
  flag,
  id,
  input,
  integer,
  json,
  many,
  oneOf,
  output,
  string,
  text,
  values,
} from '../../routes/schemas.ts'

const tag = 'Events'
const permission = 'instances.operate' as const
const rate = { points: 600, seconds: 60 }
const subject = input({ entity: id, id }, ['entity', 'id'])
const own = text(200, {
  minLength: 1,
  description: 'The sender’s own id: sent again, it has no second effect.',
})
const duration = text(100, { pattern: '^P', description: 'ISO 8601 duration, e.g. PT1H' })

interface MessageIn {
  id?: string
  name: string
  mode?: NonNullable<Message['mode']>
  correlationKey?: string
  payload?: Json
  subject?: { entity: string; id: string }
  instance?: string
  ttl?: string
}

export const eventRoutes: Route[] = [
  {
    method: 'post',
    path: '/messages',
    tag,
    summary: 'Bring a message to the processes that wait for it or start by it',
    description:
      '`publish`: one instance of each process that waits for it takes it, each other process that starts by it starts; if nobody wants it, it is kept for `ttl` (an hour when unset, `PT0S` for not at all). `one`: the one instance that waits for it takes it, else the one process that starts by it; several are answered with 409 `ambiguous`, none with 409 `nobodyWaits`, and then nothing has happened. `all`: everybody who waits takes it, and every other process that starts by it starts; 409 `nobodyWaits` when there is none. Who waits is told by name and `correlationKey`, or by the record (`subject`), or by `instance`; processes with BPMN correlation keys read theirs out of the payload.',
    permission,
    rate,
    body: input(
      {
        id: own,
        name: id,
        mode: oneOf('publish', 'one', 'all'),
        correlationKey: text(500, { minLength: 1 }),
        payload: json,
        subject,
        instance: id,
        ttl: duration,
      },
      ['name'],
    ),
    answers: {
      200: output({
        id: string,
        delivered: many(output({ instance: string, node: string })),
        started: many(string),
        buffered: flag,
        duplicate: flag,
      }),
    },
    handle: sendMessage,
  },
  {
    method: 'post',
    path: '/signals',
    tag,
    summary: 'Tell a signal to everybody who listens, and start what starts by it',
    permission,
    rate,
    body: input({ id: own, name: id, payload: json }, ['name']),
    answers: { 200: output({ id: string, delivered: integer(), started: many(string) }) },
    handle: sendSignal,
  },
  {
    method: 'post',
    path: '/conditions/evaluate',
    tag,
    summary: 'Start the processes whose conditional start event holds with these values',
    description:
      'The conditions read `variables` and, where a `subject` is given, its data. An instance that starts gets the variables. Conditions inside running processes need no evaluation: they are looked at whenever something they read changes.',
    permission,
    rate,
    body: input({ id: own, variables: values(), process: id, subject, businessKey: id }, ['variables']),
    answers: { 200: output({ id: string, started: many(string) }) },
    handle: evaluate,
  },
]

async function sendMessage({ actor, body, record, services, requestId }: Call) {
  const { id: messageId = record, ...message } = body as MessageIn
  await demandSubject({ actor, services }, message.subject)
  const correlated = await services.engine.correlate({ ...message, id: `api/${messageId}` })
  const { name, mode = 'publish', correlationKey } = message
  await services.audit.record({
    actor,
    action: 'message.sent',
    target: messageId,
    after: { name, mode, ...(correlationKey && { correlationKey }), ...correlated },
    requestId,
  })
  const { delivered, started, buffered, duplicate } = correlated
  return { id: messageId, delivered, started, buffered, duplicate }
}

async function sendSignal({ actor, body, record, services, requestId }: Call) {
  const { id: signalId = record, ...signal } = body as { id?: string; name: string; payload?: Json }
  const { delivered, started } = await services.engine.signal({ ...signal, id: `api/${signalId}` })
  await services.audit.record({
    actor,
    action: 'signal.sent',
    target: signalId,
    after: { name: signal.name, delivered, started },
    requestId,
  })
  return { id: signalId, delivered, started }
}

async function evaluate({ actor, body, record, services, requestId }: Call) {
  const {
    id: evaluationId = record,
    process,
    ...asked
  } = body as {
    id?: string
    variables: Record<string, Json>
    process?: string
    subject?: { entity: string; id: string }
    businessKey?: string
  }
  await demandSubject({ actor, services }, asked.subject)
  const { started } = await services.engine.evaluateConditions({
    ...asked,
    id: `api/${evaluationId}`,
    by: actor.id,
    ...(process !== undefined && { key: process }),
  })
  await services.audit.record({
    actor,
    action: 'conditions.evaluated',
    target: evaluationId,
    after: { started, ...(process !== undefined && { process }) },
    requestId,
  })
  return { id: evaluationId, started }
}

/** Nobody acts on a deal that he does not see. */
async function demandSubject(
  { actor, services }: Pick<Call, 'actor' | 'services'>,
  about: { entity: string; id: string } | undefined,
): Promise<void> {
  if (about?.entity === 'deal') await services.deals.get(actor, about.id)
}
