import type { Expression } from '../types.ts'
import type { Moddle, Reading } from './element.ts'
import { expressionElement } from './values.ts'

/**
 * An expression that leads into a message or a data object. The steps of a plain XPath (`/tns:order/tns:id/text()`) say
 * exactly what FEEL says with dots, and so does a getter of another engine (`#{message.getOrderId()}`); every other
 * XPath stays foreign.
 */
export function pathElement(element: Moddle | undefined, reading: Reading): Expression | undefined {
  const body = (element?.body as string | undefined)?.trim()
  if (!body) return undefined
  const feel = fromXPath(body, String(element?.language ?? '')) ?? fromGetters(body)
  if (feel !== undefined) return { type: 'feel', text: feel, from: body }
  return body.startsWith('/')
    ? { type: 'foreign', language: 'xpath', text: body }
    : expressionElement(element, reading)
}

const step = String.raw`(?:[\w-]+:)?[A-Za-z_]\w*`
const plainPath = new RegExp(String.raw`^/?${step}(?:/${step})*(?:/@${step})?(?:/text\(\))?$`)

/** Without a leading slash only a declared XPath is one: `a/b` divides in FEEL. */
function fromXPath(body: string, language: string): string | undefined {
  if (!plainPath.test(body) || !(body.startsWith('/') || /xpath/i.test(language))) return undefined
  const steps = body
    .replace(/\/text\(\)$/, '')
    .split('/')
    .filter(Boolean)
  return steps.map(name => name.replace(/^@?(?:[\w-]+:)?/, '')).join('.')
}

const getters = /^[$#]\{\s*([A-Za-z_]\w*(?:\.(?:get[A-Z]\w*\(\)|[A-Za-z_]\w*))*)\s*\}$/

function fromGetters(body: string): string | undefined {
  const path = getters.exec(body)?.[1]
  return path?.replace(
    /\.get([A-Z])(\w*)\(\)/g,
    (_, first: string, rest: string) => `.${first.toLowerCase()}${rest}`,
  )
}
