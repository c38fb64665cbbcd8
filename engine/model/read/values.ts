import { translateJuel, translateScript } from '../dialects/juel.ts'
import type { Expression, TimerCounting } from '../types.ts'
import type { Moddle, Reading } from './element.ts'

/** An attribute somebody wrote: `=…` is FEEL, `${…}` another engine's expression, anything else is meant literally. */
export function attributeValue(text: string): Expression {
  const trimmed = text.trim()
  if (trimmed.startsWith('=')) return { type: 'feel', text: trimmed.slice(1).trim() }
  if (/[$#]\{/.test(trimmed)) return translateJuel(trimmed)
  return { type: 'literal', value: trimmed }
}

/** The same for an attribute that may be absent. */
export function optionalValue(text: unknown): Expression | undefined {
  return typeof text === 'string' && text.trim() !== '' ? attributeValue(text) : undefined
}

/** A BPMN expression element (condition, loop cardinality …): FEEL unless it says otherwise. */
export function expressionElement(element: Moddle | undefined, reading: Reading): Expression | undefined {
  const body = (element?.body as string | undefined)?.trim()
  if (!body) return undefined
  if (body.startsWith('=')) return { type: 'feel', text: body.slice(1).trim() }
  if (/^[$#]\{[\s\S]*\}$/.test(body)) return translateJuel(body)
  const language = ((element?.language as string | undefined) ?? reading.language).toLowerCase()
  if (language === '' || /feel|spec\/dmn\/|baton/.test(language)) return { type: 'feel', text: body }
  if (language.includes('juel') || language.includes('xpath')) return translateJuel(body)
  return translateScript(body, languageName(language))
}

/** A timer's body: an ISO literal or an expression. */
export function timerValue(element: Moddle | undefined): Expression | undefined {
  return optionalValue(element?.body)
}

/** Whose working time, and whether what falls outside it waits. */
export function countingOf(calendar: unknown, within: unknown): TimerCounting {
  return {
    ...((calendar === 'owner' || calendar === 'team') && { calendar }),
    ...((within === true || within === 'true') && { within: true }),
  }
}

/** A list an author wrote with commas or spaces between its members. */
export function listOf(text: string | undefined): string[] {
  return text?.split(/[\s,]+/).filter(Boolean) ?? []
}

export function languageName(language: string): string {
  if (/java.?script|ecmascript|^js$/i.test(language)) return 'javascript'
  if (language.includes('mvel')) return 'mvel'
  if (/\bjava$/.test(language)) return 'java'
  if (language.includes('groovy')) return 'groovy'
  if (language.includes('python')) return 'python'
  return language.replace(/^.*\//, '') || language
}
