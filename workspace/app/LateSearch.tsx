import { useHotkeys } from '@mantine/hooks'
import { lazy, Suspense, useEffect, useState } from 'react'

const load = () => import('./Search.tsx')
const Search = lazy(() => load().then(({ Search: component }) => ({ default: component })))

let bring = () => {}

/** Opens the search from anywhere; it comes when it is first asked for, or when the page has been quiet for a moment. */
export function openSearch(): void {
  bring()
  void load().then(({ showSearch }) => showSearch())
}

/** The place of the search in the shell. */
export function LateSearch() {
  const [here, setHere] = useState(false)
  bring = () => setHere(true)
  useHotkeys(
    here
      ? []
      : [
          ['mod+K', openSearch],
          ['/', openSearch],
        ],
  )
  useEffect(() => {
    // While the server is away it does not come; it will when it is asked for.
    const fetch = () =>
      void load().then(
        () => setHere(true),
        () => {},
      )
    const timer = setTimeout(fetch, 2500)
    return () => clearTimeout(timer)
  }, [])
  return here && <Suspense>{<Search />}</Suspense>
}
