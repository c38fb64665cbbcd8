/** What a page needs to know of a drawing: the names of its elements and the steps a token can stand at. */
const steps =
  /^(task|.*Task|callActivity|subProcess|adHocSubProcess|transaction|.*Gateway|intermediate.*Event|endEvent)$/

export interface Drawing {
  /** The name people gave the element, else its id. */
  nameOf(id: string): string
  /** The name people gave it, if they did. */
  named(id: string): string | undefined
  /** Whether it holds other steps: a token in it stands at one of those. */
  holds(id: string): boolean
  /** The sub-processes around an element, innermost first. */
  around(id: string): string[]
  /** Steps in the order of the file. */
  steps: { id: string; name: string }[]
}

/** Reads a BPMN file with the browser's own parser; a broken one gives ids instead of names. */
export function readDrawing(xml: string): Drawing {
  const document = new DOMParser().parseFromString(xml, 'application/xml')
  const names = new Map<string, string>()
  const found: Drawing['steps'] = []
  const containers = new Set<string>()
  const parents = new Map<string, string>()
  for (const element of document.getElementsByTagName('*')) {
    const id = element.getAttribute('id')
    if (!id || element.localName.startsWith('BPMN')) continue
    const name = element.getAttribute('name')?.replace(/\s+/g, ' ').trim()
    if (name) names.set(id, name)
    const parent = element.parentElement?.getAttribute('id')
    if (parent) parents.set(id, parent)
    if (/^(subProcess|adHocSubProcess|transaction)$/.test(element.localName)) containers.add(id)
    if (steps.test(element.localName)) found.push({ id, name: name || `${id} (${plain(element.localName)})` })
  }
  return {
    nameOf: id => names.get(id) ?? id,
    named: id => names.get(id),
    holds: id => containers.has(id),
    around: id => aroundOf(id, parents, containers),
    steps: found,
  }
}

function aroundOf(id: string, parents: Map<string, string>, containers: Set<string>): string[] {
  const around: string[] = []
  for (let at = parents.get(id); at !== undefined; at = parents.get(at))
    if (containers.has(at)) around.push(at)
  return around
}

const plain = (type: string) => type.replace(/([A-Z])/g, ' $1').toLowerCase()
