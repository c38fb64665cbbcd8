/** Failures as HTTP tells them. The only place that knows statuses. */
import { isUnavailable } from '#engine'
import { type Language, sayDetails, sayIn } from '../texts/index.ts'

/** A failure with a status, a stable code, and a sentence a colleague would say. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown> | undefined

  constructor(status: number, code: string, message: string, details?: Record<string, unknown>) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.details = details
  }
}

/** 404; also what people get for records outside their scope, so that ids tell nothing. */
export function notFound(what: string, id?: string): ApiError {
  return new ApiError(
    404,
    'notFound',
    id ? `There is no ${what} "${id}" that you may see.` : `There is no such ${what}.`,
  )
}

/** 403 for a signed-in person whose role does not allow the action. */
export function forbidden(message = 'Your role does not allow this. Ask an administrator.'): ApiError {
  return new ApiError(403, 'forbidden', message)
}

/** 409: the record was changed by somebody else since it was read. */
export function conflict(message: string, details?: Record<string, unknown>): ApiError {
  return new ApiError(409, 'conflict', message, details)
}

/** 422: understood, but not acceptable; `fields` names each fault by key. */
export function invalid(message: string, fields?: Record<string, string>): ApiError {
  return new ApiError(422, 'invalid', message, fields && { fields })
}

/** 503: the database has not answered for a while. What was asked for was not begun, or nobody knows how far it came. */
export class DatabaseSilent extends ApiError {
  constructor(happened: 'nothing' | 'unknown') {
    const message =
      happened === 'nothing'
        ? 'The database does not answer just now; nothing was changed. Try again in a few seconds.'
        : 'The database stopped answering. Whether this was done is not known: look before you send it again.'
    super(503, 'unavailable', message, { happened })
  }
}

/** The answer's body for any thrown value, and its status. Bugs tell nothing but their request id. */
export function presentError(
  error: unknown,
  requestId: string,
  language: Language = 'en',
): { status: number; body: ErrorBody } {
  const say = sayIn(language)
  const known =
    error instanceof ApiError ? error : (fromEngine(error) ?? fromDatabase(error) ?? fromHttp(error))
  if (!known) {
    const message = 'Something went wrong on our side; nothing was lost. Try again, or report the request id.'
    return { status: 500, body: { error: { code: 'internal', message: say(message), requestId } } }
  }
  const { status, code, message, details } = known
  const told = { code, message: say(message), ...(details && { details: sayDetails(details, say) }) }
  return { status, body: { error: { ...told, requestId } } }
}

export interface ErrorBody {
  error: { code: string; message: string; details?: Record<string, unknown>; requestId: string }
}

const engineStatuses: Record<string, number> = {
  NotFound: 404,
  Refused: 409,
  Conflict: 409,
  NotCorrelated: 409,
  InvalidModel: 422,
  Unavailable: 503,
}

/** Engine errors are recognised by name, so that this file needs no engine internals. */
function fromEngine(error: unknown): ApiError | undefined {
  if (!(error instanceof Error)) return undefined
  const status = engineStatuses[error.name]
  if (!status) return undefined
  const code = (error as { code?: unknown }).code
  return new ApiError(status, typeof code === 'string' ? code : lowerFirst(error.name), error.message)
}

function fromDatabase(error: unknown): ApiError | undefined {
  if (!(error instanceof Error)) return undefined
  if (isUnavailable(error)) {
    return new ApiError(
      503,
      'unavailable',
      'The database does not answer just now. Try again in a few seconds.',
    )
  }
  if ((error as { code?: unknown }).code === 11000) {
    return new ApiError(409, 'exists', 'Such a record exists already.')
  }
  return undefined
}

/** What Koa and its middleware throw for requests they cannot take, e.g. a malformed address. */
function fromHttp(error: unknown): ApiError | undefined {
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown }
  if (typeof status !== 'number' || status < 400 || status > 499 || expose !== true) return undefined
  return new ApiError(status, 'badRequest', 'This request cannot be understood.')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
