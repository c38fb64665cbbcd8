/** Diagram colours by the page's theme; every canvas of ours is made with these options. */
export const themedDrawing = {
  bpmnRenderer: {
    defaultFillColor: 'var(--bio-surface)',
    defaultStrokeColor: 'var(--bio-text)',
    defaultLabelColor: 'var(--bio-text)',
  },
  textRenderer: {
    defaultStyle: {
      fontFamily: "'Inter Variable', Inter, system-ui, sans-serif",
      fontSize: 12,
      lineHeight: 1.25,
    },
    externalStyle: { fontSize: 11.5, lineHeight: 1.25 },
  },
}
