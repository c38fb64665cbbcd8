import type { Problem } from '#engine/pure.ts'
import { addBlock } from '../blocks/create.ts'
import type { DesignerModeler } from '../modeler/create-modeler.ts'
import { child, is, type Moddle, type Shape, text } from '../modeler/dialect.ts'

type Fix = (modeler: DesignerModeler, element: Shape) => void

/** Quick fixes by name; a rule names one in `Problem.fix`. Each is one step of undo as far as bpmn-js allows. */
const fixes: Record<string, Fix> = {
  addEndEvent: (modeler, element) => {
    addBlock(
      { id: 'end', group: 'flow', title: '', hint: '', icon: 'flag', type: 'bpmn:EndEvent' },
      modeler,
      element,
    )
  },
  addStartEvent: (modeler, element) => {
    const shape = modeler.get('elementFactory').createShape({ type: 'bpmn:StartEvent' })
    const canvas = modeler.get('canvas')
    const inside = element.children?.filter(other => !other.waypoints && !other.labelTarget) ?? []
    const first = inside.reduce<Shape | undefined>(
      (left, other) => (!left || other.x < left.x ? other : left),
      undefined,
    )
    const at = first
      ? { x: first.x - 90, y: first.y + first.height / 2 }
      : { x: element.x + 60, y: element.y + 80 }
    const start = modeler.get('modeling').createShape(shape, at, element ?? canvas.getRootElement())
    if (first && first.incoming.length === 0) modeler.get('modeling').connect(start, first)
  },
  setDefault: (modeler, element) => {
    const gateway = element.waypoints ? element.source : element
    const flow = element.waypoints ? element : lastWay(element)
    if (gateway && flow) modeler.get('modeling').updateProperties(gateway, { default: flow.businessObject })
  },
  makeExecutable: (modeler, element) => {
    const process = is(element, 'bpmn:Participant')
      ? child(element.businessObject, 'processRef')
      : element.businessObject
    if (process) modeler.get('modeling').updateModdleProperties(element, process, { isExecutable: true })
  },
  removeElement: (modeler, element) => modeler.get('modeling').removeElements([element]),
  removeCondition: (modeler, element) => {
    modeler.get('modeling').updateProperties(element, { conditionExpression: undefined })
  },
}

/** Whether a problem can be cured at a click here. */
export const canFix = (problem: Problem): boolean => problem.fix !== undefined && problem.fix in fixes

/** Applies a problem's quick fix. */
export function applyFix(modeler: DesignerModeler, problem: Problem): void {
  const registry = modeler.get('elementRegistry')
  const element = (problem.element && registry.get(problem.element)) || modeler.get('canvas').getRootElement()
  fixes[problem.fix ?? '']?.(modeler, element)
}

/** The way to make the default: one without a condition, else the last. */
function lastWay(gateway: Shape): Shape | undefined {
  const flows = gateway.outgoing.filter(flow => is(flow, 'bpmn:SequenceFlow'))
  return flows.find(flow => !child(flow.businessObject, 'conditionExpression')) ?? flows.at(-1)
}

/** A name for an element that a person recognises. */
export function nameOf(modeler: DesignerModeler, id: string | undefined): string {
  const bo: Moddle | undefined = id ? modeler.get('elementRegistry').get(id)?.businessObject : undefined
  return text(bo, 'name') || (bo && is(bo, 'bpmn:SequenceFlow') ? wayName(bo) : '') || id || ''
}

function wayName(flow: Moddle): string {
  const [from, to] = [child(flow, 'sourceRef'), child(flow, 'targetRef')].map(
    end => text(end, 'name') || text(end, 'id'),
  )
  return `${from} → ${to}`
}
