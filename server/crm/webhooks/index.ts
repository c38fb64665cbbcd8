/** Webhooks: other programs tell Baton that something happened, and prove who they are. */
import { compileExpression, evaluate, type Json } from '#engine'
import { ApiError, invalid, notFound } from '../../middleware/errors.ts'
import type { Actor } from '../../policy.ts'
import { seal, unseal } from '../../seal.ts'
import type { Services } from '../../services.ts'
import { isSigned, newSecret } from './secrets.ts'

export { webhookRoutes } from './routes.ts'

/** A webhook as stored in `webhooks`. */
export interface WebhookRecord {
  _id: string
  name: string
  /** Name of the BPMN message it brings. */
  message: string
  /** `key`: FEEL over `body` that gives the correlation key; absent for messages that only start processes. */
  correlation: { key?: string }
  active: boolean
  /** Encrypted; the newest first, two at most, so that a sender may change over. */
  secrets: string[]
  createdAt: Date
  createdBy: string
  lastReceivedAt: Date | null
}

/** One call (collection `inbox`); its id makes a repetition harmless. */
export interface CallRecord {
  _id: string
  hook: string
  at: Date
  outcome: 'processing' | 'accepted' | 'refused'
  message: string | null
  delivered: number
  started: number
}

export interface WebhookValues {
  name: string
  message: string
  correlation?: { key?: string }
  active?: boolean
}

