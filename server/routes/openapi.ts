/** The API's description, made of the very schemas that check requests. */
import type { Route, Schema } from './route.ts'
import { isRaw } from './serve.ts'

/** OpenAPI 3.1 of a table of routes. */
export function describeApi(routes: Route[], version: string, baseUrl: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method] = describe(route)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Baton',
      version,
      description:
        'Everything that can be done in the browser can be done here, with the same permissions. Sign in with ' +
        '`Authorization: Bearer <token>` (make a token under *My account*); browsers use their session cookie and ' +
        'send its `csrfToken` as `X-CSRF-Token`. Failures always have the shape of `Error`; their sentences, like ' +
        'all sentences of ours, are English or, with `Accept-Language: ru`, Russian; codes never change.',
    },
    servers: [{ url: '/api' }, { url: `${baseUrl}/api` }],
    tags: [...new Set(routes.map(route => route.tag))].map(name => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'baton' },
      },
      parameters: { IdempotencyKey: idempotencyKey },
      schemas: { Error: errorSchema },
    },
  }
}

function describe(route: Route): Record<string, unknown> {
  const open = route.permission === 'public'
  return {
    tags: [route.tag],
    operationId: operationId(route),
    summary: route.summary,
    description: [route.description, open ? '' : `Needs the permission \`${route.permission}\`.`]
      .filter(Boolean)
      .join('\n\n'),
    security: open ? [] : [{ token: [] }, { session: [] }],
    parameters: [
      ...pathParameters(route),
      ...queryParameters(route.query),
      ...(route.method === 'post' && !open ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(route.body && { requestBody: requestBody(route) }),
    responses: responses(route),
  }
}

function operationId(route: Route): string {
  const parts = route.path.split('/').filter(Boolean)
  const name = parts.map(part =>
    part.startsWith(':') ? `By${capital(part.slice(1))}` : capital(part.replace(/\W/g, '')),
  )
  return route.method + name.join('')
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

function pathParameters(route: Route): unknown[] {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(match => match[1])
  return names.map(name => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
}

function queryParameters(query: Schema | undefined): unknown[] {
  const properties = (query?.properties ?? {}) as Record<string, Schema>
  const required = (query?.required ?? []) as string[]
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function requestBody(route: Route): unknown {
  const body = route.body!
  if (!isRaw(body)) return { required: true, content: { 'application/json': { schema: body } } }
  const bytes = { schema: { type: 'string', format: 'binary' } }
  return { required: true, content: Object.fromEntries(body.raw.map(type => [type, bytes])) }
}

function responses(route: Route): Record<string, unknown> {
  const answers = Object.entries(route.answers).map(([status, answer]) => [status, response(answer)])
  const failure = {
    description: 'What went wrong, in words',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  }
  return { ...Object.fromEntries(answers), default: failure }
}

function response(answer: Schema | string): unknown {
  if (typeof answer === 'string') return { description: answer }
  const description = typeof answer.description === 'string' ? answer.description : 'Done'
  return { description, content: { 'application/json': { schema: answer } } }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Any text of your own, e.g. a UUID. A request that is sent again with the same key within 24 hours changes ' +
    'nothing and gets the first answer, marked `Idempotency-Replayed: true`; with another body it is refused with ' +
    '422 `keyReused`, and with 409 `inProgress` while the first is being carried out. Refused requests leave no trace.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
}

const errorSchema: Schema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { type: 'string', description: 'Stable; programs may rely on it' },
        message: { type: 'string', description: 'For people' },
        details: { type: 'object' },
        requestId: { type: 'string' },
      },
    },
  },
}
