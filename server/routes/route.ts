/**
 * What a route is: one value from which come validation, the permission check, the handler and the OpenAPI page.
 * A route without a permission cannot be written.
 */

import type { Say } from '#engine'
import type { Actor, Permission } from '../policy.ts'
import type { Services } from '../services.ts'

/** JSON Schema (draft 2020-12 subset that ajv's strict mode accepts). */
export type Schema = { [key: string]: unknown }

export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Koa path below `/api`, e.g. `/deals/:id`. */
  path: string
  tag: string
  /** One line for the API page; `description` may say more. */
  summary: string
  description?: string
  permission: Permission
  /** Answered while the database is silent, too. */
  always?: true
  query?: Schema
  /** A JSON body's schema, or the media types and size of a raw one. */
  body?: Schema | RawBody
  /** Bytes a JSON body may have; 256 KB when unset. */
  bodyLimit?: number
  /** How often one person (or address) may call this: every unsafe route has a general limit anyway. */
  rate?: {
    points: number
    seconds: number
    /** The general limit does not count these. */
    instead?: true
  }
  /** What comes back, by status; a string describes an answer that is not JSON. */
  answers: Record<number, Schema | string>
  handle(call: Call): Promise<unknown>
}

export interface RawBody {
  raw: string[]
  /** Bytes. */
  limit: number
}

/** What a handler gets: everything parsed and checked, nothing of HTTP. */
export interface Call {
  actor: Actor
  params: Record<string, string>
  query: Record<string, unknown>
  body: never
  raw?: Buffer
  /** The id for what this call makes: the same when the call is repeated under its `Idempotency-Key`. */
  record: string
  headers: Record<string, string | string[] | undefined>
  requestId: string
  /** The caller's address, for rate limits and the audit log. */
  ip: string
  /** The browser session behind the call; absent for API tokens and public calls. */
  session?: { id: string; csrfToken: string }
  services: Services
  /** Says a sentence of ours in the language the caller asks for; see `texts/`. */
  say: Say
  /** For answers other than 200 with JSON: status, headers, a stream or buffer. */
  answer(status: number, body?: unknown, headers?: Record<string, string>): Answer
}

export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}
