import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import { groupBy } from '../group-by.ts'
import type { Texts } from '../i18n/texts.ts'
import { is, type Services, type Shape } from '../modeler/dialect.ts'

/** What a picture shows on top of the drawing. */
export interface Marks {
  tokens?: { node: string; label?: string; name?: string; for?: string }[]
  /** How often each flow node was passed. */
  visited?: Record<string, number>
  /** How often each flow was taken. */
  flows?: Record<string, number>
  incidents?: ({ node: string; message: string } | string)[]
  /** Writes the counts beside the steps; without it passed ways are only tinted. */
  showCounts?: boolean
  /** How elements differ from another version. */
  changes?: Record<string, 'added' | 'removed' | 'changed' | 'moved'>
}

/** Puts marks on a viewer's canvas and answers how to take them off again. */
export function mark(viewer: NavigatedViewer<Services>, marks: Marks, t: Texts): () => void {
  const canvas = viewer.get('canvas')
  const overlays = viewer.get('overlays')
  const registry = viewer.get('elementRegistry')
  const undo: (() => void)[] = []

  const paint = (id: string, marker: string) => {
    if (!registry.get(id)) return
    canvas.addMarker(id, marker)
    undo.push(() => registry.get(id) && canvas.removeMarker(id, marker))
  }
  const put = (id: string, html: HTMLElement, place: (element: Shape) => object) => {
    const element = shown(registry.get(id), viewer)
    if (!element) return
    const overlay = overlays.add(element.id, 'baton-mark', { position: place(element), html })
    undo.push(() => overlays.remove(overlay))
  }

  for (const [id, count] of Object.entries(marks.visited ?? {})) {
    if (count < 1) continue
    paint(id, 'baton-passed')
    const label = t('picture.passed', { count })
    if (marks.showCounts)
      put(id, badge(String(count), 'count', label), e => ({ bottom: 8, left: e.width / 2 - 10 }))
  }
  for (const [id, count] of Object.entries(marks.flows ?? {})) if (count > 0) paint(id, 'baton-taken')
  for (const [id, tokens] of groupBy(marks.tokens ?? [], token => token.node)) {
    paint(id, 'baton-here')
    const said = tokens.map(token => token.label ?? token.for ?? token.name ?? '').filter(Boolean)
    const label = [t('picture.here'), ...said].join('\n')
    put(id, badge(tokens.length > 1 ? String(tokens.length) : '', 'token', label), e => topRight(e))
  }
  for (const incident of marks.incidents ?? []) {
    const { node, message } = typeof incident === 'string' ? { node: incident, message: '' } : incident
    paint(node, 'baton-broken')
    put(node, badge('!', 'incident', message), () => ({ top: -10, left: -10 }))
  }
  for (const [id, change] of Object.entries(marks.changes ?? {})) paint(id, `baton-${change}`)
  return () => {
    for (const step of undo.reverse()) step()
  }
}

const topRight = (element: Shape) =>
  is(element, 'bpmn:Activity') ? { top: -11, right: 13 } : { top: -9, right: 11 }

/** The element itself, or the closed sub-process in which it is hidden. */
function shown(element: Shape | undefined, viewer: NavigatedViewer<Services>): Shape | undefined {
  const root = viewer.get('canvas').getRootElement()
  let at = element
  while (at && viewer.get('canvas').findRoot(at) !== root) {
    const plane = viewer.get('canvas').findRoot(at)
    at = plane ? viewer.get('elementRegistry').get(plane.id.replace(/_plane$/, '')) : undefined
  }
  return at
}

function badge(text: string, kind: 'token' | 'count' | 'incident', label: string): HTMLElement {
  const element = document.createElement('div')
  element.className = `baton-badge baton-badge-${kind}`
  element.textContent = text
  element.title = label
  return element
}
