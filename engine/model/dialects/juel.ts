import type { Expression } from '../types.ts'
import { type Language, toFeel } from './foreign.ts'

/**
 * Another engine's expression (`${amount > 100 && approved}`) as FEEL, where that says exactly the same; otherwise it is
 * kept as it is and reported.
 */
export function translateJuel(text: string): Expression {
  const whole = /^\s*[$#]\{([\s\S]*)\}\s*$/.exec(text)
  const body = whole && !/[$#]\{/.test(whole[1]!) ? whole[1]!.trim() : null
  const feel = body === null ? translateTemplate(text) : toFeel(body, 'juel')
  return feel === null
    ? { type: 'foreign', language: 'juel', text }
    : { type: 'feel', text: feel, from: text }
}

/** `Order ${id} of ${name}` becomes a concatenation; a bare text without placeholders is an expression itself. */
function translateTemplate(text: string): string | null {
  if (!/[$#]\{/.test(text)) return toFeel(text, 'juel')
  const parts: string[] = []
  for (const [, plain, code] of text.matchAll(/([^$#]+|[$#](?!\{))|[$#]\{([^}]*)\}/g)) {
    if (plain !== undefined) parts.push(JSON.stringify(plain))
    else {
      const feel = toFeel(code ?? '', 'juel')
      if (feel === null) return null
      parts.push(`string(${feel})`)
    }
  }
  return parts.join(' + ')
}

/** A condition in a script language, where FEEL says exactly the same. */
export function translateScript(text: string, language: string): Expression {
  const feel = (scripts as string[]).includes(language) ? toFeel(text, language as Language) : null
  return feel === null ? { type: 'foreign', language, text } : { type: 'feel', text: feel, from: text }
}

const scripts: Language[] = ['mvel', 'groovy', 'javascript', 'java']
