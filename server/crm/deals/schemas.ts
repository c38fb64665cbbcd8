/** What may come in about deals, and what goes out. */
import type { Schema } from '../../routes/route.ts'
import {
  amount,
  currency,
  day,
  flag,
  id,
  input,
  integer,
  list,
  many,
  map,
  moment,
  named,
  number,
  oneOf,
  orNull,
  output,
  percent,
  string,
  text,
  values,
  words,
} from '../../routes/schemas.ts'

const line = input(
  {
    productId: text(200),
    name: text(200),
    quantity: { type: 'number', exclusiveMinimum: 0, maximum: 1e9 },
    price: amount,
    discount: percent,
  },
  ['quantity'],
)

const changeable: Record<string, Schema> = {
  companyId: orNull(id),
  contactId: orNull(id),
  amount: orNull(amount),
  currency,
  ownerIds: list(id, 20),
  teamId: orNull(id),
  source: orNull(text(200)),
  expectedClose: orNull(day),
  engagedAt: orNull(day),
  closeValue: orNull(amount),
  lossReason: orNull(text(500)),
  probability: orNull(percent),
  products: list(line, 200),
  discount: orNull(percent),
  fields: values(100),
}

export const newDeal = input(
  { title: words(300), pipeline: id, stage: id, externalId: text(200), quiet: flag, ...changeable },
  ['title'],
)
export const dealPatch = input({ title: words(300), version: integer(), ...changeable }, ['version'])
export const moveBody = input({ stage: id, version: integer(), values: values(200), commandId: id }, [
  'stage',
])

const next: Schema = {
  anyOf: [
    output(
      { type: oneOf('task'), id: string, name: string, overdue: flag },
      { due: moment, assignee: named },
    ),
    output({ type: oneOf('wait'), kind: string, name: string, text: string }, { until: moment }),
    output({ type: oneOf('incident'), text: string }),
    { type: 'null' },
  ],
}

const cardFields: Record<string, Schema> = {
  id: string,
  number,
  title: string,
  amount: orNull(number),
  currency: string,
  owners: many(named),
  stage: string,
  stageSince: moment,
  version: { type: 'integer' },
  next,
}
const rowFields: Record<string, Schema> = {
  ...cardFields,
  status: oneOf('open', 'won', 'lost'),
  pipeline: string,
  createdAt: moment,
}
const rowSometimes: Record<string, Schema> = {
  company: named,
  source: string,
  expectedClose: day,
  closedAt: day,
  closeValue: number,
}

export const cardOut = output(cardFields, { company: named })
export const rowOut = output(rowFields, rowSometimes)
export const dealOut = output(
  {
    ...rowFields,
    products: many(
      output({ productId: string, name: string, quantity: number, price: number, discount: number }),
    ),
    fields: map(),
    processes: many(output({ instance: string, key: string, name: string, version: number, status: string })),
  },
  {
    ...rowSometimes,
    contact: output({ id: string, name: string }, { email: string, phone: string }),
    engagedAt: day,
    discount: number,
    lossReason: string,
    probability: number,
    team: named,
  },
)
export const stageOut = output(
  { key: string, name: string, kind: oneOf('open', 'won', 'lost') },
  { color: string, probability: number },
)
export const boardOut = output({
  pipeline: output({ key: string, name: string }),
  columns: many(
    output(
      {
        stage: string,
        name: string,
        kind: oneOf('open', 'won', 'lost'),
        count: number,
        sum: number,
        cards: many(cardOut),
      },
      { color: string, probability: number, next: string },
    ),
  ),
})
export const moveOut = output(
  { stage: string, allowed: flag },
  {
    how: oneOf('here', 'outcome', 'jump', 'start'),
    outcomeName: string,
    reason: string,
    needs: many(string),
    task: output({ id: string, name: string }),
  },
)
export const entryOut = output(
  {
    id: string,
    at: moment,
    type: oneOf('note', 'stage', 'task', 'letter', 'document', 'process', 'change', 'message', 'incident'),
    title: string,
  },
  { text: string, by: { anyOf: [named, oneOf('process')] }, instance: string, link: string, data: map() },
)
