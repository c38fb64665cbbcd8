/** Finds records by the names people write: exactly, else alike. */
import { nameKey } from '../text.ts'
import { squash } from './values.ts'

export interface Found {
  id: string
  /** The record's own spelling. */
  name: string
  /** False when only letters and digits agree. */
  exact: boolean
}

/** Names of one entity: those in the database and those the import is about to make. */
export class Names {
  readonly #exact = new Map<string, { id: string; name: string }>()
  readonly #alike = new Map<string, { id: string; name: string } | 'several'>()

  add(name: string, id: string): void {
    const entry = { id, name }
    if (!this.#exact.has(nameKey(name))) this.#exact.set(nameKey(name), entry)
    const key = squash(name)
    if (!key) return
    const present = this.#alike.get(key)
    this.#alike.set(
      key,
      present && present !== 'several' && present.id !== id ? 'several' : (present ?? entry),
    )
  }

  find(name: string): Found | undefined {
    const exact = this.#exact.get(nameKey(name))
    if (exact) return { ...exact, exact: true }
    const alike = this.#alike.get(squash(name))
    return alike && alike !== 'several' ? { ...alike, exact: false } : undefined
  }
}
