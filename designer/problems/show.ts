import type { Problem } from '#engine/pure.ts'
import type { DesignerModeler } from '../modeler/create-modeler.ts'
import { extension, list, type Shape, text } from '../modeler/dialect.ts'

/** Selects what a problem speaks of, brings it into view, and opens and focuses the field that cures it. */
export function showProblem(modeler: DesignerModeler, problem: Problem) {
  const element = problem.element ? modeler.get('elementRegistry').get(problem.element) : undefined
  if (element) selectElement(modeler, element)
  else modeler.get('selection').select(null)
  const wanted = problem.property && entryName(element, problem.property)
  if (!wanted) return
  // The panel hears of the selection in an effect of its own; ask for the field after that.
  setTimeout(() => {
    const panel = document.querySelector('.bio-properties-panel')
    const known = [...(panel?.querySelectorAll('[data-entry-id]') ?? [])].map(
      node => node.getAttribute('data-entry-id')!,
    )
    const id =
      known.find(one => one === wanted) ??
      known.find(one => one.startsWith(`${wanted}.`) || one.endsWith(`.${wanted}`))
    if (id) modeler.get('eventBus').fire('propertiesPanel.showEntry', { id })
  }, 80)
}

/** Rules know a form's fields by key, the panel by their place. */
function entryName(element: Shape | undefined, property: string): string {
  const key = /^form\.(.+)$/.exec(property)?.[1]
  if (!key || !element) return property
  const fields = list(extension(element.businessObject, 'baton:Form'), 'fields')
  const at = fields.findIndex(field => text(field, 'key') === key)
  return at < 0 ? property : `form.${at}.key`
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
