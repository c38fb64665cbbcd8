import { blocks } from './blocks.ts'
import { editor } from './editor.ts'
import { properties } from './properties.ts'
import { simulation } from './simulation.ts'

/** The designer's English; every other language has the same keys. */
export const en: Record<string, string> = { ...blocks, ...editor, ...properties, ...simulation }
