/** Questions to customers behind signed links, and how their answers reach the waiting process. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { ApiError } from '../middleware/errors.ts'
import type { Services } from '../services.ts'
import type { AnswerRecord, Answers } from './types.ts'

const lifetime = 90 * 86_400_000

/** Questions over the collection `answers`. */
export function createAnswers(services: Services): Answers {
  const records = () => services.db.collection<AnswerRecord>('answers')
  const sign = (purpose: string, text: string) =>
    createHmac('sha256', services.config.secret)
      .update(`${purpose}\n${text}`)
      .digest('base64url')
      .slice(0, 27)
  const idOf = (key: string) => sign('answer id', key).slice(0, 22)
  const urlOf = (id: string) => `${services.config.baseUrl}/answer/${id}.${sign('answer link', id)}`

  const read = async (token: string): Promise<AnswerRecord> => {
    const [id = '', signature = ''] = token.split('.')
    const unknown = new ApiError(
      404,
      'notFound',
      'This link is not valid. Please use the link from our letter as it is.',
    )
    if (!sameText(signature, sign('answer link', id))) throw unknown
    const record = await records().findOne({ _id: id })
    if (!record) throw unknown
    return record
  }

  const deliver = async (record: AnswerRecord): Promise<void> => {
    const { value, comment, at } = record.answer!
    await services.engine.correlate({
      id: `answer/${record._id}`,
      name: record.message,
      correlationKey: record.correlationKey,
      payload: { answer: value, comment, at: at.toISOString() },
      ...(record.deal && { subject: { entity: 'deal', id: record.deal } }),
      ttl: 'P30D',
    })
    await tell(record)
    await records().updateOne({ _id: record._id }, { $set: { delivered: true } })
  }

  const tell = async (record: AnswerRecord): Promise<void> => {
    if (!record.deal) return
    const { value, comment } = record.answer!
    const label = record.options.find(option => option.value === value)?.label ?? value
    await services.timeline.add({
      key: `answer:${record._id}`,
      deal: record.deal,
      type: 'message',
      title: `The customer answered: ${label}`,
      ...(comment && { text: comment }),
      ...(record.instance && { instance: record.instance }),
      data: { answer: value },
    })
    await services.notifications.notify(record.owners, {
      type: 'process',
      title: `The customer answered: ${label}`,
      text: comment || record.title,
      link: `/deals/${record.deal}`,
      key: `answer:${record._id}`,
    })
    services.live.publish({
      type: 'deal',
      data: { id: record.deal },
      to: { owners: record.owners, team: record.team },
    })
  }

  return {
    async ask({ key, deal = null, owners = [], team = null, instance = null, ...question }) {
      const _id = idOf(key)
      const now = services.now()
      const record: AnswerRecord = {
        _id,
        ...question,
        deal,
        owners,
        team,
        instance,
        createdAt: now,
        expiresAt: new Date(now.getTime() + lifetime),
        answer: null,
        delivered: false,
      }
      await records().updateOne({ _id }, { $setOnInsert: record }, { upsert: true })
      return urlOf(_id)
    },
    link: key => urlOf(idOf(key)),
    read,
    async take(token, value, comment) {
      const record = await read(token)
      if (record.expiresAt < services.now())
        throw new ApiError(410, 'expired', 'This question is no longer open. Please write to us instead.')
      if (!record.options.some(option => option.value === value))
        throw new ApiError(422, 'invalidAnswer', 'Please choose one of the answers.')
      const answer = { value, comment: comment.trim().slice(0, 2000), at: services.now() }
      const { modifiedCount } = await records().updateOne(
        { _id: record._id, answer: null },
        { $set: { answer } },
      )
      const now = await read(token)
      if (!modifiedCount && now.answer?.value !== value)
        throw new ApiError(
          409,
          'answered',
          'You have already answered. Please write to us if you changed your mind.',
        )
      if (!now.delivered) await deliver(now)
      return now
    },
    async deliverPending() {
      const pending = await records()
        .find({ delivered: false, answer: { $ne: null } })
        .limit(100)
        .toArray()
      for (const record of pending) {
        await deliver(record)
      }
      return pending.length
    },
  }
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}
