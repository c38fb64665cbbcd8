/**
 * The one door to the server: paths below `/api`, JSON both ways, the CSRF token with every change, and a single
 * kind of error that carries the server's own words.
 */
import type { ErrorBody } from './types.ts'

export type Query = Record<string, string | number | boolean | undefined | null>

/** The server said no, or could not be reached (`status` 0, code `offline`). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>
  readonly requestId?: string

  constructor(status: number, body: ErrorBody['error']) {
    super(body.message)
    this.name = 'ApiError'
    this.status = status
    this.code = body.code
    this.details = body.details ?? {}
    this.requestId = body.requestId
  }
}

/** The five verbs; `path` is relative to `/api/`, without a leading slash. */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    call<T>('GET', withQuery(path, query), { signal }),
  post: <T>(path: string, body?: unknown) => call<T>('POST', path, json(body)),
  put: <T>(path: string, body?: unknown) => call<T>('PUT', path, json(body)),
  patch: <T>(path: string, body?: unknown) => call<T>('PATCH', path, json(body)),
  delete: <T = void>(path: string, body?: unknown) => call<T>('DELETE', path, json(body)),
  /** A body that is not JSON: a CSV file, a BPMN drawing. */
  send: <T>(method: 'POST' | 'PUT', path: string, body: BodyInit, contentType: string) =>
    call<T>(method, path, { body, headers: { 'Content-Type': contentType } }),
}

/** The address of something the browser fetches by itself (an iframe, a download, a picture). */
export function apiUrl(path: string, query?: Query): string {
  return `/api/${withQuery(path, query)}`
}

/** Remembers the token of the session; `undefined` forgets it. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token
}

/** Called once, by the app, to learn that the session is gone. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener
}

let csrfToken: string | undefined
let signedOut: () => void = () => {}

async function call<T>(method: string, path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers)
  headers.set('Accept', 'application/json')
  // The server says its sentences in the language of the page.
  headers.set('Accept-Language', document.documentElement.lang || 'en')
  if (method !== 'GET' && csrfToken) headers.set('X-CSRF-Token', csrfToken)
  const response = await reach(`/api/${path}`, { ...init, method, headers, credentials: 'same-origin' })
  if (!response.ok) throw await failure(response, path)
  if (response.status === 204) return undefined as T
  const type = response.headers.get('Content-Type') ?? ''
  return (type.includes('json') ? await response.json() : await response.text()) as T
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new ApiError(0, { code: 'offline', message: 'The server cannot be reached.' })
  }
}

async function failure(response: Response, path: string): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as ErrorBody | null
  if (response.status === 401 && path !== 'session') signedOut()
  return new ApiError(
    response.status,
    body?.error ?? {
      code: `http${response.status}`,
      message: response.statusText || `HTTP ${response.status}`,
    },
  )
}

function json(body: unknown): RequestInit {
  return body === undefined
    ? {}
    : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
}

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}
