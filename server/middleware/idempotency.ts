/**
 * `Idempotency-Key`: a POST that is sent again with the same key, because the first answer got lost, changes nothing
 * and is answered the same. Answers are kept sealed for 24 hours; refused requests are not, as nothing happened.
 *
 * A server may fall after the work and before its answer is kept. So the id of what a request makes is written down
 * before the work begins: the repetition makes it under the same id, and finds it made.
 */
import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import type { Actor } from '../policy.ts'
import type { Answer } from '../routes/route.ts'
import { seal, unseal } from '../seal.ts'
import type { Services } from '../services.ts'
import { ApiError, presentError } from './errors.ts'

interface AnswerRecord {
  /** Hash of who asked what with which key. */
  _id: string
  /** Hash of the body: another body under the same key is a mistake. */
  body: string
  at: Date
  /** The id of what the request makes. */
  record: string
  /** Unset while the request is being carried out. */
  answer?: string
  /** It failed, and nobody knows how far it had come. */
  failed?: true
}

/** Seconds after which an answer is forgotten. */
const keptFor = 86_400
/** Milliseconds after which a request without an answer counts as cut off, e.g. by a crash. */
const cutOffAfter = 60_000

/** Carries the request out (`handle` is told the id of what it makes), or answers what it was answered before. */
export async function once(
  ctx: Context,
  services: Services,
  actor: Actor,
  body: string | Buffer,
  handle: (record: string) => Promise<Answer>,
): Promise<Answer> {
  const key = ctx.get('idempotency-key')
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new ApiError(400, 'badIdempotencyKey', 'An idempotency key has 1 to 200 visible characters.')
  const _id = hash(`${actor.id}\n${ctx.method} ${ctx.path}?${ctx.querystring}\n${key}`)
  const purpose = `answer|${_id}`
  const records = await collection(services)
  const known = await begin(services, _id, hash(body))
  if (known.answer !== undefined) {
    ctx.set('Idempotency-Replayed', 'true')
    return JSON.parse(unseal(known.answer, purpose, services.config.secret)) as Answer
  }
  try {
    const answer = await handle(known.record)
    // What is no JSON cannot be kept; such answers, e.g. files, change nothing either.
    if (!Buffer.isBuffer(answer.body)) {
      const { status, body: answered, headers } = answer
      const sealed = seal(
        JSON.stringify({ status, body: answered, headers }),
        purpose,
        services.config.secret,
      )
      await records.updateOne({ _id }, { $set: { answer: sealed } })
    }
    return answer
  } catch (error) {
    const refused = presentError(error, '').status < 500
    const ended = refused
      ? records.deleteOne({ _id })
      : records.updateOne({ _id }, { $set: { failed: true } })
    // Where the database is away, the request counts as cut off after a while.
    await ended.catch(() => {})
    throw error
  }
}

/** Takes the key; the sealed answer when there is one, 409 while it is being made, 422 when it was for something else. */
async function begin(
  services: Services,
  _id: string,
  body: string,
): Promise<Pick<AnswerRecord, 'record' | 'answer'>> {
  const records = await collection(services)
  const at = services.now()
  const fresh = { _id, body, at, record: services.newId() }
  if (await isNew(records, fresh)) return fresh
  const forgotten = new Date(at.getTime() - keptFor * 1000)
  const replaced = await records.replaceOne({ _id, at: { $lt: forgotten } }, fresh)
  if (replaced.modifiedCount === 1) return fresh
  const cutOff = new Date(at.getTime() - cutOffAfter)
  const again = await records.findOneAndUpdate(
    { _id, body, answer: { $exists: false }, $or: [{ at: { $lt: cutOff } }, { failed: true }] },
    { $set: { at }, $unset: { failed: '' } },
  )
  // What the build before this one wrote names no record yet.
  if (again) return { record: again.record ?? _id.slice(0, 24) }
  const known = await records.findOne({ _id })
  if (!known) return begin(services, _id, body)
  if (known.body !== body)
    throw new ApiError(
      422,
      'keyReused',
      'This key was used for another request within the last 24 hours. Take a new one.',
    )
  if (known.answer) return known
  throw new ApiError(
    409,
    'inProgress',
    'The first request with this key is still being carried out. Ask again in a moment.',
  )
}

/** Writes the key down, unless somebody has. */
async function isNew(records: Collection, record: AnswerRecord): Promise<boolean> {
  try {
    await records.insertOne(record)
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === 11000) return false
    throw error
  }
}

type Collection = Awaited<ReturnType<typeof collection>>

const ready = new WeakSet<object>()

async function collection(services: Services) {
  const records = services.db.collection<AnswerRecord>('answers')
  if (!ready.has(services.db)) {
    await records.createIndex({ at: 1 }, { expireAfterSeconds: keptFor })
    ready.add(services.db)
  }
  return records
}

function hash(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex')
}
