import type { Assigned, Connector, Expression, FormFieldModel, Mapping, Stage } from '../types.ts'
import { readDataAssociations } from './data.ts'
import {
  childrenOf,
  extensions,
  foreign,
  foreignAttr,
  foreignElements,
  type Moddle,
  type Reading,
} from './element.ts'
import { attributeValue, countingOf, listOf, optionalValue } from './values.ts'

/** `baton:stage`: a column of the board. */
export function readStage(element: Moddle): Stage | undefined {
  const stage = extensions(element, 'baton:Stage')[0] as
    | (Moddle & {
        key?: string
        color?: string
        kind?: string
        probability?: number
        order?: number
        jumpFrom?: string
      })
    | undefined
  if (!stage) return undefined
  const jump = stage.jumpFrom?.trim()
  return {
    key: stage.key || element.id || '',
    name: stage.name || element.name || stage.key || '',
    kind: stage.kind === 'won' || stage.kind === 'lost' ? stage.kind : 'open',
    jumpFrom: jump === '*' ? '*' : listOf(jump),
    ...(stage.color && { color: stage.color }),
    ...(stage.probability !== undefined && { probability: stage.probability }),
    ...(stage.order !== undefined && { order: stage.order }),
  }
}

/** Inputs and outputs: ours, the data associations of BPMN (§10.4.2), then those of the dialects. */
export function readMapping(element: Moddle, reading: Reading): Mapping {
  const mapping: Mapping = { inputs: [], outputs: [] }
  for (const own of extensions(element, 'baton:Mapping') as (Moddle & {
    inputs?: Pair[]
    outputs?: Pair[]
  })[]) {
    for (const pair of own.inputs ?? [])
      mapping.inputs.push({ ...assignment(pair.target, pair.source), strict: true })
    for (const pair of own.outputs ?? []) mapping.outputs.push(assignment(pair.target, pair.source))
  }
  readDataAssociations(element, mapping, reading)
  for (const io of foreign(element, 'zeebe', 'ioMapping', reading)) {
    for (const pair of childrenOf(io, 'input') as Pair[])
      mapping.inputs.push(assignment(pair.target, pair.source))
    for (const pair of childrenOf(io, 'output') as Pair[])
      mapping.outputs.push(assignment(pair.target, pair.source))
  }
  for (const io of foreignElements(element, 'inputOutput', reading)) {
    for (const [list, name] of [
      [mapping.inputs, 'inputParameter'],
      [mapping.outputs, 'outputParameter'],
    ] as const)
      for (const parameter of childrenOf(io, name))
        list.push({ target: parameter.name ?? '', source: parameterValue(parameter) })
  }
  for (const [list, name] of [
    [mapping.inputs, 'in'],
    [mapping.outputs, 'out'],
  ] as const)
    for (const pair of foreignElements(element, name, reading) as CallPair[]) {
      if (pair.variables === 'all') mapping[name === 'in' ? 'allIn' : 'allOut'] = true
      else if (pair.target)
        list.push({
          target: pair.target,
          source: pair.sourceExpression
            ? attributeValue(pair.sourceExpression)
            : { type: 'feel', text: pair.source ?? 'null' },
        })
    }
  return mapping
}

type Pair = Moddle & { target?: string; source?: string }
type CallPair = Pair & { sourceExpression?: string; variables?: string }

function assignment(target: string | undefined, source: string | undefined) {
  return { target: target ?? '', source: attributeValue(source ?? '') }
}

/** A parameter of the Activiti family: text or expression, or a list or map of such. */
function parameterValue(parameter: Moddle): Expression {
  const list = childrenOf(parameter, 'list')[0]
  if (list) return { type: 'literal', value: childrenOf(list, 'value').map(value => value.$body ?? '') }
  const map = childrenOf(parameter, 'map')[0]
  if (map)
    return {
      type: 'literal',
      value: Object.fromEntries(childrenOf(map, 'entry').map(e => [String(e.key ?? ''), e.$body ?? ''])),
    }
  const script = childrenOf(parameter, 'script')[0]
  if (script)
    return { type: 'foreign', language: String(script.scriptFormat ?? 'script'), text: script.$body ?? '' }
  return attributeValue(parameter.$body ?? '')
}

/** What a service task calls: a Baton connector, a Zeebe job type, or a topic, delegate or class of the Activiti family. */
export function readConnector(element: Moddle, reading: Reading): Connector | undefined {
  const own = extensions(element, 'baton:Connector')[0] as
    | (Moddle & { type?: string; retries?: number; backoff?: string; result?: string; parameters?: Moddle[] })
    | undefined
  if (own?.type)
    return {
      type: own.type,
      ...(own.type === 'external' && { external: true }),
      retries: own.retries ?? 3,
      backoff: own.backoff ?? 'PT10S',
      parameters: (own.parameters ?? []).map(p => ({
        name: p.name ?? '',
        value: attributeValue(String(p.value ?? '')),
      })),
      ...(own.result && { result: own.result }),
    }
  const zeebe = foreign(element, 'zeebe', 'taskDefinition', reading)[0]
  if (zeebe?.type) return external(String(zeebe.type), Number(zeebe.retries ?? 3) || 3)
  const topic = foreignAttr(element, 'topic', reading)
  if (topic) return external(topic, 3)
  const named =
    foreignAttr(element, 'type', reading) ??
    foreignAttr(element, 'class', reading) ??
    foreignAttr(element, 'delegateExpression', reading) ??
    foreignAttr(element, 'expression', reading)
  if (!named) return undefined
  const result =
    foreignAttr(element, 'resultVariable', reading) ?? foreignAttr(element, 'resultVariableName', reading)
  return { ...job(named, 3), ...(result && { result }) }
}

