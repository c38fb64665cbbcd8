/** The designer's front door. Everything heavy loads when it is first shown; importing this costs next to nothing. */
import { lazy } from 'react'
import type { Change } from './diff/compare.ts'
import type { Locale } from './i18n/texts.ts'

export type { Catalogue, ConnectorInfo, FieldInfo, TemplateInfo } from './catalogue.ts'
export type { Change, ChangeKind } from './diff/compare.ts'
export type { DesignerHandle, ProcessDesignerProps } from './ProcessDesigner.tsx'
export type { ProcessPictureProps } from './picture/ProcessPicture.tsx'

const designer = () => import('./ProcessDesigner.tsx')

/** The modeler with its blocks, properties, problems and outline. Wrap in `<Suspense>`. */
export const ProcessDesigner = lazy(designer)

/** Fetches the designer while something else is still being waited for. */
export const preloadDesigner = (): void => void designer().catch(() => {})

/** A diagram to look at, with tokens, counts and incidents on it. Wrap in `<Suspense>`. */
export const ProcessPicture = lazy(() => import('./picture/ProcessPicture.tsx'))

/** Draws a diagram as SVG text that stands alone. */
export async function toSvg(xml: string): Promise<string> {
  return (await import('./picture/to-svg.ts')).toSvg(xml)
}

export { type AutoSave, createAutoSave, type SaveState } from './drafts/auto-save.ts'
export { forgetDraft, keepDraft, type LocalDraft, readDraft } from './drafts/local-drafts.ts'
export { keyFromName, newDrawing } from './new-drawing.ts'

/** What differs between two drawings, element by element and setting by setting, in the reader's words. */
export async function compareDrawings(before: string, after: string, locale: Locale): Promise<Change[]> {
  const [compare, texts] = await Promise.all([import('./diff/compare.ts'), import('./i18n/texts.ts')])
  return compare.compareDrawings(before, after, texts.createTexts(locale))
}

export { marksOf } from './diff/marks.ts'

/** The process played in the browser, by the same compiled process and step as on the server. Wrap in `<Suspense>`. */
export const ProcessTest = lazy(() => import('./simulation/ProcessTest.tsx'))

/** Reads a BPMN file as the next drawing of the process with that key. */
export async function readDrawing(xml: string, key: string): Promise<string> {
  return (await import('./layout/read-drawing.ts')).readDrawing(xml, key)
}
