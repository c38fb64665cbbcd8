/** Makes a letter out of a request: recipients, words, attachments, and the question to the customer. */
import { contextOf } from '../documents/data.ts'
import { oneLine, RenderFailed } from '../documents/templates/render.ts'
import type { Services } from '../services.ts'
import { canReceive, recipientsOf } from './addresses.ts'
import type { AnswerOption, Answers, LetterRecord, LetterRequest } from './types.ts'

/** The letter a request means, ready for the outbox; asks the customer's question where there is one. */
export async function composeLetter(
  services: Services,
  answers: Answers,
  request: LetterRequest & { id: string; sendable: boolean },
): Promise<LetterRecord> {
  const { id } = request
  const deal = request.about?.entity === 'deal' ? await dealOf(services, request.about.id) : null
  const { good, bad } = recipientsOf(request.to)
  const { good: cc } = recipientsOf(request.cc)
  if (bad.length > 0)
    throw new RenderFailed(`"${bad[0]}" is no e-mail address.`, 'Correct the address, then retry.')
  if (good.length === 0 && request.sendable)
    throw new RenderFailed(
      'There is nobody to write to: no e-mail address is known.',
      'Enter an e-mail address at the contact, then retry.',
    )
  const context = await contextOf(services, { ...request, subject: request.about })
  const question = await ask(answers, request, context, deal)
  const content = await contentOf(services, request, {
    ...context,
    ...question,
    dealUrl: dealUrl(services.config.baseUrl, deal),
  })
  return {
    _id: id,
    to: good,
    cc,
    replyTo: replyToOf(context),
    ...content,
    attachments: await attachmentsOf(services, request.attachments ?? []),
    status: 'waiting',
    reason: null,
    cure: null,
    attempts: 0,
    notBefore: null,
    lease: null,
    messageId: `<${id}@${new URL(services.config.baseUrl).hostname}>`,
    deal: deal?._id ?? null,
    dealTitle: deal?.title ?? null,
    owners: deal?.owners ?? [],
    team: deal?.team ?? null,
    instance: request.instance ?? null,
    createdAt: services.now(),
    sentAt: null,
    by: request.by.role === 'system' ? null : request.by.id,
    byName: request.by.name,
  }
}

async function ask(
  answers: Answers,
  request: LetterRequest & { id: string },
  context: Record<string, unknown>,
  deal: DealPart | null,
) {
  if (!request.answer) return {}
  const { message, correlationKey } = request.answer
  const locale = String(context.locale)
  const options = request.answer.options?.length ? request.answer.options : usualOptions(locale)
  const seller = context.seller as { name: string }
  const url = await answers.ask({
    key: request.id,
    message,
    correlationKey,
    title: deal?.title ?? request.subject ?? message,
    text: '',
    from: seller.name,
    options,
    locale,
    deal: deal?._id ?? null,
    owners: deal?.owners ?? [],
    team: deal?.team ?? null,
    instance: request.instance ?? null,
  })
  return {
    answerUrl: url,
    answers: options.map(option => ({
      ...option,
      url: `${url}?answer=${encodeURIComponent(option.value)}`,
    })),
  }
}

async function contentOf(services: Services, request: LetterRequest, data: Record<string, unknown>) {
  if (!request.template) {
    const text = request.text ?? ''
    return { subject: oneLine(request.subject || text.split('\n')[0]!), html: paragraphs(text), text }
  }
  const template = await services.templates.find('email', request.template)
  if (!template)
    throw new RenderFailed(
      `There is no e-mail template "${request.template}".`,
      'Create it under Templates, or name another one in the step.',
    )
  const { html, subject = '', text = '' } = services.templates.render(template, data)
  return { subject: oneLine(request.subject || subject) || template.name, html, text }
}

async function attachmentsOf(services: Services, ids: string[]): Promise<LetterRecord['attachments']> {
  const found = []
  for (const id of ids) {
    const document = await services.documents.pdf(id)
    if (!document)
      throw new RenderFailed(`There is no document "${id}" to attach.`, 'Render it first, then retry.')
    found.push({ id, name: document.filename })
  }
  return found
}

interface DealPart {
  _id: string
  title: string
  owners: string[]
  team: string | null
}

async function dealOf(services: Services, id: string): Promise<DealPart | null> {
  const fields = { title: 1, owners: 1, team: 1 }
  return services.db.collection<DealPart>('deals').findOne({ _id: id }, { projection: fields })
}

function usualOptions(locale: string): AnswerOption[] {
  return locale.startsWith('ru')
    ? [
        { value: 'accept', label: 'Принимаю предложение' },
        { value: 'decline', label: 'Отказываюсь' },
      ]
    : [
        { value: 'accept', label: 'Yes, I accept' },
        { value: 'decline', label: 'No, thank you' },
      ]
}

/** Answers go to the person in charge, not to the machine's own address. */
function replyToOf(context: Record<string, unknown>): string | null {
  const owner = context.owner as { email?: unknown } | null
  const [address] = recipientsOf(owner?.email).good
  return address && canReceive(address) ? address : null
}

const dealUrl = (baseUrl: string, deal: DealPart | null) =>
  deal ? `${baseUrl}/deals/${deal._id}` : undefined
function paragraphs(text: string): string {
  const htmlOf = (part: string) =>
    part.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`).replace(/\n/g, '<br>')
  return text
    .split(/\n{2,}/)
    .map(part => `<p>${htmlOf(part)}</p>`)
    .join('\n')
}
