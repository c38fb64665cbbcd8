import type Modeler from 'bpmn-js/lib/Modeler'
import { is, type Moddle, type Services, type Shape } from '../modeler/dialect.ts'
import type { Block } from './blocks.ts'

/** The shapes of a block, not yet on the canvas; an open sub-process comes with its start event. */
export function shapesOf(block: Block, modeler: Modeler<Services>): Shape[] {
  const elementFactory = modeler.get('elementFactory')
  const shape = elementFactory.createShape({
    type: block.type,
    ...(block.event ? { eventDefinitionType: block.event } : {}),
    ...(block.expanded ? { isExpanded: true } : {}),
  })
  dress(shape.businessObject, block, modeler)
  if (!block.expanded) return [shape]
  const start = elementFactory.createShape({ type: 'bpmn:StartEvent', x: 40, y: 82, parent: shape })
  return [shape, start]
}

/** Takes a block in the hand: it follows the pointer and lands where it is let go, also in the middle of a flow. */
export function pickUp(block: Block, modeler: Modeler<Services>, event: Event): void {
  const shapes = shapesOf(block, modeler)
  modeler.get('create').start(event, shapes.length === 1 ? shapes[0]! : shapes, {
    hints: { autoSelect: [shapes[0]] },
  })
}

/**
 * Adds a block without a pointer: into the flow that is selected, after the step that is selected, else in the
 * middle of what is seen. Answers the new shape.
 */
export function addBlock(block: Block, modeler: Modeler<Services>, after?: Shape): Shape {
  const [shape] = shapesOf(block, modeler) as [Shape]
  const target = after ?? modeler.get('selection').get()[0]
  const placed = place(shape, target, modeler)
  modeler.get('selection').select(placed)
  modeler.get('canvas').scrollToElement(placed)
  return placed
}

function place(shape: Shape, target: Shape | undefined, modeler: Modeler<Services>): Shape {
  const modeling = modeler.get('modeling')
  if (target?.waypoints && modeler.get('bpmnRules').canInsert(shape, target)) {
    return splitFlow(shape, target, modeler)
  }
  const appendable =
    is(target, 'bpmn:FlowNode') && !is(target, 'bpmn:EndEvent') && !is(shape, 'bpmn:StartEvent')
  if (target && appendable) {
    const onward = target.outgoing.filter(flow => is(flow, 'bpmn:SequenceFlow'))
    // A task, an event or a start has one way on: what is added goes into that way.
    const single = onward.length === 1 && !is(target, 'bpmn:Gateway') ? onward[0] : undefined
    if (single && modeler.get('bpmnRules').canInsert(shape, single)) return splitFlow(shape, single, modeler)
    return modeler.get('autoPlace').append(target, shape)
  }
  const canvas = modeler.get('canvas')
  const { x, y, width, height } = canvas.viewbox()
  const middle = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) }
  const root = is(target, 'bpmn:SubProcess') && target ? target : canvas.getRootElement()
  return modeling.createShape(shape, middle, root)
}

/** Puts a shape into a flow and pushes what follows to the right, so that nothing overlaps. */
function splitFlow(shape: Shape, flow: Shape, modeler: Modeler<Services>): Shape {
  const modeling = modeler.get('modeling')
  const points = flow.waypoints ?? []
  const [from, to] = [points[0]!, points[points.length - 1]!]
  const gap = Math.abs(to.x - from.x)
  const need = shape.width + (flow.label ? 150 : 80)
  const target = flow.target
  if (target && Math.abs(from.y - to.y) < 5 && gap < need) {
    const shift = Math.ceil((need - gap) / 10) * 10
    const parent = flow.parent
    const behind = (parent?.children ?? []).filter(
      other =>
        !other.waypoints && !other.labelTarget && !other.host && other.x >= target.x && other !== shape,
    )
    modeling.moveElements(behind, { x: shift, y: 0 })
    const before = flow.label ? 85 : 40
    const middle = { x: Math.round(from.x + before + shape.width / 2), y: Math.round(from.y) }
    const placed = modeling.createShape(shape, middle, flow)
    centreLabel(flow, modeler)
    return placed
  }
  const at = points.length > 2 ? longestStretch(points) : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  return modeling.createShape(shape, { x: Math.round(at.x), y: Math.round(at.y) }, flow)
}

/** Brings the name of a shortened flow back above it. */
function centreLabel(flow: Shape, modeler: Modeler<Services>): void {
  const [a, b] = flow.waypoints ?? []
  if (!flow.label || !a || !b) return
  const { x, y, width, height } = flow.label
  const delta = { x: (a.x + b.x) / 2 - (x + width / 2), y: a.y - 5 - (y + height) }
  modeler.get('modeling').moveShape(flow.label, delta)
}

function longestStretch(points: { x: number; y: number }[]): { x: number; y: number } {
  let best = { x: points[0]!.x, y: points[0]!.y, length: -1 }
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!]
    const length = Math.abs(a.x - b.x) + Math.abs(a.y - b.y)
    if (length > best.length) best = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, length }
  }
  return best
}

function dress(moddle: Moddle, block: Block, modeler: Modeler<Services>): void {
  const make = (type: string, properties: Record<string, unknown>) =>
    modeler.get('bpmnFactory').create(type, properties)
  const extensions: Moddle[] = []
  if (block.connector) extensions.push(make('baton:Connector', { type: block.connector }))
  if (block.stage) extensions.push(make('baton:Stage', { key: moddle.id?.toLowerCase(), kind: 'open' }))
  if (block.connector || block.stage || block.type === 'bpmn:UserTask') moddle.set('name', block.title)
  if (extensions.length === 0) return
  const holder = make('bpmn:ExtensionElements', { values: extensions })
  for (const extension of extensions) extension.$parent = holder
  holder.$parent = moddle
  moddle.set('extensionElements', holder)
}
