import type { Moddle } from '../modeler/dialect.ts'

interface Property {
  name: string
  ns: { localName: string }
  isAttr?: boolean
  isMany?: boolean
  isReference?: boolean
  isVirtual?: boolean
  default?: unknown
  type: string
}

/** Where an element's own meaning ends: what stands inside is compared by itself, or follows from the flows. */
const skipped = new Set([
  'id',
  'di',
  'flowElements',
  'artifacts',
  'laneSets',
  'incoming',
  'outgoing',
  'rootElements',
  'diagrams',
  'flowNodeRef',
  'participants',
  'messageFlows',
])

/**
 * All settings of a model element as one flat list: `name`, `conditionExpression.body`,
 * `connector.parameters[to].value`. Extension elements stand under their own name, foreign ones included.
 */
export function fieldsOf(element: Moddle): Map<string, string> {
  const fields = new Map<string, string>()
  collect(element, '', fields)
  return fields
}

function collect(element: Moddle, prefix: string, fields: Map<string, string>) {
  const properties = descriptorOf(element)
  if (!properties) return collectForeign(element, prefix, fields)
  for (const property of properties) {
    const name = property.ns.localName
    if (skipped.has(name) || property.isVirtual) continue
    const value = element.get(property.name)
    if (name === 'extensionElements') collectExtensions(value as Moddle | undefined, prefix, fields)
    else if (value !== property.default) add(value, prefix + name, property, fields)
  }
  for (const [name, value] of Object.entries(element.$attrs ?? {})) {
    if (!name.startsWith('xmlns')) fields.set(prefix + name, String(value))
  }
}

function add(value: unknown, path: string, property: Property, fields: Map<string, string>) {
  if (value === undefined || value === null || value === '') return
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      add(item, `${path}[${nameIn(item, index)}]`, property, fields)
    })
  } else if (typeof value === 'object') {
    const inner = value as Moddle
    if (property.isReference) fields.set(path, referenceName(inner))
    else collect(inner, `${path}.`, fields)
  } else {
    fields.set(path, String(value))
  }
}

function collectExtensions(holder: Moddle | undefined, prefix: string, fields: Map<string, string>) {
  const values = (holder?.get('values') ?? []) as Moddle[]
  values.forEach((value, index) => {
    const [namespace, local = ''] = value.$type.split(':')
    const name = namespace === 'baton' ? local[0]!.toLowerCase() + local.slice(1) : `${value.$type}[${index}]`
    collect(value, `${prefix}${name}.`, fields)
  })
}

/** Elements of other systems are known by their attributes, children and text only. */
function collectForeign(element: Moddle, prefix: string, fields: Map<string, string>) {
  for (const [name, value] of Object.entries(element)) {
    if (name.startsWith('$') && name !== '$body') continue
    if (typeof value !== 'object') fields.set(prefix + name.replace('$', ''), String(value))
  }
  const children = (element as unknown as { $children?: Moddle[] }).$children ?? []
  children.forEach((inner, index) => {
    collectForeign(inner, `${prefix}${inner.$type}[${index}].`, fields)
  })
}

function descriptorOf(element: Moddle): Property[] | undefined {
  const descriptor = (
    element as unknown as { $descriptor?: { properties?: Property[]; isGeneric?: boolean } }
  ).$descriptor
  return descriptor?.isGeneric ? undefined : descriptor?.properties
}

/** What tells an item of a list from the others, so that a moved item is not a changed one. */
function nameIn(item: unknown, index: number): string {
  if (typeof item !== 'object' || item === null) return String(index)
  const moddle = item as Moddle
  const properties = descriptorOf(moddle)?.map(property => property.name.replace(/^\w+:/, '')) ?? []
  const key = ['key', 'name', 'target'].find(one => properties.includes(one))
  return (key && String(moddle.get(key) ?? '')) || String(index)
}

/** Messages, errors and their kin are known by name; steps by id, so that a renamed step does not change its flows. */
const referenceName = (moddle: Moddle): string => {
  const { name, id } = moddle as unknown as { name?: string; id?: string }
  return (/^bpmn:(Message|Signal|Error|Escalation)$/.test(moddle.$type) ? name : undefined) ?? id ?? ''
}
