import type { Catalogue } from '../catalogue.ts'
import type { Texts } from '../i18n/texts.ts'
import { child, extension, is, list, type Moddle, text } from '../modeler/dialect.ts'

/** A name an expression may use, in the shape the FEEL editor completes from. */
export interface FeelVariable {
  name: string
  /** Its type, beside the name. */
  detail?: string
  /** What it is and where it comes from. */
  info?: string
  entries?: FeelVariable[]
  isList?: boolean
  /** Id of the step that makes it; absent for CRM data. */
  from?: string
}

/** Everything an expression at a step may read: CRM data first, then the results of the steps before it. */
export function variablesAt(element: Moddle, catalogue: Catalogue, t: Texts): FeelVariable[] {
  return unique([
    ...crmVariables(catalogue, t),
    ...earlier(element).flatMap(step => madeBy(step, catalogue, t)),
  ])
}

/** Every variable that any step of a process makes. */
export function variablesOf(process: Moddle, catalogue: Catalogue, t: Texts): FeelVariable[] {
  return unique(inside(process).flatMap(step => madeBy(step, catalogue, t)))
}

/** The CRM roots: the deal, its company, the people, and what day it is. */
export function crmVariables(catalogue: Catalogue, t: Texts): FeelVariable[] {
  return roots.map(({ name, detail, fields, isList, entity }) => ({
    name,
    detail,
    isList,
    info: t(`variable.${name}`),
    entries: fields ? entriesOf(fields, catalogue.fields[entity ?? name] ?? []) : undefined,
  }))
}

interface Root {
  name: string
  detail?: string
  isList?: boolean
  /** Names with their type, `name:type`; text when no type is given. */
  fields?: string
  entity?: string
}

/** What the server lets expressions read about a record. */
const roots: Root[] = [
  {
    name: 'deal',
    fields:
      'id number:number title amount:number currency discount:number stage stageSince:date-time pipeline status source owner owners:list team companyId contactId expectedClose:date engagedAt:date closedAt:date closeValue:number lossReason probability:number createdAt:date-time fields:context',
  },
  {
    name: 'company',
    fields:
      'id name industry email phone website address country revenue:number employees:number founded:number',
  },
  { name: 'contact', fields: 'id name firstName lastName email phone position' },
  { name: 'owner', fields: 'id name email team' },
  { name: 'manager', fields: 'id name email team' },
  {
    name: 'products',
    isList: true,
    fields: 'id name quantity:number price:number discount:number total:number',
    entity: 'product',
  },
  { name: 'today', detail: 'date' },
  { name: 'now', detail: 'date-time' },
]

function entriesOf(fields: string, known: { key: string; label: string }[]): FeelVariable[] {
  return fields.split(' ').map(field => {
    const [name = '', detail = 'text'] = field.split(':')
    return { name, detail, info: known.find(one => one.key === name)?.label }
  })
}

/** The steps that can have run before an element: all that lead to it, and to the sub-process it stands in. */
function earlier(element: Moddle): Moddle[] {
  const seen = new Set<Moddle>()
  const queue: Moddle[] = []
  const begin = (node: Moddle | undefined) => node && queue.push(node)
  begin(is(element, 'bpmn:SequenceFlow') ? child(element, 'sourceRef') : element)
  while (queue.length > 0) {
    const node = queue.pop()!
    if (seen.has(node)) continue
    seen.add(node)
    for (const flow of list(node, 'incoming')) begin(child(flow, 'sourceRef'))
    if (is(node, 'bpmn:BoundaryEvent')) begin(child(node, 'attachedToRef'))
    if (is(node.$parent, 'bpmn:SubProcess')) begin(node.$parent)
    if (is(node, 'bpmn:SubProcess') && node !== element) for (const inner of inside(node)) seen.add(inner)
  }
  return [...seen]
}

function inside(scope: Moddle): Moddle[] {
  return list(scope, 'flowElements').flatMap(element => [
    element,
    ...(is(element, 'bpmn:SubProcess') ? inside(element) : []),
  ])
}

/** What one step leaves behind: form answers, results, mapped outputs. */
function madeBy(step: Moddle, catalogue: Catalogue, t: Texts): FeelVariable[] {
  const made: FeelVariable[] = []
  const info = t('variable.from', { step: text(step, 'name') || text(step, 'id') })
  const add = (name: string, more: Partial<FeelVariable> = {}) =>
    name && made.push({ name, info, from: step.id ?? '', ...more })
  for (const field of list(extension(step, 'baton:Form'), 'fields')) {
    add(text(field, 'key'), { detail: text(field, 'type') || 'text' })
  }
  const connector = extension(step, 'baton:Connector')
  if (connector && text(connector, 'result')) {
    const known = catalogue.connectors.find(one => one.type === text(connector, 'type'))
    add(text(connector, 'result'), { detail: 'context', entries: outputEntries(known?.output) })
  }
  const decision = extension(step, 'baton:Decision')
  if (decision) add(text(decision, 'result'))
  for (const output of list(extension(step, 'baton:Mapping'), 'outputs')) add(text(output, 'target'))
  if (is(step, 'bpmn:UserTask')) add('outcome', { detail: 'string' })
  return made
}

function outputEntries(
  output: Record<string, { type?: unknown; title?: string }> | undefined,
): FeelVariable[] {
  const properties = (output?.properties ?? output ?? {}) as Record<
    string,
    { type?: unknown; title?: string }
  >
  return Object.entries(properties)
    .filter(([, schema]) => typeof schema === 'object')
    .map(([name, schema]) => ({ name, detail: String(schema.type ?? ''), info: schema.title }))
}

function unique(variables: FeelVariable[]): FeelVariable[] {
  const byName = new Map<string, FeelVariable>()
  for (const variable of variables) if (!byName.has(variable.name)) byName.set(variable.name, variable)
  return [...byName.values()]
}
