/** E-mail addresses as people type them: one or several, with or without names. */

export interface Recipients {
  /** `ann@example.com` or `"Ann" <ann@example.com>`, safe for a header. */
  good: string[]
  /** What is no address. */
  bad: string[]
}

const address = /^[^\s@<>()[\],;:"\\\p{Cc}]+@[^\s@<>()[\],;:"\\\p{Cc}]+\.[^\s@<>()[\],;:"\\\p{Cc}]+$/u

/** Reads a text or a list of texts; commas, semicolons and line ends separate addresses. */
export function recipientsOf(value: unknown): Recipients {
  const texts = (Array.isArray(value) ? value : [value]).filter(part => typeof part === 'string')
  const parts = texts
    .flatMap(split)
    .map(part => part.trim())
    .filter(Boolean)
  const good: string[] = []
  const bad: string[] = []
  for (const part of parts) {
    const read = readOne(part)
    if (read) good.push(read)
    else bad.push(part)
  }
  return { good: [...new Set(good)], bad }
}

/** Whether mail could ever arrive; imported people get an address below `.invalid` until they have their own. */
export function canReceive(recipient: string): boolean {
  return !/\.invalid>?$/i.test(recipient)
}

function split(text: string): string[] {
  return text.match(/(?:"[^"]*"|[^,;\r\n"])+/g) ?? []
}

function readOne(part: string): string | undefined {
  const named = /^(.*?)<([^<>]*)>$/.exec(part)
  const plain = (named ? named[2]! : part).trim()
  if (plain.length > 254 || !address.test(plain)) return undefined
  const name = named?.[1]?.replace(/["\\\p{Cc}]/gu, '').trim()
  return name ? `"${name.slice(0, 120)}" <${plain}>` : plain
}