export interface Incoming {
  id: string
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export interface Webhooks {
  list(): Promise<WebhookRecord[]>
  /** The secret is told here and never again. */
  create(actor: Actor, values: WebhookValues): Promise<{ webhook: WebhookRecord; secret: string }>
  update(actor: Actor, id: string, changes: Partial<WebhookValues>): Promise<WebhookRecord>
  remove(actor: Actor, id: string): Promise<void>
  /** A second secret; the one before stays good, older ones do not. */
  renewSecret(actor: Actor, id: string): Promise<string>
  calls(id: string, cursor?: string): Promise<{ items: CallRecord[]; next?: string }>
  /** Checks and takes a call. Throws 401 for a wrong signature; a repetition is answered as such. */
  receive(call: Incoming): Promise<{ status: 'accepted' | 'duplicate'; delivered: number; started: number }>
}

const tolerance = 5 * 60
const week = 7 * 86_400

/** Webhooks over the collections `webhooks` and `inbox`. */
export function createWebhooks(services: Services): Webhooks {
  const hooks = () => services.db.collection<WebhookRecord>('webhooks')
  const inbox = () => services.db.collection<CallRecord>('inbox')
  const master = () => services.config.secret
  void inbox()
    .createIndexes([{ key: { at: 1 }, expireAfterSeconds: week }, { key: { hook: 1, at: -1 } }])
    .catch(error => services.log.warn({ err: error }, 'inbox: the indexes could not be made'))

  const get = async (id: string): Promise<WebhookRecord> => {
    const hook = await hooks().findOne({ _id: id })
    if (!hook) throw notFound('webhook', id)
    return hook
  }

  const refuse = async (hook: WebhookRecord, error: ApiError): Promise<never> => {
    const record = {
      hook: hook._id,
      at: services.now(),
      outcome: 'refused' as const,
      message: error.message,
      delivered: 0,
      started: 0,
    }
    await inbox().insertOne({ _id: services.newId(), ...record })
    services.log.warn({ webhook: hook._id, code: error.code }, 'A webhook call was refused')
    throw error
  }

  const prove = (
    { secrets, _id }: WebhookRecord,
    { id, timestamp, given }: Proof,
    body: Buffer,
  ): ApiError | undefined => {
    if (!id || !timestamp || !given)
      return new ApiError(
        401,
        'notSigned',
        'The headers webhook-id, webhook-timestamp and webhook-signature are needed.',
      )
    const seconds = Number(timestamp)
    if (!Number.isInteger(seconds) || Math.abs(services.now().getTime() / 1000 - seconds) > tolerance)
      return new ApiError(
        401,
        'oldSignature',
        'The time stamp is more than five minutes off. Check the clock of the sender.',
      )
    const known = secrets.map(secret => unseal(secret, _id, master()))
    if (!known.some(secret => isSigned(given, secret, id, timestamp, body)))
      return new ApiError(
        401,
        'wrongSignature',
        'The signature is wrong. Check that the sender signs the raw body with the secret of this webhook.',
      )
    return undefined
  }

  const pass = async (hook: WebhookRecord, callId: string, body: Json) => {
    const correlationKey = keyOf(hook, body)
    const id = `webhook/${hook._id}/${callId}`
    const correlated = await services.engine.correlate({
      id,
      name: hook.message,
      ...(correlationKey !== undefined && { correlationKey }),
      payload: body,
      ttl: 'P1D',
    })
    const data = { message: { name: hook.message, webhook: hook.name, body } }
    const triggered = await services.engine.recordChanged({
      id,
      event: 'message.received',
      subject: { entity: 'message', id: callId },
      data,
    })
    for (const { instance } of correlated.delivered) await tellDeal(services, hook, instance, id)
    return {
      delivered: correlated.delivered.length,
      started: correlated.started.length + triggered.started.length,
    }
  }

  return {
    list: () => hooks().find({}).sort({ name: 1 }).toArray(),
    async create(actor, { name, message, correlation = {}, active = true }) {
      checkKey(correlation.key)
      const _id = services.newId()
      const secret = newSecret()
      const webhook: WebhookRecord = {
        _id,
        name,
        message,
        correlation,
        active,
        secrets: [seal(secret, _id, master())],
        createdAt: services.now(),
        createdBy: actor.id,
        lastReceivedAt: null,
      }
      await hooks().insertOne(webhook)
      await services.audit.record({ actor, action: 'webhook.created', target: _id, after: { name, message } })
      return { webhook, secret }
    },
    async update(actor, id, changes) {
      checkKey(changes.correlation?.key)
      const before = await get(id)
      const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      if (Object.keys(set).length > 0) await hooks().updateOne({ _id: id }, { $set: set })
      const after = await get(id)
      await services.audit.record({
        actor,
        action: 'webhook.changed',
        target: id,
        before: shown(before),
        after: shown(after),
      })
      return after
    },
    async remove(actor, id) {
      const hook = await get(id)
      await hooks().deleteOne({ _id: id })
      await services.audit.record({ actor, action: 'webhook.removed', target: id, before: shown(hook) })
    },
    async renewSecret(actor, id) {
      const { secrets } = await get(id)
      const secret = newSecret()
      await hooks().updateOne(
        { _id: id },
        { $set: { secrets: [seal(secret, id, master()), ...secrets.slice(0, 1)] } },
      )
      await services.audit.record({ actor, action: 'webhook.secretRenewed', target: id })
      return secret
    },
    async calls(id, cursor) {
      await get(id)
      const before = cursor ? { at: { $lt: new Date(cursor) } } : {}
      const found = await inbox()
        .find({ hook: id, ...before })
        .sort({ at: -1 })
        .limit(51)
        .toArray()
      const items = found.slice(0, 50)
      return { items, ...(found.length > 50 && { next: items.at(-1)!.at.toISOString() }) }
    },
    async receive({ id, headers, body }) {
      const hook = await hooks().findOne({ _id: id, active: true })
      if (!hook) throw new ApiError(404, 'notFound', 'There is no such webhook, or it is switched off.')
      const proof = proofOf(headers)
      const fault = prove(hook, proof, body)
      if (fault) return refuse(hook, fault)
      const _id = `${hook._id}/${proof.id}`
      const at = services.now()
      const fresh = {
        hook: hook._id,
        at,
        outcome: 'processing' as const,
        message: null,
        delivered: 0,
        started: 0,
      }
      const { upsertedCount } = await inbox().updateOne({ _id }, { $setOnInsert: fresh }, { upsert: true })
      const present = upsertedCount ? null : await inbox().findOne({ _id })
      // A call that a crash interrupted is passed on again: the engine knows its id.
      if (present?.outcome === 'accepted')
        return { status: 'duplicate', delivered: present.delivered, started: present.started }
      try {
        const result = await pass(hook, proof.id, readJson(body))
        await inbox().updateOne({ _id }, { $set: { outcome: 'accepted', ...result } })
        await hooks().updateOne({ _id: hook._id }, { $set: { lastReceivedAt: at } })
        return { status: 'accepted', ...result }
      } catch (error) {
        const message = (error as Error).message
        if (error instanceof ApiError)
          await inbox().updateOne({ _id }, { $set: { outcome: 'refused', message } })
        throw error
      }
    },
  }
}

interface Proof {
  id: string
  timestamp: string
  given: string
}

function proofOf(headers: Incoming['headers']): Proof {
  const one = (name: string) => {
    const value = headers[`webhook-${name}`] ?? headers[`svix-${name}`]
    return typeof value === 'string' ? value.slice(0, 2000) : ''
  }
  return { id: one('id').slice(0, 200), timestamp: one('timestamp'), given: one('signature') }
}

function checkKey(key: string | undefined): void {
  if (!key) return
  const compiled = compileExpression(key.replace(/^=/, ''))
  if (!compiled.ok)
    throw invalid(`The correlation key is no expression: ${compiled.problem.message}`, {
      'correlation.key': compiled.problem.message,
    })
}

function keyOf({ correlation, message }: WebhookRecord, body: Json): string | undefined {
  if (!correlation.key) return undefined
  const compiled = compileExpression(correlation.key.replace(/^=/, ''))
  const value = compiled.ok ? evaluate(compiled.expression, { body }) : null
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new ApiError(
    422,
    'noCorrelationKey',
    `The body has no value for ${correlation.key}, by which the message "${message}" finds its process.`,
  )
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

function readJson(body: Buffer): Json {
  const text = body.toString('utf8')
  if (text.trim() === '') return {}
  try {
    const parsed = JSON.parse(text) as Json
    if (!isHarmless(parsed, 0)) throw new Error('it is nested too deeply or uses forbidden names')
    return parsed
  } catch (error) {
    throw new ApiError(
      422,
      'invalidBody',
      `The body is no JSON that can be taken: ${(error as Error).message}`,
    )
  }
}

function isHarmless(value: Json, depth: number): boolean {
  if (depth > 32) return false
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(
    ([key, part]) => !forbiddenKeys.has(key) && isHarmless(part as Json, depth + 1),
  )
}

const shown = ({ name, message, correlation, active }: WebhookRecord) => ({
  name,
  message,
  correlation,
  active,
})

async function tellDeal(
  services: Services,
  hook: WebhookRecord,
  instance: string,
  key: string,
): Promise<void> {
  const found = await services.engine.instances.get(instance)
  if (found?.subject?.entity !== 'deal') return
  await services.timeline.add({
    key: `${key}/${instance}`,
    deal: found.subject.id,
    type: 'message',
    title: `Message received: ${hook.message}`,
    text: hook.name,
    instance,
  })
}
