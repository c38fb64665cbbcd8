/** Letters: one outbox that people can see; SMTP when there is a server for it. */
import { createHash } from 'node:crypto'
import { ApiError, notFound } from '../middleware/errors.ts'
import { type Actor, scopeOf, seesAll } from '../policy.ts'
import type { Services } from '../services.ts'
import { canReceive } from './addresses.ts'
import { createAnswers } from './answers.ts'
import { composeLetter } from './compose.ts'
import { createSmtp, type SendResult, type Transport } from './transport.ts'
import type { LetterRecord, LetterSummary, Mail } from './types.ts'

export { publicPages } from './pages.ts'
export { publicRoutes } from './public.ts'
export { messageRoutes } from './routes.ts'
export type { LetterSummary, Mail } from './types.ts'

/** Milliseconds for which a letter on its way belongs to one server, which says again and again that it is still there. */
const leaseTime = 10_000
const sweepEvery = 15_000
/** Minutes between the attempts the outbox makes by itself. */
const pauses = [1, 5, 15, 60, 180, 360, 720]
const withoutText = { html: 0, text: 0 } as const

/** Mail over the collections `letters` and `answers`. `transport` is given by tests only. */
export function createMail(services: Services, transport?: Transport): Mail {
  const { config, log } = services
  const smtp = transport ?? (config.smtp ? createSmtp(config.smtp) : undefined)
  const letters = () => services.db.collection<LetterRecord>('letters')
  const answers = createAnswers(services)
  void Promise.all([
    letters().createIndexes([
      { key: { status: 1, notBefore: 1 } },
      { key: { deal: 1, _id: -1 } },
      { key: { createdAt: -1 } },
    ]),
    services.db.collection('answers').createIndexes([{ key: { delivered: 1 } }]),
  ]).catch(error => log.warn({ err: error }, 'letters: the indexes could not be made'))
  let timer: NodeJS.Timeout | undefined
  let sweeping: Promise<void> | undefined

  /** One attempt by whoever gets the letter first; the others see what he makes of it. */
  const attempt = async (id: string): Promise<LetterSummary> => {
    const now = services.now()
    const taken = await letters().findOneAndUpdate(
      {
        _id: id,
        $or: [
          { status: { $in: ['waiting', 'notSent', 'failed'] } },
          { status: 'sending', lease: { $lt: now } },
        ],
      },
      { $set: { status: 'sending', lease: new Date(now.getTime() + leaseTime) }, $inc: { attempts: 1 } },
      { returnDocument: 'after' },
    )
    if (!taken) return (await letters().findOne({ _id: id }, { projection: withoutText })) as LetterSummary
    const change = await keeping(id, outcome(taken))
    await letters().updateOne({ _id: id }, { $set: { ...change, lease: null } })
    const after = (await letters().findOne({ _id: id }, { projection: withoutText })) as LetterSummary
    await tell(services, after)
    return after
  }

  /** Keeps the lease while the work goes on; sooner than an engine does it over, the letter of a dead server is free. */
  const keeping = async <T>(id: string, work: Promise<T>): Promise<T> => {
    const keep = () => ({ $set: { lease: new Date(services.now().getTime() + leaseTime) } })
    const beat = setInterval(
      () =>
        void letters()
          .updateOne({ _id: id, status: 'sending' }, keep())
          .catch(() => {}),
      leaseTime / 3,
    )
    return work.finally(() => clearInterval(beat))
  }

  const outcome = async (letter: LetterRecord): Promise<Partial<LetterRecord>> => {
    const unsent = whyNot(letter, smtp)
    if (unsent) return { status: 'notSent', reason: unsent, cure: null, notBefore: null }
    const result = await deliver(letter)
    if (result.type === 'sent')
      return { status: 'sent', reason: null, cure: null, notBefore: null, sentAt: services.now() }
    const pause = pauses[letter.attempts - 1]
    const { reason, cure } = result
    if (result.type === 'refused' || pause === undefined)
      return { status: 'failed', reason, cure, notBefore: null }
    return { status: 'waiting', reason, cure, notBefore: new Date(services.now().getTime() + pause * 60_000) }
  }

  const deliver = async (letter: LetterRecord): Promise<SendResult> => {
    const attachments = []
    for (const { id, name } of letter.attachments) {
      const document = await services.documents.pdf(id)
      if (!document)
        return {
          type: 'refused',
          reason: `The attachment "${name}" does not exist.`,
          cure: 'Render the document again, then retry.',
        }
      attachments.push({ ...document, contentType: 'application/pdf' })
    }
    const { to, cc, replyTo, subject, html, text, messageId } = letter
    return smtp!.send({
      to: to.filter(canReceive),
      cc,
      ...(replyTo && { replyTo }),
      subject,
      html,
      text,
      messageId,
      attachments,
    })
  }

  const scoped = async (actor: Actor, id: string): Promise<LetterRecord> => {
    const letter = await letters().findOne({ _id: id })
    if (!letter) throw notFound('letter', id)
    if (letter.deal && !seesAll(actor)) await services.deals.get(actor, letter.deal)
    else if (!seesAll(actor) && letter.by !== actor.id) throw notFound('letter', id)
    return letter
  }

  const sweep = async (): Promise<void> => {
    const now = services.now()
    const mine = { instance: null, status: 'waiting' as const, notBefore: { $lte: now } }
    const stranded = { status: 'sending' as const, lease: { $lt: now } }
    const due = await letters()
      .find({ $or: [mine, stranded] }, { projection: { _id: 1 } })
      .limit(50)
      .toArray()
    for (const { _id } of due) await attempt(_id)
    await answers.deliverPending()
  }

  return {
    configured: () => smtp !== undefined,
    answers,
    async write(request) {
      const _id = createHash('sha256').update(request.key).digest('hex').slice(0, 24)
      const present = await letters().findOne({ _id }, { projection: withoutText })
      if (!present) {
        const sendable = smtp !== undefined
        const letter = await composeLetter(services, answers, { ...request, id: _id, sendable })
        await letters().updateOne({ _id }, { $setOnInsert: letter }, { upsert: true })
      }
      const done = present?.status === 'sent' || present?.status === 'notSent'
      const summary = done ? (present as LetterSummary) : await attempt(_id)
      return { ...summary, ...(request.answer && { answerUrl: answers.link(_id) }) }
    },
    async list(actor, { status, q, deal, cursor, limit = 50 }) {
      if (deal) await services.deals.get(actor, deal)
      const conditions: Record<string, unknown>[] = [deal ? { deal } : scopeOf(actor)]
      if (status) conditions.push({ status: status === 'waiting' ? { $in: ['waiting', 'sending'] } : status })
      if (q?.trim()) conditions.push({ $or: [{ subject: containing(q) }, { to: containing(q) }] })
      if (cursor) conditions.push(cursorFilter(cursor))
      const found = await letters()
        .find({ $and: conditions }, { projection: withoutText })
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit + 1)
        .toArray()
      const items = found.slice(0, limit) as LetterSummary[]
      const last = items.at(-1)
      return {
        items,
        ...(found.length > limit && last && { next: `${last.createdAt.toISOString()}_${last._id}` }),
      }
    },
    get: scoped,
    async giveUp(id) {
      const given = { status: 'failed' as const, notBefore: null }
      await letters().updateOne({ _id: id, status: 'waiting' }, { $set: given })
      const letter = await letters().findOne({ _id: id, status: 'failed' }, { projection: withoutText })
      if (letter) await tell(services, letter as LetterSummary)
    },
    async send(actor, id) {
      const letter = await scoped(actor, id)
      if (letter.status === 'sent')
        throw new ApiError(409, 'alreadySent', 'This letter has been sent already.')
      return attempt(id)
    },
    async follow({ _id, owners, team }) {
      await letters().updateMany({ deal: _id }, { $set: { owners, team } })
      await services.db.collection('answers').updateMany({ deal: _id }, { $set: { owners, team } })
    },
    start() {
      timer ??= setInterval(() => {
        sweeping ??= sweep()
          .catch(error =>
            log.warn({ err: error }, 'The outbox could not be looked through; it is tried again'),
          )
          .finally(() => {
            sweeping = undefined
          })
      }, sweepEvery)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      timer = undefined
      await sweeping
      smtp?.close()
    },
  }
}

