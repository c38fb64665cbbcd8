/** Turns a route, which is a value, into what Koa calls. Everything that guards a request happens here, in order. */
import type { Context, Middleware } from 'koa'
import { authenticate, type Caller, demandOwnSite } from '../middleware/authenticate.ts'
import { readJson, readRaw } from '../middleware/body.ts'
import { ApiError, forbidden } from '../middleware/errors.ts'
import { once } from '../middleware/idempotency.ts'
import { type Limit, limit } from '../middleware/limits.ts'
import { bodyCheck, queryCheck } from '../middleware/validate.ts'
import { anonymous, can } from '../policy.ts'
import type { Services } from '../services.ts'
import { languageOf, sayIn, spoken } from '../texts/index.ts'
import type { Answer, Call, RawBody, Route, Schema } from './route.ts'

/** One route as middleware: who asks, may he, what does he say, then the handler. */
export function serve(route: Route, services: Services, writes: Limit): Middleware {
  const checkQuery = queryCheck(
    route.query ?? { type: 'object', properties: {}, additionalProperties: false },
  )
  const checkBody = route.body && !isRaw(route.body) ? bodyCheck(route.body) : undefined
  const rate = route.rate && limit(route.rate.points, route.rate.seconds)
  const respondTo: Middleware = async ctx => {
    const caller = await demandCaller(ctx, route, services)
    if (caller) demandOwnSite(ctx, caller)
    const key = caller?.actor.id ?? ctx.ip
    if (route.method !== 'get' && !route.rate?.instead) await writes.demand(key)
    await rate?.demand(key)
    const query = checkQuery(ctx.query)
    const raw = route.body && isRaw(route.body) ? await readRaw(ctx, route.body) : undefined
    const body = checkBody?.((await readJson(ctx, route.bodyLimit)) ?? {})
    const handle = async (record: string) =>
      replyOf(await route.handle(call(ctx, services, caller, { query, raw, body, record })))
    const repeatable = route.method === 'post' && caller && ctx.get('idempotency-key')
    const reply = repeatable
      ? await once(ctx, services, caller.actor, raw ?? JSON.stringify(body ?? null), handle)
      : await handle(services.newId())
    respond(ctx, route, reply)
  }
  return route.always ? respondTo : (ctx, next) => services.pulse.during(async () => respondTo(ctx, next))
}

async function demandCaller(ctx: Context, route: Route, services: Services): Promise<Caller | null> {
  if (route.permission === 'public') return null
  const caller = await authenticate(ctx, services)
  if (!caller) throw new ApiError(401, 'signInNeeded', 'Sign in first.')
  if (!can(caller.actor, route.permission)) {
    await noteDenial(ctx, services, caller)
    throw forbidden()
  }
  return caller
}

function noteDenial(ctx: Context, services: Services, { actor }: Caller): Promise<void> {
  const target = `${ctx.method} ${ctx.path}`
  return services.audit.record({ actor, action: 'access.denied', target, requestId: ctx.requestId })
}

function call(
  ctx: Context,
  services: Services,
  caller: Caller | null,
  parsed: { query: Record<string, unknown>; raw?: Buffer; body: unknown; record: string },
): Call {
  return {
    actor: caller?.actor ?? anonymous,
    params: ctx.params,
    query: parsed.query,
    body: parsed.body as never,
    raw: parsed.raw,
    record: parsed.record,
    headers: ctx.headers,
    requestId: ctx.requestId,
    ip: ctx.ip,
    session: caller?.session && { id: caller.session._id, csrfToken: caller.session.csrfToken },
    services,
    say: sayIn(languageOf(ctx)),
    answer: (status, body, headers) => new Reply(status, body, headers),
  }
}

/** An answer is recognised by its class, so that a record with a `status` is never taken for one. */
class Reply implements Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>

  constructor(status: number, body?: unknown, headers?: Record<string, string>) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

function replyOf(result: unknown): Answer {
  return result instanceof Reply ? result : new Reply(result === undefined ? 204 : 200, result)
}

function respond(ctx: Context, route: Route, reply: Answer): void {
  ctx.set('Cache-Control', 'no-store')
  ctx.vary('Accept-Language')
  ctx.status = reply.status
  for (const [name, value] of Object.entries(reply.headers ?? {})) ctx.set(name, value)
  const language = languageOf(ctx)
  const body = language === 'en' ? reply.body : spoken(route.path, reply.body, sayIn(language))
  ctx.body = body === undefined ? null : body
  // Koa turns a null body into 204.
  if (reply.body === undefined) ctx.status = reply.status
}

/** Whether a route takes bytes instead of JSON. */
export function isRaw(body: Schema | RawBody): body is RawBody {
  return Array.isArray((body as RawBody).raw)
}
