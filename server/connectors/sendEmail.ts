import type { Json } from '#engine'
import type { AnswerOption, LetterRequest, Mail } from '../messages/types.ts'
import { systemActor } from '../policy.ts'
import { type Connector, type ConnectorAnswer, type ConnectorContext, done, fail } from './connector.ts'

/** A letter to a customer or a colleague, through the outbox that everybody can see. */
export const sendEmail: Connector = {
  type: 'sendEmail',
  title: 'Send an e-mail',
  description:
    'Writes a letter from a template and sends it. Without a mail server it stays in the outbox, marked as not sent.',
  group: 'communication',
  icon: 'mail',
  input: {
    type: 'object',
    properties: {
      to: { type: 'string', title: 'To', description: 'Empty: the deal’s contact', format: 'email' },
      cc: { type: 'string', title: 'Copy to', format: 'email' },
      template: {
        type: 'string',
        title: 'Template',
        format: 'template',
        'x-choices': 'templates?kind=email',
      },
      subject: { type: 'string', title: 'Subject', description: 'Empty: the template’s' },
      text: {
        type: 'string',
        title: 'Text',
        description: 'Used when there is no template',
        format: 'longtext',
      },
      attachments: {
        title: 'Attachments',
        description: 'A document’s id, or a list of them',
        format: 'expression',
      },
      data: { type: 'object', title: 'More data for the template', format: 'expression' },
      locale: { type: 'string', title: 'Language', enum: ['en', 'ru'] },
      answerMessage: {
        type: 'string',
        title: 'Message that the customer’s answer becomes',
        format: 'message',
      },
      answerKey: {
        type: 'string',
        title: 'Correlation key of the answer',
        description: 'Empty: the deal’s id',
      },
      answerOptions: {
        type: 'string',
        title: 'Answers to choose from',
        description: 'accept=I accept; decline=Not now',
      },
    },
  },
  output: {
    letter: { type: 'string', title: 'Id of the letter' },
    status: { type: 'string', title: 'sent or notSent' },
    answerUrl: { type: 'string', title: 'Link by which the customer answers' },
  },
  async run(input, context) {
    const request = await requestOf(input, context)
    if (!request.template && !request.text)
      return fail('The letter has neither a template nor a text.', 'Choose a template in the step.')
    return outcomeOf(await context.services.mail.write(request), context)
  },
}

async function requestOf(input: Record<string, Json>, context: ConnectorContext): Promise<LetterRequest> {
  const { idempotencyKey, instance, subject, variables } = context
  return {
    key: idempotencyKey,
    to: input.to || (await contactAddress(context)),
    cc: input.cc,
    ...(text(input.template) && { template: text(input.template) }),
    ...(text(input.subject) && { subject: text(input.subject) }),
    ...(text(input.text) && { text: text(input.text) }),
    attachments: listOf(input.attachments ?? input.attach),
    ...(subject && { about: subject }),
    variables,
    data: isObject(input.data) ? input.data : {},
    ...(text(input.locale) && { locale: text(input.locale) }),
    ...(text(input.answerMessage) && { answer: answerOf(input, subject?.id ?? instance) }),
    by: systemActor,
    instance,
  }
}

type Written = Awaited<ReturnType<Mail['write']>>

async function outcomeOf(
  { _id, status, reason, cure, answerUrl }: Written,
  context: ConnectorContext,
): Promise<ConnectorAnswer> {
  if (status === 'failed') return fail(reason ?? 'The letter could not be sent.', cure ?? undefined)
  if (status === 'sent' || status === 'notSent')
    return done({ letter: _id, status, ...(answerUrl && { answerUrl }) })
  const later = context.tryLater(reason ?? 'Another server process is sending it.', cure ?? undefined)
  if (later.type === 'fail') await context.services.mail.giveUp(_id)
  return later
}

async function contactAddress({ services, subject }: ConnectorContext): Promise<string> {
  const { contact, company } = await services.context.read(subject, ['contact', 'company'])
  return addressIn(contact) || addressIn(company)
}

const addressIn = (record: Json | undefined) => (isObject(record) ? text(record.email) : '')

function answerOf(input: Record<string, Json>, key: string): LetterRequest['answer'] {
  return {
    message: text(input.answerMessage),
    correlationKey: text(input.answerKey) || key,
    options: optionsOf(text(input.answerOptions)),
  }
}

function optionsOf(written: string): AnswerOption[] {
  return written
    .split(/[;\n]/)
    .map(part => /^\s*([\w-]+)\s*=\s*(.+?)\s*$/.exec(part))
    .filter(match => match !== null)
    .map(match => ({ value: match[1]!, label: match[2]!.slice(0, 120) }))
}

function listOf(value: Json | undefined): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list
    .map(part => (isObject(part) ? (part.documentId ?? part.id) : part))
    .filter(id => typeof id === 'string' && id !== '') as string[]
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const text = (value: Json | undefined) =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