/** Why a letter cannot be sent at all just now; undefined when it can. */
function whyNot(letter: LetterRecord, smtp: Transport | undefined): string | undefined {
  if (!smtp)
    return letter.to.length
      ? 'No mail server is set up.'
      : 'No mail server is set up, and no recipient is known.'
  if (!letter.to.some(canReceive)) return 'The recipient has no e-mail address of his own yet.'
  return undefined
}

async function tell(services: Services, letter: LetterSummary): Promise<void> {
  const audience = { owners: letter.owners, team: letter.team }
  services.live.publish({ type: 'letter', data: { id: letter._id, status: letter.status }, to: audience })
  const title = letter.to.length
    ? `Letter to ${letter.to.join(', ')}: ${letter.subject}`
    : `Letter: ${letter.subject}`
  const text =
    letter.status === 'sent'
      ? 'Sent'
      : letter.status === 'notSent'
        ? `Not sent: ${letter.reason}`
        : (letter.reason ?? '')
  if (letter.deal) {
    await services.timeline.add({
      key: letter.status === 'sent' ? `letter:${letter._id}:sent` : `letter:${letter._id}`,
      deal: letter.deal,
      type: 'letter',
      title,
      text,
      ...(letter.instance && { instance: letter.instance }),
      link: `/outbox/${letter._id}`,
      data: { status: letter.status },
    })
    services.live.publish({ type: 'deal', data: { id: letter.deal }, to: audience })
  }
  if (letter.status === 'failed')
    await services.notifications.notify(letter.owners, {
      type: 'letter',
      title: `A letter could not be sent: ${letter.subject}`,
      text: `${letter.reason} ${letter.cure ?? ''}`.trim(),
      link: `/outbox/${letter._id}`,
      key: `letter-failed:${letter._id}:${letter.attempts}`,
    })
}

const containing = (typed: string) => ({
  $regex: typed
    .trim()
    .slice(0, 100)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  $options: 'i',
})

function cursorFilter(cursor: string) {
  const [at = '', id = ''] = cursor.split('_')
  const createdAt = new Date(at)
  if (Number.isNaN(createdAt.getTime()))
    throw new ApiError(400, 'badCursor', 'This page marker is not one of ours.')
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: id } }] }
}
