import type { Services, Shape } from '../modeler/dialect.ts'

type Diagram = { get<Name extends keyof Services>(name: Name): Services[Name] }

/** Shows a run on the drawing: its steps numbered in their order, its flows tinted. Answers how to take it off again. */
export function showWay(modeler: Diagram, run: string[]): () => void {
  const canvas = modeler.get('canvas')
  const overlays = modeler.get('overlays')
  const registry = modeler.get('elementRegistry')
  const painted: string[] = []
  const paint = (element: Shape) => {
    canvas.addMarker(element.id, 'baton-on-way')
    painted.push(element.id)
  }
  for (const [id, numbers] of numbersOf(run)) {
    const element = registry.get(id)
    if (!element) continue
    paint(element)
    const position = { bottom: 10, left: element.width / 2 - 10 }
    overlays.add(id, 'baton-way', { position, html: badge(numbers.join(' · ')) })
  }
  for (const flow of flowsBetween(run, id => registry.get(id))) paint(flow)
  const last = registry.get(run.at(-1) ?? '')
  if (last) canvas.scrollToElement(last, 120)
  return () => {
    overlays.remove({ type: 'baton-way' })
    for (const id of painted) if (registry.get(id)) canvas.removeMarker(id, 'baton-on-way')
  }
}

/** A run with the step at which it gets stuck, which it has not passed. */
export function wayTo(run: string[], element: string | undefined): string[] {
  return element === undefined || run.at(-1) === element ? run : [...run, element]
}

/** At which places of the run a step stands; a loop passes it again. */
export function numbersOf(run: string[]): Map<string, number[]> {
  const numbers = new Map<string, number[]>()
  for (const [at, id] of run.entries()) numbers.set(id, [...(numbers.get(id) ?? []), at + 1])
  return numbers
}

/** The flows from a step of the run to one that is passed after it. */
export function flowsBetween<Element extends { outgoing: Element[]; target?: { id: string } }>(
  run: string[],
  find: (id: string) => Element | undefined,
): Element[] {
  const later = new Set<string>()
  const flows = new Set<Element>()
  for (const id of [...run].reverse()) {
    for (const flow of find(id)?.outgoing ?? []) if (later.has(flow.target?.id ?? '')) flows.add(flow)
    later.add(id)
  }
  return [...flows]
}

function badge(text: string): HTMLElement {
  const element = document.createElement('div')
  element.className = 'baton-badge baton-badge-way'
  element.textContent = text
  return element
}
