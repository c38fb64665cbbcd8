import { blocks } from './blocks.ts'
import { connectors } from './connectors.ts'
import { editor } from './editor.ts'
import { properties } from './properties.ts'
import { simulation } from './simulation.ts'

/** The designer's Russian. */
export const ru: Record<string, string> = {
  ...blocks,
  ...connectors,
  ...editor,
  ...properties,
  ...simulation,
}
