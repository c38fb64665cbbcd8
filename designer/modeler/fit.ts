import type { Canvas } from './dialect.ts'

/** Pixels at the canvas's lower edge that belong to the mark of bpmn.io, which nothing of ours may touch. */
const markStrip = 48

/** Shows the whole drawing with a margin, never larger than life; room is left for flags above the steps. */
export function showAll(canvas: Canvas, margin = 36): void {
  const { inner, outer } = canvas.viewbox()
  if (!inner.width || !outer.width || !outer.height) return
  const scale = Math.min(
    1,
    outer.width / (inner.width + 2 * margin),
    // The strip below takes the place of the lower margin.
    Math.max(outer.height - markStrip, 1) / (inner.height + margin),
  )
  const width = outer.width / scale
  const height = outer.height / scale
  canvas.viewbox({ x: inner.x - (width - inner.width) / 2, y: middle(inner, height, scale), width, height })
}

/** A drawing that would be cut off by less than this is shown whole, a little smaller. */
const nearly = 0.85

/**
 * Shows a long drawing from its beginning, as tall as it fits but still readable; what does not fit is to the right.
 */
export function showStart(canvas: Canvas, least = 0.75, margin = 36): void {
  showAll(canvas, margin)
  const { inner, outer, scale } = canvas.viewbox()
  if (scale >= least * nearly || !outer.width) return
  // A tall drawing gives up some of its size rather than its lower end.
  const byHeight = Math.max(outer.height - markStrip, 1) / (inner.height + margin)
  const chosen = Math.max(Math.min(least, byHeight), least * 0.8)
  const width = outer.width / chosen
  const height = outer.height / chosen
  const tooTall = inner.height + margin + markStrip / chosen > height
  canvas.viewbox({
    x: inner.x - margin,
    y: tooTall ? inner.y - margin : middle(inner, height, chosen),
    width,
    height,
  })
}

/** The upper edge of a view in which the drawing stands in the middle, but always above the mark's strip. */
function middle(inner: { y: number; height: number }, height: number, scale: number): number {
  const centred = inner.y - (height - inner.height) / 2
  return Math.max(centred, inner.y + inner.height - (height - markStrip / scale))
}

/** Scrolls to an element, unless it is in view already. */
export function bringIntoView(canvas: Canvas, id: string): void {
  const root = canvas.findRoot(id)
  if (root && root !== canvas.getRootElement()) return
  canvas.scrollToElement(id, { top: 60, right: 140, bottom: 60 + markStrip, left: 60 })
}
