/** What a column can become: the fields of each entity, and the headings by which people call them. */
import type { Settings } from '../settings/types.ts'
import type { ImportEntity } from './types.ts'

export type FieldType =
  | 'text'
  | 'email'
  | 'number'
  | 'money'
  | 'date'
  | 'boolean'
  | 'stage'
  /** Names of other records. */
  | 'company'
  | 'contact'
  | 'product'
  | 'user'
  | 'team'

export interface ImportField {
  key: string
  label: string
  type: FieldType
  required: boolean
  /** Headings, English and Russian; compared without case, spaces and signs. */
  called: string[]
  /** All it can be, when it is chosen from a list. */
  choices?: string[]
}

const field = (
  key: string,
  label: string,
  type: FieldType,
  called: string,
  required = false,
): ImportField => ({
  key,
  label,
  type,
  required,
  called: [key, label, ...called.split('|')].filter(Boolean),
})

const externalId = (called: string) =>
  field('externalId', 'Id in the other system', 'text', `id|external id|record id|код|ид|${called}`)

/** The fields of each entity, in the order in which people look for them. */
export const importFields: Record<ImportEntity, ImportField[]> = {
  company: [
    field(
      'name',
      'Name',
      'text',
      'company|company name|account|account name|organization|organisation|customer|client|firm|название|наименование|компания|название компании|организация|контрагент|клиент|аккаунт',
      true,
    ),
    field(
      'industry',
      'Industry',
      'text',
      'sector|branch|vertical|category|отрасль|сфера деятельности|сектор|вид деятельности',
    ),
    field('email', 'E-mail', 'email', 'mail|e-mail address|email address|почта|эл. почта|электронная почта'),
    field('phone', 'Phone', 'text', 'telephone|tel|phone number|work phone|телефон|рабочий телефон'),
    field('website', 'Website', 'text', 'web|url|site|domain|homepage|сайт|веб-сайт'),
    field('address', 'Address', 'text', 'street|billing address|адрес|юридический адрес|город|city'),
    field('country', 'Country', 'text', 'office location|location|region|страна|регион|местоположение'),
    field(
      'revenue',
      'Revenue (millions)',
      'number',
      'annual revenue|turnover|sales|выручка|оборот|годовой оборот',
    ),
    field(
      'employees',
      'Employees',
      'number',
      'number of employees|headcount|staff|size|company size|сотрудников|количество сотрудников|численность',
    ),
    field(
      'founded',
      'Founded (year)',
      'number',
      'year established|established|founded year|year founded|since|год основания|основана',
    ),
    field(
      'requisites',
      'Tax and bank details',
      'text',
      'tax id|vat|vat number|inn|инн|реквизиты|банковские реквизиты',
    ),
    field(
      'parent',
      'Parent company',
      'company',
      'subsidiary of|parent|parent account|holding|головная компания|материнская компания|холдинг',
    ),
    externalId('account id|company id|customer id|client id|id компании'),
  ],
  contact: [
    field(
      'name',
      'Full name',
      'text',
      'name|contact|contact name|person|fio|фио|имя и фамилия|полное имя|контакт|контактное лицо',
    ),
    field('firstName', 'First name', 'text', 'given name|forename|имя'),
    field('lastName', 'Last name', 'text', 'surname|family name|фамилия'),
    field(
      'email',
      'E-mail',
      'email',
      'mail|e-mail address|email address|work email|почта|эл. почта|электронная почта|рабочий email',
    ),
    field(
      'phone',
      'Phone',
      'text',
      'telephone|tel|mobile|mobile phone|phone number|cell|телефон|мобильный|мобильный телефон|рабочий телефон',
    ),
    field('position', 'Position', 'text', 'title|job title|role|должность'),
    field(
      'company',
      'Company',
      'company',
      'company name|account|account name|organization|organisation|employer|компания|организация|контрагент|место работы',
    ),
    field('birthday', 'Birthday', 'date', 'date of birth|birth date|dob|дата рождения|день рождения'),
    externalId('contact id|person id|id контакта'),
  ],
  product: [
    field(
      'name',
      'Name',
      'text',
      'product|product name|item|item name|title|service|товар|продукт|наименование|название|номенклатура|услуга',
      true,
    ),
    field('code', 'Code', 'text', 'sku|product code|item number|article|part number|артикул|код|код товара'),
    field(
      'series',
      'Series',
      'text',
      'product line|line|family|group|category|brand|серия|линейка|группа|категория|марка',
    ),
    field(
      'price',
      'Price',
      'money',
      'sales price|list price|unit price|cost|rate|цена|стоимость|цена продажи|прайс',
    ),
    field('currency', 'Currency', 'text', 'currency code|валюта'),
    field('unit', 'Unit', 'text', 'uom|unit of measure|единица|ед. изм.|единица измерения'),
    field('active', 'On sale', 'boolean', 'active|available|enabled|активен|в продаже'),
    externalId('product id|item id|id товара'),
  ],
  user: [
    field(
      'name',
      'Full name',
      'text',
      'sales agent|agent|salesperson|sales rep|rep|employee|user|seller|owner|фио|сотрудник|продавец|агент|пользователь|ответственный',
      true,
    ),
    field('email', 'E-mail', 'email', 'mail|login|e-mail address|email address|почта|логин|эл. почта'),
    field(
      'head',
      'Head of the team',
      'user',
      'manager|team lead|leader|supervisor|boss|sales manager|reports to|head|руководитель|начальник|менеджер|руководитель отдела',
    ),
    field('team', 'Team', 'text', 'team|department|group|division|отдел|команда|группа|подразделение'),
    field(
      'office',
      'Office',
      'text',
      'regional office|region|location|branch|city|territory|офис|филиал|регион|город',
    ),
    field('role', 'Role', 'text', 'role|access|роль|права'),
    externalId('user id|employee id|agent id|табельный номер'),
  ],
  deal: [
    field(
      'title',
      'Title',
      'text',
      'deal|deal name|opportunity|opportunity name|name|subject|название|название сделки|сделка|тема|наименование',
    ),
    externalId('opportunity id|deal id|lead id|id сделки|номер сделки|номер'),
    field(
      'stage',
      'Stage',
      'stage',
      'deal stage|status|pipeline stage|sales stage|step|этап|стадия|статус|этап сделки|этап воронки',
    ),
    field(
      'company',
      'Company',
      'company',
      'account|account name|company name|customer|client|organization|организация|компания|клиент|контрагент|заказчик',
    ),
    field(
      'contact',
      'Contact',
      'contact',
      'contact name|person|primary contact|контакт|контактное лицо|основной контакт',
    ),
    field(
      'owner',
      'Owner',
      'user',
      'sales agent|agent|salesperson|sales rep|rep|assigned to|responsible|manager|seller|ответственный|менеджер|продавец|сотрудник',
    ),
    field('product', 'Product', 'product', 'product name|item|service|товар|продукт|услуга|номенклатура'),
    field('quantity', 'Quantity', 'number', 'qty|units|количество|кол-во'),
    field(
      'amount',
      'Amount',
      'money',
      'value|deal value|budget|sum|total|price|expected revenue|deal amount|opportunity amount|бюджет|сумма|сумма сделки|стоимость',
    ),
    field('currency', 'Currency', 'text', 'currency code|валюта'),
    field('discount', 'Discount (percent)', 'number', 'discount percent|скидка|скидка %'),
    field(
      'engagedAt',
      'Engaged on',
      'date',
      'engage date|engaged|contacted|first contact|qualified on|дата контакта|дата первого контакта|дата начала',
    ),
    field(
      'expectedClose',
      'Expected close',
      'date',
      'expected close date|forecast date|estimated close|плановая дата закрытия|ожидаемая дата закрытия|план закрытия',
    ),
    field(
      'closedAt',
      'Closed on',
      'date',
      'close date|closed|closed date|won date|date closed|дата закрытия|закрыта|завершена',
    ),
    field(
      'closeValue',
      'Value at the close',
      'money',
      'close value|closed value|won value|final amount|final value|сумма закрытия|итоговая сумма|факт',
    ),
    field(
      'source',
      'Source',
      'text',
      'lead source|channel|origin|campaign|источник|канал|источник сделки|рекламный канал',
    ),
    field(
      'lossReason',
      'Why lost',
      'text',
      'loss reason|lost reason|reason lost|причина отказа|причина проигрыша',
    ),
    field(
      'createdAt',
      'Created on',
      'date',
      'created|created date|create date|date created|creation date|дата создания|создана|создано',
    ),
  ],
}

/** Words in file names. */
export const fileWords: Record<ImportEntity, string> = {
  company: 'account|compan|customer|client|organi|компани|клиент|контрагент|организац',
  contact: 'contact|person|people|lead|контакт|люди',
  product: 'product|item|price|catalog|goods|товар|продукт|прайс|номенклатур',
  user: 'user|team|agent|employee|staff|rep|seller|сотрудник|пользовател|менеджер|команд',
  deal: 'deal|opportunit|pipeline|sale|order|сделк|продаж|воронк',
}

/** The fields together with the house's own ones. */
export function fieldsOf(entity: ImportEntity, settings: Settings): ImportField[] {
  const own = entity === 'user' ? [] : settings.customFields[entity]
  return [
    ...importFields[entity],
    ...own.map(({ key, label, type, options }): ImportField => {
      const kind =
        type === 'money' || type === 'number' || type === 'date' || type === 'boolean' ? type : 'text'
      const choices = type === 'select' ? options?.map(({ value }) => value) : undefined
      return {
        key: `fields.${key}`,
        label,
        type: kind,
        required: false,
        called: [key, label],
        ...(choices && { choices }),
      }
    }),
  ]
}