function job(type: string, retries: number): Connector {
  return { type, retries, backoff: 'PT10S', parameters: [] }
}

/** A job type or topic of another engine: whoever works on it there can go on to do so here. */
function external(topic: string, retries: number): Connector {
  const value = attributeValue(topic)
  const parameters = value.type === 'literal' ? [] : [{ name: 'topic', value }]
  return { ...job(topic, retries), parameters, external: true }
}

/** Who may do a user task, from our extension, the dialects, or BPMN resources (§10.3.4.1). */
export function readAssigned(element: Moddle, reading: Reading): Assigned {
  const own = extensions(element, 'baton:Assignment')[0] ?? {}
  const zeebe = foreign(element, 'zeebe', 'assignmentDefinition', reading)[0] ?? {}
  const schedule = foreign(element, 'zeebe', 'taskSchedule', reading)[0] ?? {}
  const from = (name: string, foreignName = name) =>
    optionalValue(
      (own as Moddle)[name] ?? (zeebe as Moddle)[foreignName] ?? foreignAttr(element, foreignName, reading),
    )
  const resources = readResources(element, reading)
  const assigned: Assigned = {
    assignee: from('assignee') ?? resources.assignee,
    candidateUsers: from('candidateUsers') ?? resources.candidateUsers,
    candidateGroups: from('candidateGroups') ?? resources.candidateGroups,
    due: from('due', 'dueDate') ?? optionalValue((schedule as Moddle).dueDate),
    dueCounting: dueCountingOf(own as Moddle),
    priority: from('priority'),
  }
  for (const key of Object.keys(assigned) as (keyof Assigned)[]) if (!assigned[key]) delete assigned[key]
  return assigned
}

function dueCountingOf({ dueCalendar, dueWithin }: Moddle): Assigned['dueCounting'] {
  const counting = countingOf(dueCalendar, dueWithin)
  return Object.keys(counting).length > 0 ? counting : undefined
}

/** humanPerformer names the assignee, potentialOwner the candidates: `user(ann), group(sales)` or bare groups. */
function readResources(element: Moddle, reading: Reading): Assigned {
  const assigned: Assigned = {}
  for (const role of (element.resources as Moddle[] | undefined) ?? []) {
    const assignment = role.resourceAssignmentExpression as { expression?: Moddle } | undefined
    const text =
      (assignment?.expression?.body as string | undefined) ?? (role.resourceRef as Moddle | undefined)?.name
    if (!text?.trim()) continue
    if (/HumanPerformer$/.test(role.$type)) assigned.assignee = attributeValue(text)
    else if (/PotentialOwner$/.test(role.$type)) {
      if (/^[=]|[$#]\{/.test(text.trim())) assigned.candidateGroups = attributeValue(text)
      else readOwners(text, assigned)
    }
  }
  void reading
  return assigned
}

function readOwners(text: string, assigned: Assigned): void {
  const users: string[] = []
  const groups: string[] = []
  for (const part of text
    .split(',')
    .map(p => p.trim())
    .filter(Boolean)) {
    const [, kind, name] = /^(user|group)\((.*)\)$/.exec(part) ?? [null, 'group', part]
    ;(kind === 'user' ? users : groups).push(name!)
  }
  if (users.length) assigned.candidateUsers = { type: 'literal', value: users.join(',') }
  if (groups.length) assigned.candidateGroups = { type: 'literal', value: groups.join(',') }
}

/** The fields of a form: ours, or those of the Activiti family's form data. */
export function readForm(element: Moddle, reading: Reading): FormFieldModel[] {
  const own = extensions(element, 'baton:Form')[0] as (Moddle & { fields?: Moddle[] }) | undefined
  if (own) return (own.fields ?? []).map(readField)
  return foreignElements(element, 'formData', reading).flatMap(form =>
    childrenOf(form, 'formField').map(field => ({
      key: field.id ?? '',
      label: String(field.label ?? field.id ?? ''),
      type: foreignTypes[String(field.type)] ?? ('text' as const),
      ...(field.defaultValue !== undefined && { value: attributeValue(String(field.defaultValue)) }),
    })),
  )
}

const foreignTypes: Record<string, FormFieldModel['type']> = {
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
  enum: 'select',
}

const fieldTypes = new Set(
  'text longtext number money date datetime boolean select multiselect user email phone'.split(' '),
)

function readField(field: Moddle): FormFieldModel {
  const text = (name: string) => (field[name] === undefined ? undefined : String(field[name]))
  const type = text('type') ?? 'text'
  const read: FormFieldModel = {
    key: text('key') ?? '',
    label: text('label') ?? text('key') ?? '',
    type: (fieldTypes.has(type) ? type : 'text') as FormFieldModel['type'],
  }
  const required = optionalValue(field.required)
  if (required) read.required = required
  const value = optionalValue(field.value)
  if (value) read.value = value
  for (const name of ['bind', 'pattern', 'help'] as const) if (text(name)) read[name] = text(name)!
  if (text('showWhen')) read.showWhen = text('showWhen')!.replace(/^=/, '').trim()
  for (const name of ['min', 'max'] as const)
    if (typeof field[name] === 'number') read[name] = field[name] as number
  const options = text('options')
  if (options) read.options = options.trim().startsWith('=') ? attributeValue(options) : readOptions(options)
  return read
}

/** `value=Label; value2=Label 2`; without a label the value is the label. */
function readOptions(text: string) {
  return text
    .split(';')
    .map(part => part.trim())
    .filter(Boolean)
    .map(part => {
      const at = part.indexOf('=')
      return at < 0
        ? { value: part, label: part }
        : { value: part.slice(0, at).trim(), label: part.slice(at + 1).trim() }
    })
}
