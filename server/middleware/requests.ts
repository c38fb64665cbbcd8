/** The outermost layer: an id for every request, one log line for each, one shape for every failure. */
import { randomBytes } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import type { Logger } from 'pino'
import { languageOf, sayIn } from '../texts/index.ts'
import { presentError } from './errors.ts'

declare module 'koa' {
  interface DefaultContext {
    requestId: string
  }
}

/** More requests at once than this are answered 503 instead of making all of them slow. */
const mostAtOnce = 500

/** Gives the request its id, logs it, and turns whatever is thrown into the API's error. */
export function requests(log: Logger): Middleware {
  let running = 0
  return async (ctx, next) => {
    const began = performance.now()
    ctx.requestId = randomBytes(8).toString('hex')
    ctx.set('X-Request-Id', ctx.requestId)
    running++
    try {
      if (running > mostAtOnce) {
        ctx.set('Retry-After', '2')
        ctx.status = 503
        ctx.body = {
          error: {
            code: 'busy',
            message: sayIn(languageOf(ctx))('Too much at once. Try again in a moment.'),
            requestId: ctx.requestId,
          },
        }
        return
      }
      await next()
    } catch (error) {
      fail(ctx, error, log)
    } finally {
      running--
      const line = {
        requestId: ctx.requestId,
        method: ctx.method,
        path: ctx.path,
        status: ctx.status,
        ms: Math.round(performance.now() - began),
      }
      if (ctx.path.startsWith('/api/')) log[ctx.status >= 500 ? 'error' : 'debug'](line, 'request')
    }
  }
}

function fail(ctx: Context, error: unknown, log: Logger): void {
  const { status, body } = presentError(error, ctx.requestId, languageOf(ctx))
  if (status >= 500) log.error({ requestId: ctx.requestId, err: error, path: ctx.path }, 'request failed')
  if (status === 503) ctx.set('Retry-After', '2')
  if (status === 429) ctx.set('Retry-After', String(body.error.details?.retryAfter ?? 1))
  ctx.status = status
  ctx.body = body
}
