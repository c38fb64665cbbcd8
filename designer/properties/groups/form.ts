import { is, type Moddle, text } from '../../modeler/dialect.ts'
import type { Field, Option, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'

const FORM = 'baton:Form'
const types = [
  'text',
  'longtext',
  'number',
  'money',
  'date',
  'datetime',
  'boolean',
  'select',
  'multiselect',
  'user',
  'email',
  'phone',
]

/** The form people fill in: its fields, in order, each bound to a CRM field or kept as a variable. */
export function formSection(panel: Panel): Section | undefined {
  const { t, bo } = panel
  if (!is(bo, 'bpmn:UserTask') && !is(bo, 'bpmn:StartEvent')) return undefined
  if (is(bo, 'bpmn:StartEvent') && (bo.get('eventDefinitions') as Moddle[]).length > 0) return undefined
  const fields = panel.items(FORM, 'fields')
  return {
    id: 'form',
    label: t('section.form'),
    items: fields.map((field, at) => ({
      id: `form.${at}`,
      label: text(field, 'label') || text(field, 'key'),
      fields: fieldFields(panel, fields, at),
      remove: () =>
        panel.setItems(
          FORM,
          'fields',
          fields.filter(other => other !== field),
        ),
    })),
    add: () =>
      panel.addItem(FORM, 'fields', 'baton:FormField', {
        key: freeKey(fields),
        label: t('form.newField'),
        type: 'text',
      }),
  }
}

function fieldFields(panel: Panel, fields: Moddle[], at: number): Field[] {
  const { t } = panel
  const field = fields[at]!
  const id = `form.${at}`
  const attribute = (name: string) => ({
    id: `${id}.${name}`,
    label: t(`form.${name}`),
    get: () => text(field, name),
    set: (v: string | boolean | undefined) => panel.change(field, { [name]: v }),
  })
  const type = text(field, 'type') || 'text'
  const numeric = type === 'number' || type === 'money'
  const bound = (name: string) => ({
    ...attribute(name),
    set: (v: string | boolean | undefined) =>
      panel.change(field, { [name]: v === undefined ? undefined : Number(v) }),
    check: (v: string | undefined) => (v && Number.isNaN(Number(v)) ? t('check.number') : undefined),
  })
  const required = text(field, 'required')
  const shown: Field[] = [
    { ...attribute('label'), kind: 'text' },
    {
      ...attribute('key'),
      kind: 'text',
      hint: t('form.key.hint'),
      check: v => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(v ?? '') ? undefined : t('check.name')),
    },
    {
      ...attribute('type'),
      kind: 'select',
      options: types.map(value => ({ value, label: t(`type.${value}`) })),
      get: () => type,
    },
    required.startsWith('=')
      ? { ...attribute('required'), kind: 'fx', variables: panel.variables }
      : {
          ...attribute('required'),
          kind: 'toggle',
          get: () => required === 'true',
          set: v => panel.change(field, { required: v ? 'true' : undefined }),
        },
    {
      ...attribute('bind'),
      kind: 'select',
      options: bindings(panel, text(field, 'key')),
      hint: t('form.bind.hint'),
    },
  ]
  if (type === 'select' || type === 'multiselect')
    shown.push({
      ...attribute('options'),
      kind: 'fxArea',
      hint: t('form.options.hint'),
      variables: panel.variables,
    })
  shown.push({ ...attribute('value'), kind: 'fx', variables: panel.variables })
  if (numeric) shown.push({ ...bound('min'), kind: 'text' }, { ...bound('max'), kind: 'text' })
  if (type === 'text') shown.push({ ...attribute('pattern'), kind: 'text' })
  shown.push({ ...attribute('help'), kind: 'text' })
  shown.push({
    ...attribute('showWhen'),
    kind: 'feel',
    variables: [...panel.variables, ...fields.map(one => ({ name: text(one, 'key') }))],
  })
  shown.push({
    id: `${id}.order`,
    kind: 'buttons',
    label: '',
    buttons: [
      {
        label: t('form.up'),
        disabled: at === 0,
        run: () => panel.setItems(FORM, 'fields', swapped(fields, at, at - 1)),
      },
      {
        label: t('form.down'),
        disabled: at === fields.length - 1,
        run: () => panel.setItems(FORM, 'fields', swapped(fields, at, at + 1)),
      },
    ],
  })
  return shown
}

/** Fields of the record that a form may read and write, and a field of one's own by the key of the form field. */
function bindings(panel: Panel, key: string): Option[] {
  const { t, config } = panel
  return [
    { value: '', label: t('form.bind.none') },
    ...Object.entries(bindable).flatMap(([entity, keys]) =>
      keys.map(name => ({
        value: `${entity}.${name}`,
        label: `${t(`entity.${entity}`)} · ${labelOf(config.fields[entity], name)}`,
      })),
    ),
    { value: `deal.fields.${key}`, label: `${t('entity.deal')} · ${t('form.bind.own', { key })}` },
  ]
}

const bindable: Record<string, string[]> = {
  deal: ['title', 'amount', 'discount', 'expectedClose', 'closeValue', 'lossReason', 'source'],
}

const labelOf = (fields: { key: string; label: string }[] | undefined, name: string) =>
  fields?.find(field => field.key === name)?.label ?? name

function freeKey(fields: Moddle[]): string {
  const taken = new Set(fields.map(field => text(field, 'key')))
  let number = fields.length + 1
  while (taken.has(`field${number}`)) number++
  return `field${number}`
}

function swapped<T>(items: T[], a: number, b: number): T[] {
  const next = [...items]
  const kept = next[a]!
  next[a] = next[b]!
  next[b] = kept
  return next
}
