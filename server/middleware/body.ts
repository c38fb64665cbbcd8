/** Reads a request's body within its limits: JSON that is safe to walk, or raw bytes. */
import type { Context } from 'koa'
import getRawBody from 'raw-body'
import type { RawBody } from '../routes/route.ts'
import { ApiError } from './errors.ts'

const defaultLimit = 256 * 1024
const deepest = 64
/** Keys that change objects themselves when copied carelessly. */
const dangerous = new Set(['__proto__', 'constructor', 'prototype'])

/** The bytes of a body whose media type is among the accepted ones. */
export async function readRaw(ctx: Context, accepted: RawBody): Promise<Buffer> {
  if (!ctx.is(...accepted.raw)) throw unsupported(ctx, accepted.raw)
  return readBytes(ctx, accepted.limit)
}

/** The value of a JSON body; an empty one is `undefined`. */
export async function readJson(ctx: Context, limit = defaultLimit): Promise<unknown> {
  if (!ctx.request.length && !ctx.request.headers['transfer-encoding']) return undefined
  if (!ctx.is('json')) throw unsupported(ctx, ['application/json'])
  const bytes = await readBytes(ctx, limit)
  if (bytes.length === 0) return undefined
  const value = parse(bytes)
  demandSafe(value, 1)
  return value
}

async function readBytes(ctx: Context, limit: number): Promise<Buffer> {
  try {
    return await getRawBody(ctx.req, { limit, length: ctx.request.headers['content-length'] ?? null })
  } catch (error) {
    const type = (error as { type?: string }).type
    if (type === 'entity.too.large') {
      // The rest of the body is not read; the connection cannot serve another request.
      ctx.set('Connection', 'close')
      throw new ApiError(413, 'tooLarge', `That is more than ${sizeOf(limit)}, the most this accepts.`)
    }
    throw new ApiError(400, 'badRequest', 'The request ended before its body did. Send it again.')
  }
}

const sizeOf = (bytes: number) =>
  bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${Math.round(bytes / 1024 / 1024)} MB`

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new ApiError(400, 'badJson', `The body is no JSON: ${(error as Error).message}`)
  }
}

function demandSafe(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > deepest) throw new ApiError(400, 'tooDeep', `The body is nested deeper than ${deepest} levels.`)
  for (const [key, inner] of Object.entries(value)) {
    if (dangerous.has(key)) throw new ApiError(400, 'badKey', `The key "${key}" cannot be used.`)
    demandSafe(inner, depth + 1)
  }
}

function unsupported(ctx: Context, accepted: string[]): ApiError {
  const type = ctx.request.type || 'no content type'
  return new ApiError(415, 'unsupportedType', `Expected ${accepted.join(' or ')}, but got ${type}.`)
}
