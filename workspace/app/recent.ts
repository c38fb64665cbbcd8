/** The last things opened through the search, kept in this browser. */
import type { SearchHit } from '../api/types.ts'

const storageKey = 'baton.recent'

export function recent(): SearchHit[] {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '[]') as SearchHit[]
  } catch {
    return []
  }
}

export function remember(hit: SearchHit): void {
  const others = recent().filter(other => other.type !== hit.type || other.id !== hit.id)
  localStorage.setItem(storageKey, JSON.stringify([hit, ...others].slice(0, 6)))
}
