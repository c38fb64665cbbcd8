/** Holds every answer of the server against what the API page promises for it. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { routes } from '#server/routes/index.ts'
import type { Route } from '#server/routes/route.ts'

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }))
const errorShape = ajv.compile({
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      additionalProperties: false,
      properties: {
        code: { type: 'string', minLength: 1 },
        message: { type: 'string', minLength: 1 },
        requestId: { type: 'string', minLength: 1 },
        details: { type: 'object' },
      },
    },
  },
})

interface Known {
  route: Route
  pattern: RegExp
  answers: Map<number, ValidateFunction>
}

const known: Known[] = routes.map(route => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`),
  answers: new Map(
    Object.entries(route.answers).flatMap(([status, answer]) =>
      typeof answer === 'string' ? [] : [[Number(status), ajv.compile(answer)] as const],
    ),
  ),
}))

/** Throws when an answer is not what its route describes. */
export function demandConformity(method: string, path: string, status: number, body: unknown): void {
  const plain = path.split('?')[0]!
  const found = routeFor(method, plain)
  const where = `${method} ${plain} → ${status}`
  if (status >= 500) throw new Error(`${where}: ${JSON.stringify(body)}`)
  if (status >= 400) {
    if (!errorShape(body)) throw new Error(`${where} has not the shape of an error: ${JSON.stringify(body)}`)
    return
  }
  if (!found) throw new Error(`${where} is no route of the table`)
  if (!(status in found.route.answers)) throw new Error(`${where} is not described`)
  const holds = found.answers.get(status)
  if (holds && !holds(body)) {
    const faults = holds.errors?.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
    throw new Error(`${where} differs from its description: ${faults?.slice(0, 5).join('; ')}`)
  }
}

/** The most exact route for a path: `/deals/board` before `/deals/:id`. */
function routeFor(method: string, path: string): Known | undefined {
  const matching = known.filter(
    ({ route, pattern }) => route.method === method.toLowerCase() && pattern.test(path),
  )
  return matching.sort((a, b) => parameters(a) - parameters(b))[0]
}

const parameters = ({ route }: Known) => route.path.split(':').length
