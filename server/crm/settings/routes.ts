/** The house's settings over HTTP. */
import type { Call, Route, Schema } from '../../routes/route.ts'
import {
  currency,
  flag,
  id,
  input,
  integer,
  list,
  many,
  map,
  oneOf,
  orNull,
  output,
  percent,
  string,
  text,
  words,
} from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { present } from '../names.ts'
import { fieldTypes, type Settings } from './types.ts'
import { demandTimeZone } from './zone.ts'

const customField = input(
  {
    key: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,63}$' },
    label: words(200),
    type: oneOf(...fieldTypes),
    required: flag,
    options: list(input({ value: words(200), label: words(200) }, ['value', 'label']), 200),
  },
  ['key', 'label', 'type'],
)
const fieldList = list(customField, 100)
const customFields = input({ deal: fieldList, company: fieldList, contact: fieldList, product: fieldList })
const host: Schema = { type: 'string', maxLength: 253, pattern: '^(\\*\\.)?[A-Za-z0-9.-]+(:\\d{1,5})?$' }

const values: Record<string, Schema> = {
  companyName: words(200),
  currency,
  locale: oneOf('en', 'ru'),
  timeZone: words(100),
  address: text(1000),
  taxId: text(100),
  email: text(254),
  phone: text(100),
  website: text(300),
  bank: text(2000),
  logo: { type: 'string', maxLength: 300_000, pattern: '^($|data:image/(png|jpeg|svg\\+xml);base64,)' },
  vatRate: orNull(percent),
  quotationTerms: text(10_000),
  quotationDays: integer(0, 3650),
  paymentDays: integer(0, 3650),
  httpAllowList: list(host, 200),
  staleAfterDays: integer(1, 3650),
  customFields,
}
const settingsOut = output({
  ...values,
  smtp: output({ configured: flag }, { host: string, from: string }),
  version: integer(),
})

export const settingsRoutes: Route[] = [
  {
    method: 'get',
    path: '/settings',
    tag: 'Settings',
    summary: 'The house’s settings',
    permission: 'signedIn',
    answers: { 200: settingsOut },
    handle: async ({ services }) => presentSettings(services, await services.settings.get()),
  },
  {
    method: 'put',
    path: '/settings',
    tag: 'Settings',
    summary: 'Change settings; what is left out stays',
    permission: 'settings.manage',
    bodyLimit: 512 * 1024,
    // What GET answers may be sent back as it is: `smtp` comes from the environment and is passed over.
    body: input({ ...values, version: integer(), smtp: map() }),
    answers: { 200: settingsOut },
    async handle({ actor, body, services }: Call) {
      const { version, smtp: _smtp, ...changes } = body as Partial<Settings> & { smtp?: unknown }
      demandTimeZone(changes.timeZone)
      return presentSettings(services, await services.settings.update(actor, changes, version))
    },
  },
  {
    method: 'get',
    path: '/notifications',
    tag: 'Notifications',
    summary: 'One’s own notifications, newest first',
    permission: 'signedIn',
    answers: {
      200: output({
        items: many(
          output(
            { id: string, at: string, type: string, title: string, read: flag },
            { text: string, link: string },
          ),
        ),
        unread: { type: 'integer' },
      }),
    },
    async handle({ actor, services }) {
      const { items, unread } = await services.notifications.list(actor.id)
      return {
        items: items.map(item => ({
          id: item._id,
          at: item.at.toISOString(),
          type: item.type,
          title: item.title,
          read: item.read,
          ...present({ text: item.text, link: item.link }),
        })),
        unread,
      }
    },
  },
  {
    method: 'post',
    path: '/notifications/read',
    tag: 'Notifications',
    summary: 'Mark notifications as read: the named ones, else all',
    permission: 'signedIn',
    body: input({ ids: list(id, 200) }),
    answers: { 204: 'Marked' },
    handle: ({ actor, body, services }) =>
      services.notifications.markRead(actor.id, (body as { ids?: string[] }).ids),
  },
]

function presentSettings(services: Services, settings: Settings) {
  const { smtp } = services.config
  return {
    ...settings,
    smtp: { configured: smtp !== null, ...present({ host: smtp?.host, from: smtp?.from }) },
  }
}
