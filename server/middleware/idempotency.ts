/**
 * `Idempotency-Key`: a POST that is sent again with the same key, because the first answer got lost, changes nothing
 * and is answered the same. Answers are kept sealed for 24 hours; refused requests are not, as nothing happened.
 */
import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import type { Actor } from '../policy.ts'
import type { Answer } from '../routes/route.ts'
import { seal, unseal } from '../seal.ts'
import type { Services } from '../services.ts'
import { ApiError } from './errors.ts'

interface AnswerRecord {
  /** Hash of who asked what with which key. */
  _id: string
  /** Hash of the body: another body under the same key is a mistake. */
  body: string
  at: Date
  /** Unset while the first request is being carried out. */
  answer?: string
}

/** Seconds after which an answer is forgotten. */
const keptFor = 86_400
/** Milliseconds after which a request without an answer counts as cut off, e.g. by a crash. */
const cutOffAfter = 60_000

/** Carries the request out, or answers what it was answered before. */
export async function once(
  ctx: Context,
  services: Services,
  actor: Actor,
  body: string | Buffer,
  handle: () => Promise<Answer>,
): Promise<Answer> {
  const key = ctx.get('idempotency-key')
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new ApiError(400, 'badIdempotencyKey', 'An idempotency key has 1 to 200 visible characters.')
  const _id = hash(`${actor.id}\n${ctx.method} ${ctx.path}?${ctx.querystring}\n${key}`)
  const purpose = `answer|${_id}`
  const records = await collection(services)
  const known = await begin(services, _id, hash(body))
  if (known) {
    ctx.set('Idempotency-Replayed', 'true')
    return JSON.parse(unseal(known, purpose, services.config.secret)) as Answer
  }
  try {
    const answer = await handle()
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
    await records.deleteOne({ _id })
    throw error
  }
}

/** Takes the key; the sealed answer when there is one, 409 while it is being made, 422 when it was for something else. */
async function begin(services: Services, _id: string, body: string): Promise<string | undefined> {
  const records = await collection(services)
  const at = services.now()
  if (await isNew(records, { _id, body, at })) return undefined
  const known = await records.findOne({ _id })
  if (!known) return begin(services, _id, body)
  const forgotten = new Date(at.getTime() - keptFor * 1000)
  const cutOff = new Date(at.getTime() - cutOffAfter)
  const free = {
    $or: [{ at: { $lt: forgotten } }, { answer: { $exists: false }, at: { $lt: cutOff }, body }],
  }
  const taken = await records.updateOne({ _id, ...free }, { $set: { at, body }, $unset: { answer: '' } })
  if (taken.modifiedCount === 1) return undefined
  if (known.body !== body)
    throw new ApiError(
      422,
      'keyReused',
      'This key was used for another request within the last 24 hours. Take a new one.',
    )
  if (known.answer) return known.answer
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
