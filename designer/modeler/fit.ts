import type { Canvas } from './dialect.ts'

/** Shows the whole drawing with a margin, never larger than life; room is left for flags above the steps. */
export function showAll(canvas: Canvas, margin = 36): void {
  const { inner, outer } = canvas.viewbox()
  if (!inner.width || !outer.width || !outer.height) return
  const scale = Math.min(
    1,
    outer.width / (inner.width + 2 * margin),
    outer.height / (inner.height + 2 * margin),
  )
  const width = outer.width / scale
  const height = outer.height / scale
  canvas.viewbox({
    x: inner.x - (width - inner.width) / 2,
    y: inner.y - (height - inner.height) / 2,
    width,
    height,
  })
}

/**
 * Shows a long drawing from its beginning, as tall as it fits but still readable; what does not fit is to the right.
 */
export function showStart(canvas: Canvas, least = 0.75, margin = 36): void {
  showAll(canvas, margin)
  const { inner, outer, scale } = canvas.viewbox()
  if (scale >= least || !outer.width) return
  const width = outer.width / least
  const height = outer.height / least
  const top = inner.height + 2 * margin > height ? inner.y - margin : inner.y - (height - inner.height) / 2
  canvas.viewbox({ x: inner.x - margin, y: top, width, height })
}

/** Scrolls to an element, unless it is in view already. */
export function bringIntoView(canvas: Canvas, id: string): void {
  const root = canvas.findRoot(id)
  if (root && root !== canvas.getRootElement()) return
  canvas.scrollToElement(id, 60)
}
