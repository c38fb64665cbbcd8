import type { Json } from '#engine'
import { systemActor } from '../policy.ts'
import { type Connector, done } from './connector.ts'

/** A document from a template, as HTML and PDF, kept with the deal. */
export const renderDocument: Connector = {
  type: 'renderDocument',
  title: 'Render a document',
  description:
    'Makes a quotation, an invoice or another document from a template, and keeps it with the deal as PDF.',
  group: 'documents',
  icon: 'file-text',
  input: {
    type: 'object',
    required: ['template'],
    properties: {
      template: {
        type: 'string',
        title: 'Template',
        format: 'template',
        'x-choices': 'templates?kind=document',
      },
      title: { type: 'string', title: 'Title', description: 'Empty: the template’s name and the number' },
      data: { type: 'object', title: 'More data for the template', format: 'expression' },
      locale: { type: 'string', title: 'Language', enum: ['en', 'ru'] },
    },
  },
  output: {
    documentId: { type: 'string', title: 'Id of the document' },
    number: { type: 'string', title: 'Its number' },
    title: { type: 'string', title: 'Its title' },
    url: { type: 'string', title: 'Where colleagues open it' },
  },
  async run(input, { services, idempotencyKey, instance, subject, variables }) {
    const data =
      typeof input.data === 'object' && input.data !== null && !Array.isArray(input.data) ? input.data : {}
    const document = await services.documents.render({
      template: String(input.template).replace(/^document:/, ''),
      ...(typeof input.title === 'string' && input.title && { title: input.title }),
      ...(subject && { subject }),
      variables,
      data: data as Record<string, Json>,
      ...(typeof input.locale === 'string' && input.locale && { locale: input.locale }),
      key: idempotencyKey,
      by: systemActor,
      instance,
    })
    const { _id, number, title } = document
    return done({
      documentId: _id,
      id: _id,
      number,
      title,
      url: `${services.config.baseUrl}/documents/${_id}`,
    })
  },
}
