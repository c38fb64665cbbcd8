import type { Canvas, DiagramEvent, EventBus, Shape } from './dialect.ts'

const BEFORE_CREATE = 2000

/** Who drops a block on the name of a flow means the flow. */
export class DropOnLabel {
  static $inject = ['eventBus', 'canvas']

  constructor(eventBus: EventBus, canvas: Canvas) {
    eventBus.on(['create.hover', 'create.move'], BEFORE_CREATE, (event: DiagramEvent) => {
      const flow = (event.hover as Shape | undefined)?.labelTarget
      if (!flow?.waypoints) return
      event.hover = flow
      event.hoverGfx = canvas.getGraphics(flow)
    })
  }
}

export const dropOnLabelModule = {
  __init__: ['batonDropOnLabel'],
  batonDropOnLabel: ['type', DropOnLabel],
}
