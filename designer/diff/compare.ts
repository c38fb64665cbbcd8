import { diff } from 'bpmn-js-differ'
import type { Texts } from '../i18n/texts.ts'
import { list, type Moddle, text } from '../modeler/dialect.ts'
import { createDrawingModel } from '../modeler/moddle.ts'
import { sortOf } from '../outline/outline.ts'
import { fieldInWords, repeats } from './field-words.ts'
import { fieldsOf } from './fields.ts'

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved'

/** How one element of a drawing differs from the same element of another. */
export interface Change {
  id: string
  kind: ChangeKind
  /** Of which sort it is, in words. */
  sort: string
  name: string
  /** What was changed: the path of the setting, how it is called, and its values. */
  fields: { path: string; label: string; before?: string; after?: string }[]
}

/** What somebody changed between two drawings, in the order of the newer one; what was removed comes last. */
export async function compareDrawings(before: string, after: string, t: Texts): Promise<Change[]> {
  const [old, fresh] = await Promise.all([read(before), read(after)])
  const found = diff(old, fresh)
  const [olds, news] = [elementsById(old), elementsById(fresh)]
  const changes: Change[] = []
  for (const [id, element] of news) {
    const previous = olds.get(id)
    const fields = previous ? differences(previous, element, t) : []
    if (!previous) changes.push(change('added', element, [], t))
    else if (fields.length > 0) changes.push(change('changed', element, fields, t))
    else if (id in found._layoutChanged) changes.push(change('moved', element, [], t))
  }
  for (const [id, element] of olds) if (!news.has(id)) changes.push(change('removed', element, [], t))
  return changes
}

const read = async (xml: string): Promise<Moddle> => (await createDrawingModel().fromXML(xml)).rootElement

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

function differences(before: Moddle, after: Moddle, t: Texts): Change['fields'] {
  const [olds, news] = [fieldsOf(before), fieldsOf(after)]
  const paths = new Set([...olds.keys(), ...news.keys()])
  return [...paths]
    .filter(path => olds.get(path) !== news.get(path) && !repeats(path))
    .map(path => ({ path, label: fieldInWords(path, t), before: olds.get(path), after: news.get(path) }))
}

function change(kind: ChangeKind, element: Moddle, fields: Change['fields'], t: Texts): Change {
  const type = sortOf(element)
  const name = text(element, 'name') || text(element, 'id')
  return { id: element.id ?? '', kind, sort: t.or(`sort.${type}`, type), name, fields }
}
