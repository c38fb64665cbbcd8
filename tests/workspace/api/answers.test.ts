/** The browser’s types and the server’s descriptions of its answers: two hands, one meaning. */
import { expect, it } from 'vitest'
import { routes } from '#server/routes/index.ts'
import type { Route, Schema } from '#server/routes/route.ts'
import { type BrowserCall, readCalls } from './calls.ts'
import { differences } from './compare.ts'

const { calls, checker } = readCalls()

it('reads the calls of the browser', () => expect(calls.length).toBeGreaterThan(80))

it('finds a route for every call', () => {
  const lost = calls.flatMap(({ where, method, paths }) =>
    paths
      .filter(path => path !== ':' && !routeOf(method, path, true))
      .map(path => `${where}: ${method} ${path}`),
  )
  expect(lost).toEqual([])
})

it('lets the browser expect only what the server promises', () => {
  const found = calls.flatMap(call =>
    call.paths.flatMap(path =>
      disagreements(call, path).map(each => `${call.where}: ${path} answers: ${each}`),
    ),
  )
  expect([...new Set(found)]).toEqual([])
})

function disagreements({ method, answer, paged }: BrowserCall, path: string): string[] {
  const route = routeOf(method, path)
  const schemas = Object.entries(route?.answers ?? {}).flatMap(([status, schema]) =>
    Number(status) < 300 && typeof schema !== 'string' ? [schema] : [],
  )
  return schemas.flatMap(schema => differences(checker, answer, paged ? itemsOf(schema) : schema))
}

const itemsOf = ({ properties }: Schema) =>
  ((properties as Record<string, Schema> | undefined)?.items?.items ?? {}) as Schema

/** The most exact route for an address; what is only known at run time is a parameter, or (`loose`) a word, too. */
function routeOf(method: string, path: string, loose = false): Route | undefined {
  const parts = path.split('/')
  const fits = (route: Route) => {
    const segments = route.path.slice(1).split('/')
    return (
      route.method === method &&
      segments.length === parts.length &&
      segments.every(
        (segment, index) =>
          segment.startsWith(':') || segment === parts[index] || (loose && parts[index] === ':'),
      )
    )
  }
  return routes.filter(fits).sort((a, b) => a.path.split(':').length - b.path.split(':').length)[0]
}
