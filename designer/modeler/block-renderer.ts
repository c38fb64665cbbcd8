import BaseRenderer from 'diagram-js/lib/draw/BaseRenderer'
import { append, attr, create, innerSVG } from 'tiny-svg'
import { colorOf } from '../blocks/groups.ts'
import { iconMarkup } from '../blocks/icons.ts'
import { type Looks, looksOf, stageColor } from '../blocks/looks.ts'
import type { ConnectorInfo } from '../catalogue.ts'
import { type EventBus, extension, is, isAny, type Moddle, type Shape, text } from './dialect.ts'

type Draw = (gfx: SVGElement, element: Shape, attributes?: object) => SVGElement
interface BpmnRenderer {
  drawShape: Draw
  _renderer(type: string): Draw
}

const ABOVE_BPMN = 1500

/** Draws steps as blocks: the group's colour and icon instead of BPMN's task marks; stages wear their name. */
export class BlockRenderer extends BaseRenderer {
  static $inject = ['eventBus', 'bpmnRenderer', 'config.baton']
  private bpmn: BpmnRenderer
  private connectors: ConnectorInfo[]

  constructor(eventBus: EventBus, bpmnRenderer: BpmnRenderer, config?: { connectors?: ConnectorInfo[] }) {
    super(eventBus as never, ABOVE_BPMN)
    this.bpmn = bpmnRenderer
    this.connectors = config?.connectors ?? []
  }

  override canRender(element: Shape): boolean {
    if (element.labelTarget || !isAny(element, ['bpmn:Activity', 'bpmn:Event'])) return false
    return Boolean(this.looks(element) || stageOf(element))
  }

  override drawShape(gfx: SVGElement, element: Shape): SVGElement {
    const looks = this.looks(element)
    const stage = stageOf(element)
    const drawn = looks ? this.drawBlock(gfx, element, looks) : this.drawFrame(gfx, element, stage)
    if (stage) drawStage(gfx, element, stage)
    return drawn
  }

  private looks(element: Shape) {
    return is(element, 'bpmn:Task') ? looksOf(element.businessObject, this.connectors) : undefined
  }

  private drawBlock(gfx: SVGElement, element: Shape, looks: Looks) {
    const own = strokeOf(element)
    const color = own ?? colorOf(looks.group)
    // The plain task renderer: the typed ones would add BPMN's own icon.
    const box = this.bpmn._renderer('bpmn:Task')(
      gfx,
      element,
      own ? {} : { stroke: color, fill: tint(looks.group) },
    )
    if (!own) for (const label of gfx.querySelectorAll('text')) label.style.fill = 'var(--bio-text)'
    const bar = create('path')
    const foot = element.height - 10
    bar.setAttribute('d', `M 4 0 A 10 10 0 0 0 0 10 V ${foot} A 10 10 0 0 0 4 ${foot + 10} Z`)
    bar.setAttribute('style', `fill: ${color}; stroke: none`)
    append(gfx, bar)
    const icon = create('g')
    innerSVG(icon, iconMarkup(looks.icon))
    attr(icon, { transform: 'translate(10 7) scale(0.68)' })
    icon.setAttribute(
      'style',
      `fill: none; stroke: ${color}; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round`,
    )
    append(gfx, icon)
    return box
  }

  private drawFrame(gfx: SVGElement, element: Shape, stage: Moddle | undefined) {
    const own = strokeOf(element)
    return this.bpmn.drawShape(gfx, element, stage && !own ? { stroke: stageColor(stage) } : {})
  }
}

const tint = (group: string) => `var(--block-${group}-tint)`

const stageOf = (element: Shape): Moddle | undefined => extension(element.businessObject, 'baton:Stage')

function strokeOf(element: Shape): string | undefined {
  return text(element.di, 'color:border-color') || text(element.di, 'bioc:stroke') || undefined
}

/** A small flag with the stage's name on the upper edge of its element. */
function drawStage(gfx: SVGElement, element: Shape, stage: Moddle): void {
  const name = text(stage, 'name') || text(stage, 'key') || '…'
  const shown = name.length > 24 ? `${name.slice(0, 23)}…` : name
  const width = Math.round(shown.length * 6.2 + 16)
  const left = is(element, 'bpmn:Event') ? Math.round((element.width - width) / 2) : 10
  const top = is(element, 'bpmn:Event') ? -24 : -13
  const flag = create('g')
  flag.setAttribute('class', 'baton-stage')
  const plate = create('rect')
  attr(plate, { x: left, y: top, width, height: 18, rx: 9 })
  plate.setAttribute('style', `fill: ${stageColor(stage)}; stroke: var(--bio-surface); stroke-width: 2`)
  const label = create('text')
  attr(label, { x: left + width / 2, y: top + 12.5 })
  label.setAttribute(
    'style',
    'fill: #fff; font: 600 10.5px var(--block-font, sans-serif); text-anchor: middle',
  )
  label.textContent = shown
  append(flag, plate)
  append(flag, label)
  append(gfx, flag)
}

/** The module that puts blocks on a canvas, for the designer and for pictures alike. */
export const blockRendererModule = {
  __init__: ['batonRenderer'],
  batonRenderer: ['type', BlockRenderer],
}
