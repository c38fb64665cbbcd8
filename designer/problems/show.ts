import type { Problem } from '#engine/pure.ts'
import type { DesignerModeler } from '../modeler/create-modeler.ts'
import { child, extension, list, type Moddle, type Shape, text } from '../modeler/dialect.ts'

/** Selects what a problem speaks of, brings it into view, and opens and focuses the field that cures it. */
export function showProblem(modeler: DesignerModeler, problem: Problem) {
  const element = elementOf(modeler, problem)
  if (element) selectElement(modeler, element)
  else modeler.get('selection').select(null)
  if (!problem.property) return
  // The panel hears of the selection in an effect of its own; ask for the field after that.
  setTimeout(() => {
    const id = fieldOf(element?.businessObject, problem, shownFields())
    if (id) modeler.get('eventBus').fire('propertiesPanel.showEntry', { id })
  }, 80)
}

/** What stands for a problem's element in the drawing: a process with pools is drawn as one of them. */
function elementOf(modeler: DesignerModeler, { element }: Problem): Shape | undefined {
  if (!element) return undefined
  const registry = modeler.get('elementRegistry')
  return (
    registry.get(element) ??
    registry.filter(shape => child(shape.businessObject, 'processRef')?.id === element)[0]
  )
}

/**
 * Keeps what forbids publishing below the fields it is about, for the element whose properties are open; a step that was
 * just drawn is not yet scolded for what it lacks. Returns how to stop.
 */
export function tellFields(modeler: DesignerModeler, problems: Problem[]): () => void {
  const eventBus = modeler.get('eventBus')
  let timer: ReturnType<typeof setTimeout> | undefined
  const tell = () => {
    const selected = modeler.get('selection').get()
    const element = selected[0] ?? modeler.get('canvas').getRootElement()
    const shown = shownFields()
    const errors: Record<string, string> = {}
    for (const problem of problems) {
      if (problem.severity !== 'error' || !problem.property || elementOf(modeler, problem) !== element)
        continue
      const id = fieldOf(element.businessObject, problem, shown)
      if (id) errors[id] ??= problem.message
    }
    eventBus.fire('propertiesPanel.setErrors', { errors })
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(tell, 80)
  }
  soon()
  eventBus.on('selection.changed', soon)
  return () => {
    clearTimeout(timer)
    eventBus.off('selection.changed', soon)
  }
}

function shownFields(): string[] {
  const panel = document.querySelector('.bio-properties-panel')
  return [...(panel?.querySelectorAll('[data-entry-id]') ?? [])].map(
    node => node.getAttribute('data-entry-id')!,
  )
}

/** The field of the panel that a problem means: the one of that name, or the first of that section. */
export function fieldOf(bo: Moddle | undefined, { property }: Problem, shown: string[]): string | undefined {
  if (!property) return undefined
  const wanted = placeOf(bo, property)
  return (
    shown.find(one => one === wanted) ??
    shown.find(one => one.startsWith(`${wanted}.`) || one.endsWith(`.${wanted}`))
  )
}

/** Rules know the fields of a form and the values of a mapping by their name, the panel by their place. */
function placeOf(bo: Moddle | undefined, property: string): string {
  const [, kind, name] = /^(form|mapping)\.(.+)$/.exec(property) ?? []
  if (!kind) return property
  const find = (type: string, of: string, by: string) =>
    list(extension(bo, type), of).findIndex(one => text(one, by) === name)
  if (kind === 'form') {
    const at = find('baton:Form', 'fields', 'key')
    return at < 0 ? property : `form.${at}.key`
  }
  const input = find('baton:Mapping', 'inputs', 'target')
  const output = find('baton:Mapping', 'outputs', 'target')
  return input >= 0 ? `inputs.${input}.source` : `outputs.${output}.source`
}

/** Selects an element and scrolls to it, also into a sub-process that is drawn on a page of its own. */
export function selectElement(modeler: DesignerModeler, element: Shape) {
  const canvas = modeler.get('canvas')
  const root = canvas.findRoot(element)
  if (root && root !== canvas.getRootElement()) canvas.setRootElement(root)
  if (element === root) return modeler.get('selection').select(null)
  modeler.get('selection').select(element)
  canvas.scrollToElement(element, 80)
}
