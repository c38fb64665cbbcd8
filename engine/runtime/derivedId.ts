import { createHash } from 'node:crypto'

/** The same id for the same words on every server: what is started twice by one cause meets itself. */
export function derivedId(...words: string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 24)
}
