/** Finds out who asks: a browser by its session cookie, a machine by its API token. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'
import type { Config } from '../config.ts'
import type { SessionRecord } from '../crm/sessions/types.ts'
import type { Actor } from '../policy.ts'
import type { Services } from '../services.ts'
import { ApiError } from './errors.ts'

export interface Caller {
  actor: Actor
  /** Absent for API tokens. */
  session?: SessionRecord
}

/** The caller, or null when nobody known asks. */
export async function authenticate(ctx: Context, services: Services): Promise<Caller | null> {
  const bearer = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))
  if (bearer) {
    const found = await services.sessions.findToken(bearer[1]!)
    if (!found) throw new ApiError(401, 'badToken', 'This API token is unknown, withdrawn or expired.')
    return { actor: found.actor }
  }
  const secret = ctx.cookies.get(cookieName(services.config))
  const found = secret ? await services.sessions.find(secret) : null
  return found && { actor: found.actor, session: found.session }
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses what another site made a browser send. A caller without a session cannot be borrowed. */
export function demandOwnSite(ctx: Context, caller: Caller): void {
  if (safe.has(ctx.method)) return
  const site = ctx.get('sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') throw foreign()
  if (caller.session && !equal(ctx.get('x-csrf-token'), caller.session.csrfToken)) throw foreign()
}

/** Gives or takes (`null`) the session cookie. */
export function setSessionCookie(config: Config, secret: string | null): string {
  const parts = [`${cookieName(config)}=${secret ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  if (config.secure) parts.push('Secure')
  if (secret === null) parts.push('Max-Age=0')
  return parts.join('; ')
}

/** The `__Host-` prefix binds the cookie to this very host, but browsers take it over https only. */
function cookieName(config: Config): string {
  return config.secure ? '__Host-baton' : 'baton'
}

function foreign(): ApiError {
  return new ApiError(
    403,
    'csrf',
    'This request did not come from our own pages. Reload the page and try again.',
  )
}

function equal(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}
