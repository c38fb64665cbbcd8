/** The documented API as a script would use it: a session, its CSRF token, JSON in and out. */
export interface Client {
  get<T = Record<string, unknown>>(path: string): Promise<T>
  post<T = Record<string, unknown>>(path: string, body?: unknown): Promise<T>
  put<T = Record<string, unknown>>(path: string, body?: unknown): Promise<T>
  patch<T = Record<string, unknown>>(path: string, body?: unknown): Promise<T>
  /** A body that is not JSON. */
  send<T = Record<string, unknown>>(path: string, type: string, body: string | Uint8Array): Promise<T>
}

/** An answer of 4xx or 5xx, with what the server said. */
export class Refusal extends Error {
  status: number
  code: string
  details: unknown
  constructor(status: number, error: { code?: string; message?: string; details?: unknown }) {
    super(`${status} ${error.code}: ${error.message}`)
    this.status = status
    this.code = error.code ?? ''
    this.details = error.details
  }
}

/** Signs in and answers a client that acts as this person. */
export async function signIn(url: string, who: { email: string; password: string }): Promise<Client> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: who.email, password: who.password }),
  })
  const session = await read<{ csrfToken: string }>(response)
  const cookie = response.headers
    .getSetCookie()
    .map(each => each.split(';')[0])
    .join('; ')
  return client(url, { cookie, 'x-csrf-token': session.csrfToken })
}

function client(url: string, headers: Record<string, string>): Client {
  const call = async <T>(
    method: string,
    path: string,
    body?: string | Uint8Array,
    type = 'application/json',
  ) =>
    read<T>(
      await fetch(`${url}/api${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': type }) },
        body: body as BodyInit | undefined,
      }),
    )
  const json = (body: unknown) => (body === undefined ? undefined : JSON.stringify(body))
  return {
    get: path => call('GET', path),
    post: (path, body) => call('POST', path, json(body ?? {})),
    put: (path, body) => call('PUT', path, json(body)),
    patch: (path, body) => call('PATCH', path, json(body)),
    send: (path, type, body) => call('POST', path, body, type),
  }
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text()
  const body = text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
  if (!response.ok) throw new Refusal(response.status, body?.error ?? { message: String(text).slice(0, 200) })
  return body as T
}
