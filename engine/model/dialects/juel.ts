import type { Expression } from '../types.ts'

/**
 * Another engine's expression (`${amount > 100 && approved}`) as FEEL, where that says exactly the same; otherwise it is
 * kept as it is and reported.
 */
export function translateJuel(text: string): Expression {
  const whole = /^\s*[$#]\{([\s\S]*)\}\s*$/.exec(text)
  const body = whole && !/[$#]\{/.test(whole[1]!) ? whole[1]!.trim() : null
  const feel = body === null ? translateTemplate(text) : translateBody(body)
  return feel === null
    ? { type: 'foreign', language: 'juel', text }
    : { type: 'feel', text: feel, from: text }
}

/** `Order ${id} of ${name}` becomes a concatenation; a bare text without placeholders is an expression itself. */
function translateTemplate(text: string): string | null {
  if (!/[$#]\{/.test(text)) return translateBody(text)
  const parts: string[] = []
  for (const [, plain, code] of text.matchAll(/([^$#]+|[$#](?!\{))|[$#]\{([^}]*)\}/g)) {
    if (plain !== undefined) parts.push(JSON.stringify(plain))
    else {
      const feel = translateBody(code ?? '')
      if (feel === null) return null
      parts.push(`string(${feel})`)
    }
  }
  return parts.join(' + ')
}

const words: Record<string, string> = {
  '==': '=',
  eq: '=',
  ne: '!=',
  '&&': 'and',
  '||': 'or',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  div: '/',
}

const token =
  /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d+(?:\.\d+)?|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*|==|!=|<=|>=|&&|\|\||[-+*/<>()[\],!?:]|./g

/** Word by word; anything without an exact counterpart (calls, `empty`, `%`, ternaries) gives up. */
function translateBody(body: string): string | null {
  const out: string[] = []
  let depth = 0
  const tokens = [...body.matchAll(token)].map(match => match[0]).filter(part => part.trim() !== '')
  for (let i = 0; i < tokens.length; i++) {
    const part = tokens[i]!
    const next = tokens[i + 1]
    if (/^["']/.test(part)) out.push(JSON.stringify(unquote(part)))
    else if (/^\d/.test(part)) out.push(part)
    else if (part in words) out.push(words[part]!)
    else if (part === 'not' || part === '!') {
      if (next === undefined) return null
      if (next === '(') out.push('not')
      else if (/^[A-Za-z_$]/.test(next)) {
        out.push(`not(${next})`)
        i++
      } else return null
    } else if (/^[A-Za-z_$]/.test(part)) {
      if (next === '(' || next === '[' || reserved.has(part)) return null
      out.push(part)
    } else if (/^[-+*/<>()]$/.test(part) || part === '!=' || part === '<=' || part === '>=') {
      if (part === '(') depth++
      if (part === ')') depth--
      out.push(part)
    } else return null
  }
  return depth === 0 && out.length > 0 ? out.join(' ').replace(/\( /g, '(').replace(/ \)/g, ')') : null
}

const reserved = new Set(['empty', 'mod', 'instanceof', 'new', 'execution', 'task'])

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, '$1')
}
