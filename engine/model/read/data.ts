import type { Assignment, Expression, Mapping } from '../types.ts'
import type { Moddle, Reading } from './element.ts'
import { pathElement } from './paths.ts'
import { attributeValue } from './values.ts'

interface Association extends Moddle {
  sourceRef?: Moddle[]
  targetRef?: Moddle
  transformation?: Moddle
  assignment?: { from?: Moddle; to?: Moddle }[]
}

/** The data associations of an activity or event (§10.4.2) as assignments: a data object is a variable of its name. */
export function readDataAssociations(element: Moddle, mapping: Mapping, reading: Reading): void {
  for (const [list, name] of [
    [mapping.inputs, 'dataInputAssociations'],
    [mapping.outputs, 'dataOutputAssociations'],
  ] as const)
    for (const association of (element[name] as Association[] | undefined) ?? [])
      if (!isOfLoop(association, element)) list.push(...readAssociation(association, element, reading))
  const payload = payloadOf(element)
  if (payload !== undefined) mapping.payload = payload
}

/** Where an event's or message task's data go to, or come from, when it has one place for them. */
function payloadOf(element: Moddle): string | undefined {
  const io = (element.ioSpecification ?? element) as Moddle
  const throws = /ThrowEvent$|EndEvent$|SendTask$/.test(element.$type)
  if (!throws && !/CatchEvent$|StartEvent$|BoundaryEvent$|ReceiveTask$/.test(element.$type)) return undefined
  const [association] =
    (element[throws ? 'dataInputAssociations' : 'dataOutputAssociations'] as Association[]) ?? []
  const [only, ...more] = (io[throws ? 'dataInputs' : 'dataOutputs'] as Moddle[] | undefined) ?? []
  return association && only && more.length === 0 ? dataName(only) : undefined
}

/**
 * Collections of a multi-instance activity (§10.3.7.2) that are its own data input and output: what its associations
 * bring in and carry out, once for all rounds.
 */
export function readLoopData(
  element: Moddle,
  reading: Reading,
): { collection?: Expression; output?: string } {
  const of = (name: string) => (element[name] as Association[] | undefined) ?? []
  const read = (association: Association | undefined) =>
    association && readAssociation(association, element, reading)[0]
  const input = read(of('dataInputAssociations').find(each => isOfLoop(each, element)))
  const output = read(of('dataOutputAssociations').find(each => isOfLoop(each, element)))
  return { ...(input && { collection: input.source }), ...(output && { output: output.target }) }
}

function isOfLoop({ sourceRef = [], targetRef }: Association, { loopCharacteristics }: Moddle): boolean {
  const { loopDataInputRef, loopDataOutputRef } = (loopCharacteristics ?? {}) as Record<string, unknown>
  return (
    (loopDataInputRef !== undefined && targetRef === loopDataInputRef) ||
    (loopDataOutputRef !== undefined && sourceRef.includes(loopDataOutputRef as Moddle))
  )
}

/** A transformation gives the target's value, each assignment a part of it; with neither the source is copied. */
function readAssociation(association: Association, element: Moddle, reading: Reading): Assignment[] {
  const { targetRef, sourceRef: [source] = [], assignment: pairs = [] } = association
  const target = targetRef && dataName(targetRef)
  const transformed = named(pathElement(association.transformation, reading), association)
  const assigned = pairs.flatMap(({ from, to }) => {
    const value = named(fromValue(from, reading), association)
    const name = targetOf(to, association, element, reading)
    return value && name ? [{ target: name, source: value }] : []
  })
  if (!target) return assigned
  if (transformed) return [{ target, source: transformed }, ...assigned]
  if (assigned.length > 0 || pairs.length > 0 || !source) return assigned
  return [{ target, source: { type: 'feel', text: dataName(source) } }]
}

/** What jBPM writes there is text, with expressions marked as such. */
function fromValue(element: Moddle | undefined, reading: Reading): Expression | undefined {
  const body = element?.body as string | undefined
  if (body === undefined) return undefined
  return reading.dialect === 'jbpm' ? attributeValue(body) : pathElement(element, reading)
}

/** Data elements are known by their names here; a file may speak of them by their ids. */
function named(value: Expression | undefined, { sourceRef = [] }: Association): Expression | undefined {
  if (value?.type !== 'feel') return value
  const aliases = sourceRef.filter(
    source => source.id && source.id !== dataName(source) && mentions(value.text, source.id),
  )
  if (aliases.length === 0) return value
  const same = aliases.find(({ id }) => id === value.text)
  const known = aliases.map(source => `${source.id}: ${dataName(source)}`).join(', ')
  return { ...value, text: same ? dataName(same) : `{${known}, value: ${value.text}}.value` }
}

function mentions(text: string, id: string): boolean {
  return new RegExp(String.raw`(?<![\w.])${id.replace(/[^\w]/g, '\\$&')}(?!\w)`).test(text)
}

const path = /^[\p{L}_][\p{L}\p{N}_ ]*(\.[\p{L}_][\p{L}\p{N}_ ]*)*$/u

/** The variable, or the part of one, that is written; the data element may be named, meant by its id, or left out. */
function targetOf(
  to: Moddle | undefined,
  { targetRef }: Association,
  element: Moddle,
  reading: Reading,
): string | undefined {
  const target = targetRef && dataName(targetRef)
  const body = String(to?.body ?? '').trim()
  if (body === '' || body === targetRef?.id) return target
  const expression = pathElement(to, reading)
  const text = expression?.type === 'feel' ? expression.text : body
  if (!path.test(text)) {
    reading.problems.push({
      rule: 'import',
      severity: 'warning',
      ...(element.id && { element: element.id }),
      message: `Baton cannot write to "${body}". Name a variable or a part of one, e.g. order.total.`,
    })
    return undefined
  }
  const [first, ...rest] = text.split('.')
  return first === targetRef?.id && target ? [target, ...rest].join('.') : text
}

/** The variable a data element stands for: its name, else its id; a reference stands for what it refers to. */
export function dataName(element: Moddle): string {
  const referred = (element.dataObjectRef ?? element.dataStoreRef) as Moddle | undefined
  return (referred && dataName(referred)) || element.name || element.id || ''
}
