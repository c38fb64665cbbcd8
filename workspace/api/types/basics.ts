/** What all answers are made of: moments, names, pages, errors. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export type Instant = string

export type DateOnly = string

/** Every list: its items, how many there are in all when that is cheap to know, and where the next page begins. */
export interface Page<T> {
  items: T[]
  total?: number
  /** Opaque cursor of the next page; absent on the last one. */
  next?: string
}

/** The one shape in which the server reports that something did not work. */
export interface ErrorBody {
  error: { code: string; message: string; details?: Record<string, unknown>; requestId?: string }
}

export interface Named {
  id: string
  name: string
}
