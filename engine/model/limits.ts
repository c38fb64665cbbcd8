import type { Problem } from './types.ts'

/** How big and how deep a file may be before anybody tries to understand it. */
export interface XmlLimits {
  bytes: number
  depth: number
  elements: number
  attributes: number
  namespaces: number
}

/** Room for a diagram of a few thousand nodes with its shapes; the namespace and depth bounds stop quadratic parsing. */
export const defaultLimits: XmlLimits = {
  bytes: 4_000_000,
  depth: 120,
  elements: 60_000,
  attributes: 200,
  namespaces: 500,
}

/** One linear pass over the text, before the parser proper sees it; the first excess is reported. */
export function checkLimits(xml: string, limits: XmlLimits = defaultLimits): Problem | null {
  if (xml.length > limits.bytes)
    return tooMuch(
      `The file is larger than ${limits.bytes / 1_000_000} MB. Split the drawing into smaller processes.`,
    )
  let depth = 0
  let elements = 0
  let namespaces = 0
  for (const match of xml.matchAll(markup)) {
    const tag = match[0]
    if (tag.startsWith('<!--') || tag.startsWith('<![CDATA[') || tag.startsWith('<?')) continue
    if (tag.startsWith('<!'))
      return tooMuch(
        'The file has a DOCTYPE or entity declaration. Remove it: BPMN files need none.',
        xml,
        match.index,
      )
    if (tag.startsWith('</')) {
      depth--
      continue
    }
    elements++
    const attributes = tag.length > 400 ? (tag.match(/=\s*["']/g)?.length ?? 0) : 0
    if (attributes > limits.attributes)
      return tooMuch(`An element has more than ${limits.attributes} attributes.`, xml, match.index)
    if (tag.includes('xmlns')) namespaces += tag.match(/\sxmlns[:=]/g)?.length ?? 0
    if (reserved.test(tag) && reserved.test(tag.replace(/"[^"]*"|'[^']*'/g, '')))
      return tooMuch('An element uses a reserved name (__proto__, constructor).', xml, match.index)
    if (!tag.endsWith('/>')) depth++
    if (depth > limits.depth)
      return tooMuch(`Elements are nested deeper than ${limits.depth}.`, xml, match.index)
    if (elements > limits.elements) return tooMuch(`The file has more than ${limits.elements} elements.`)
    if (namespaces > limits.namespaces)
      return tooMuch(`The file declares more than ${limits.namespaces} namespaces.`, xml, match.index)
  }
  return null
}

// Attribute values may hold '>', so a tag is read value by value; each alternative begins differently: no backtracking.
const markup =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![A-Z]|<\/[^>]*>|<[^\s<>!?/"'][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>/g
const reserved = /[\s:<](?:__proto__|constructor|prototype)[\s=:/>]/

function tooMuch(message: string, xml?: string, at?: number): Problem {
  const line = xml !== undefined && at !== undefined ? xml.slice(0, at).split('\n').length : undefined
  return { rule: 'limits', severity: 'error', message, ...(line && { line }) }
}
