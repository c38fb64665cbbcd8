import type { Json } from '#engine'
import { bpmnError, type Connector, type ConnectorAnswer, done, fail } from './connector.ts'
import { allowedUrl, callOutside, LeftAlone, type OutsideAnswer, UnsafeTarget } from './outside.ts'

/** Calls another system over HTTPS; only hosts that an administrator listed. */
export const httpRequest: Connector = {
  type: 'httpRequest',
  title: 'Call another system (HTTP)',
  description: 'Sends a request to a host from the list under Integrations and hands on what it answers.',
  group: 'data',
  icon: 'world-www',
  input: {
    type: 'object',
    required: ['url'],
    properties: {
      method: {
        type: 'string',
        title: 'Method',
        enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        default: 'GET',
      },
      url: { type: 'string', title: 'Address', description: 'https://…', format: 'uri' },
      query: { type: 'object', title: 'Query', format: 'expression' },
      headers: {
        type: 'object',
        title: 'Headers',
        description: '={Authorization: "Bearer {{secret.ERP_KEY}}"}; administrators store secrets',
        format: 'expression',
      },
      body: { title: 'Body', description: 'Sent as JSON; a text is sent as it is', format: 'expression' },
      timeout: { type: 'integer', title: 'Seconds to wait', minimum: 1, maximum: 60, default: 30 },
    },
  },
  output: {
    status: { type: 'integer', title: 'HTTP status' },
    headers: { type: 'object', title: 'Headers of the answer' },
    body: { title: 'What was answered; JSON is read' },
  },
  async run(input, context) {
    const { services, idempotencyKey } = context
    const settings = await services.settings.get()
    const hosts = [...settings.httpAllowList, ...services.config.httpAllowList]
    const allowPrivate = services.config.httpAllowPrivate
    try {
      const url = allowedUrl(withQuery(String(input.url), input.query), { hosts, allowPrivate })
      const headers = await services.connectors.secrets.fill(headersOf(input.headers))
      const answer = await callOutside(url, {
        method: methodOf(input.method),
        headers: {
          'idempotency-key': idempotencyKey,
          ...headers,
          ...contentTypeOf(input.body),
        },
        ...(hasBody(input.body) && {
          body: typeof input.body === 'string' ? input.body : JSON.stringify(input.body),
        }),
        seconds: Math.min(60, Math.max(1, Number(input.timeout) || 30)),
        allowPrivate,
      })
      return judge(answer, context.tryLater)
    } catch (error) {
      if (error instanceof UnsafeTarget) return fail(error.message, error.cure)
      return context.tryLater(
        `${new URL(String(input.url)).host} could not be reached: ${(error as Error).message}`,
        'Check that the other system is running, then retry.',
        // An attempt while the host is left alone would be none.
        error instanceof LeftAlone ? error.milliseconds : 0,
      )
    }
  },
}

function judge(
  answer: OutsideAnswer,
  tryLater: (reason: string, cure?: string) => ConnectorAnswer,
): ConnectorAnswer {
  const { status } = answer
  if (status < 300) return done({ ...answer } as unknown as Json)
  if (status < 400)
    return fail(
      `The other system answered ${status}: it has moved, and redirects are not followed.`,
      'Enter the new address in the step.',
    )
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return tryLater(`The other system answered ${status}.`, 'Ask who runs the other system, then retry.')
  return bpmnError(`http${status}`, `The other system answered ${status}: ${brief(answer.body)}`)
}

function methodOf(value: Json | undefined): 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' {
  const method = String(value ?? 'GET').toUpperCase()
  return method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'DELETE' ? method : 'GET'
}

function withQuery(address: string, query: Json | undefined): string {
  if (typeof query !== 'object' || query === null || Array.isArray(query) || !URL.canParse(address))
    return address
  const url = new URL(address)
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && typeof value !== 'object') url.searchParams.set(key, String(value))
  }
  return url.toString()
}

/** Headers that would change how the message is framed or whom it reaches are ours alone. */
const ours = /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|proxy-.*)$/i

function headersOf(value: Json | undefined): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const entries = Object.entries(value).filter(
    ([name, content]) =>
      /^[\w!#$%&'*+.^`|~-]+$/.test(name) &&
      !ours.test(name) &&
      content !== null &&
      typeof content !== 'object',
  )
  return Object.fromEntries(
    entries.map(([name, content]) => [name.toLowerCase(), String(content).replace(/[\r\n]+/g, ' ')]),
  )
}

const hasBody = (body: Json | undefined) => body !== undefined && body !== null && body !== ''

function contentTypeOf(body: Json | undefined): Record<string, string> {
  return hasBody(body) && typeof body !== 'string' ? { 'content-type': 'application/json' } : {}
}

const brief = (body: Json) => (typeof body === 'string' ? body : JSON.stringify(body)).slice(0, 200)
