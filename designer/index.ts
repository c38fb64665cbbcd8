/** The designer's front door. Everything heavy loads when it is first shown; importing this costs next to nothing. */
import { lazy } from 'react'

export type { Catalogue, ConnectorInfo, FieldInfo, TemplateInfo } from './catalogue.ts'
export type { DesignerHandle, ProcessDesignerProps } from './ProcessDesigner.tsx'
export type { ProcessPictureProps } from './picture/ProcessPicture.tsx'

/** The modeler with its blocks, properties, problems and outline. Wrap in `<Suspense>`. */
export const ProcessDesigner = lazy(() => import('./ProcessDesigner.tsx'))

/** A diagram to look at, with tokens, counts and incidents on it. Wrap in `<Suspense>`. */
export const ProcessPicture = lazy(() => import('./picture/ProcessPicture.tsx'))

/** Draws a diagram as SVG text that stands alone. */
export async function toSvg(xml: string): Promise<string> {
  return (await import('./picture/to-svg.ts')).toSvg(xml)
}
