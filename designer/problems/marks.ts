import type { Problem } from '#engine/pure.ts'
import { groupBy } from '../group-by.ts'
import { is, type Services, type Shape } from '../modeler/dialect.ts'

type Diagram = { get<Name extends keyof Services>(name: Name): Services[Name] }

/** Shows problems on the elements they speak of; a click on a mark asks to see the problem. */
export function markProblems(
  modeler: Diagram,
  problems: Problem[],
  onShow: (problem: Problem) => void,
): void {
  const overlays = modeler.get('overlays')
  const registry = modeler.get('elementRegistry')
  overlays.remove({ type: 'baton-problem' })
  for (const [id, found] of groupBy(problems, problem => problem.element ?? '')) {
    const element = registry.get(id)
    if (!element || element === modeler.get('canvas').getRootElement()) continue
    overlays.add(id, 'baton-problem', { position: place(element), html: badge(found, onShow) })
  }
}

function place(element: Shape): object {
  if (element.waypoints) return { top: -10, left: 0 }
  return is(element, 'bpmn:Activity') ? { top: -8, left: -10 } : { top: -10, left: -8 }
}

function badge(problems: Problem[], onShow: (problem: Problem) => void): HTMLElement {
  const worst = problems.find(problem => problem.severity === 'error') ?? problems[0]!
  const element = document.createElement('button')
  element.type = 'button'
  element.className = `baton-badge baton-badge-problem ${worst.severity}`
  element.textContent = problems.length > 1 ? String(problems.length) : '!'
  element.title = problems.map(problem => problem.message).join('\n')
  element.addEventListener('click', event => {
    event.stopPropagation()
    onShow(worst)
  })
  return element
}
