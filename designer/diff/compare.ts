import { diff } from 'bpmn-js-differ'
import { BpmnModdle } from 'bpmn-moddle'
import batonModdle from '#engine/model/baton.json'
import { list, type Moddle, text } from '../modeler/dialect.ts'
import { fieldsOf } from './fields.ts'

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved'

/** How one element of a drawing differs from the same element of another. */
export interface Change {
  id: string
  kind: ChangeKind
  /** BPMN type without its prefix, e.g. `UserTask`. */
  type: string
  name: string
  /** What was changed: the path of the field, and its values. */
  fields: { path: string; before?: string; after?: string }[]
}

/** What somebody changed between two drawings, in the order of the newer one; what was removed comes last. */
export async function compareDrawings(before: string, after: string): Promise<Change[]> {
  const [old, fresh] = await Promise.all([read(before), read(after)])
  const found = diff(old, fresh)
  const [olds, news] = [elementsById(old), elementsById(fresh)]
  const changes: Change[] = []
  for (const [id, element] of news) {
    const previous = olds.get(id)
    const fields = previous ? differences(previous, element) : []
    if (!previous) changes.push(change('added', element, []))
    else if (fields.length > 0) changes.push(change('changed', element, fields))
    else if (id in found._layoutChanged) changes.push(change('moved', element, []))
  }
  for (const [id, element] of olds) if (!news.has(id)) changes.push(change('removed', element, []))
  return changes
}

async function read(xml: string): Promise<Moddle> {
  const moddle = new BpmnModdle({ baton: batonModdle })
  return (await moddle.fromXML(xml)).rootElement as Moddle
}

function elementsById(definitions: Moddle): Map<string, Moddle> {
  const found = new Map<string, Moddle>()
  const visit = (element: Moddle) => {
    if (element.id) found.set(element.id, element)
    for (const name of [
      'rootElements',
      'flowElements',
      'artifacts',
      'participants',
      'messageFlows',
      'laneSets',
      'lanes',
    ]) {
      if (has(element, name)) for (const inner of list(element, name)) visit(inner)
    }
  }
  for (const root of list(definitions, 'rootElements')) visit(root)
  return found
}

const has = (element: Moddle, name: string): boolean =>
  name in (element as unknown as { $descriptor: { propertiesByName: object } }).$descriptor.propertiesByName

function differences(before: Moddle, after: Moddle): Change['fields'] {
  const [olds, news] = [fieldsOf(before), fieldsOf(after)]
  const paths = new Set([...olds.keys(), ...news.keys()])
  return [...paths]
    .filter(path => olds.get(path) !== news.get(path))
    .map(path => ({ path, before: olds.get(path), after: news.get(path) }))
}

function change(kind: ChangeKind, element: Moddle, fields: Change['fields']): Change {
  const type = element.$type.replace(/^\w+:/, '')
  return { id: element.id ?? '', kind, type, name: text(element, 'name') || text(element, 'id'), fields }
}
