/** Filters live in the address: they survive a reload, the back button and being sent to a colleague. */
import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

type Schema = Record<string, string | number | boolean>
type Widened<T> = T extends string ? string : T extends number ? number : boolean
export type SearchState<S extends Schema> = { [K in keyof S]: Widened<S[K]> }

/**
 * Reads and writes part of the query string. `defaults` names the parameters, their types and what they are when the
 * address does not say; a value equal to its default is left out of the address. Declare `defaults` outside the component.
 */
export function useSearchState<S extends Schema>(
  defaults: S,
): [SearchState<S>, (change: Partial<SearchState<S>>) => void] {
  const [params, setParams] = useSearchParams()
  const state = useMemo(() => readSearch(params, defaults), [params, defaults])
  const change = useCallback(
    (next: Partial<SearchState<S>>) =>
      setParams(before => writeSearch(before, defaults, next), { replace: true }),
    [setParams, defaults],
  )
  return [state, change]
}

/** What the query string says, each parameter in the type of its default. */
export function readSearch<S extends Schema>(params: URLSearchParams, defaults: S): SearchState<S> {
  const entries = Object.entries(defaults).map(([key, fallback]) => [key, parse(params.get(key), fallback)])
  return Object.fromEntries(entries) as SearchState<S>
}

/** The query string after a change; parameters of others stay. */
export function writeSearch<S extends Schema>(
  before: URLSearchParams,
  defaults: S,
  change: Partial<SearchState<S>>,
): URLSearchParams {
  const after = new URLSearchParams(before)
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined || value === defaults[key]) after.delete(key)
    else after.set(key, String(value))
  }
  return after
}

function parse(text: string | null, fallback: string | number | boolean) {
  if (text === null) return fallback
  if (typeof fallback === 'boolean') return text === 'true'
  if (typeof fallback === 'string') return text
  const number = Number(text)
  return Number.isFinite(number) ? number : fallback
}
