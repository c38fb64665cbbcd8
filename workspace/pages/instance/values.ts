/** Values as people type them. */
import type { Json } from '../../api/types.ts'

/** Plain text stays text: only what is unmistakably JSON is read as such. */
export function read(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** Text that would be read as something else is quoted. */
export function write(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2)
  return typeof read(value) === 'string' && !value.startsWith('"') ? value : JSON.stringify(value)
}

/** What a person calls it. */
export function typeOf(value: Json): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'list'
  return typeof value
}
