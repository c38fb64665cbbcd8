/** The server about itself: health, its own description, demonstration data. */
import type { Route } from './route.ts'
import { flag, input, integer, map, oneOf, output, string } from './schemas.ts'

/** `describe` gives the OpenAPI document: it needs the whole table, this list included. */
export function systemRoutes(
  describe: (version: string, baseUrl: string) => Record<string, unknown>,
): Route[] {
  return [
    {
      method: 'get',
      path: '/health',
      tag: 'System',
      summary: 'Whether everything behind the server works',
      permission: 'public',
      always: true,
      answers: {
        200: output({ status: oneOf('ok'), database: flag, engine: map(), version: string }),
        503: output({ status: oneOf('degraded'), database: flag, engine: map(), version: string }),
      },
      async handle({ services, answer }) {
        const engine = await services.pulse
          .during(() => services.engine.health())
          .catch(() => ({ ok: false, database: false, overdue: 0, outbox: 0, incidents: 0 }))
        const { ok, database, ...figures } = engine
        const body = {
          status: ok ? 'ok' : 'degraded',
          database,
          engine: { ok, ...figures },
          version: services.config.version,
        }
        return ok ? body : answer(503, body, { 'Retry-After': '2' })
      },
    },
    {
      method: 'get',
      path: '/openapi.json',
      tag: 'System',
      summary: 'This description (OpenAPI 3.1)',
      permission: 'public',
      always: true,
      answers: { 200: { type: 'object' } },
      handle: async ({ services }) => describe(services.config.version, services.config.baseUrl),
    },
    {
      method: 'post',
      path: '/demo',
      tag: 'System',
      summary: 'Load the demonstration data',
      permission: 'settings.manage',
      body: input({}),
      answers: { 200: output({ created: integer() }) },
      async handle({ services }) {
        const { loadDemo } = await import('../demo/index.ts')
        return loadDemo(services, line => services.log.info(line))
      },
    },
  ]
}
