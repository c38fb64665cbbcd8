/** The only door to other systems: https, listed hosts, public addresses, no redirects, bounded in time and size. */
import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, request } from 'undici'
import type { Json } from '#engine'

/** The address may not be called. */
export class UnsafeTarget extends Error {
  readonly cure: string
  constructor(message: string, cure: string) {
    super(message)
    this.name = 'UnsafeTarget'
    this.cure = cure
  }
}

export interface OutsideAnswer {
  status: number
  headers: Record<string, string>
  body: Json
}

interface Rules {
  /** `api.example.com`, `*.example.com`, with a port where it is not 443. */
  hosts: string[]
  /** For installations whose other systems live in their own network; also allows plain http. */
  allowPrivate: boolean
}

const largestBody = 1024 * 1024
const addToList = 'An administrator can add the host under Integrations → Going out: allowed hosts.'

/** The parsed address, or `UnsafeTarget`. */
export function allowedUrl(address: string, { hosts, allowPrivate }: Rules): URL {
  if (!URL.canParse(address))
    throw new UnsafeTarget(
      `"${address}" is no address.`,
      'Enter an address such as https://api.example.com/v1.',
    )
  const url = new URL(address)
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    throw new UnsafeTarget(
      `Only https addresses may be called, not ${url.protocol}//.`,
      'Use the https address of the other system.',
    )
  if (url.username || url.password)
    throw new UnsafeTarget(
      'The address contains a user name or password.',
      'Send credentials in a header instead.',
    )
  const host = url.hostname.replace(/\.$/, '').toLowerCase()
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (!hosts.some(entry => matches(entry.toLowerCase(), host, port)))
    throw new UnsafeTarget(`${url.host} is not on the list of allowed hosts.`, addToList)
  const literal = host.replace(/^\[|\]$/g, '')
  if (!allowPrivate && ipaddr.isValid(literal) && !isPublic(literal)) throw privateAddress(host)
  return url
}

function matches(entry: string, host: string, port: string): boolean {
  const [, name = entry, listedPort = '443'] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
  if (entry.includes(':') ? listedPort !== port : port !== '443') return false
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) && host.length > name.length - 1 : host === name
}

/** Whether an IP address belongs to the open internet; looks through IPv4 inside IPv6. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast'
}

const privateAddress = (host: string) =>
  new UnsafeTarget(
    `${host} leads to an address inside a private network.`,
    'Only public addresses may be called.',
  )

/** Resolves a name and refuses it when any of its addresses is private; the connection goes to the checked address. */
const checkedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 4)
    const addresses = found as unknown as { address: string; family: number }[]
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublic(address)))
      return callback(privateAddress(hostname) as unknown as NodeJS.ErrnoException, '', 4)
    if (options.all)
      return (callback as unknown as (error: null, all: typeof addresses) => void)(null, addresses)
    callback(null, addresses[0]!.address, addresses[0]!.family)
  })
}

const limits = {
  connections: 8,
  headersTimeout: 10_000,
  bodyTimeout: 30_000,
  maxResponseSize: largestBody,
  pipelining: 1,
}
const publicAgent = new Agent({ ...limits, connect: { timeout: 3_000, lookup: checkedLookup } })
const anyAgent = new Agent({ ...limits, connect: { timeout: 3_000 } })

interface OutsideCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers: Record<string, string>
  body?: string
  seconds: number
  allowPrivate: boolean
}

/** One request. Throws what went wrong on the way; an answer of any status is an answer. */
export async function callOutside(url: URL, call: OutsideCall): Promise<OutsideAnswer> {
  restIfBroken(url.host)
  try {
    const answer = await send(url, call)
    note(url.host, answer.status < 500)
    return answer
  } catch (error) {
    if (!(error instanceof UnsafeTarget)) note(url.host, false)
    throw error
  }
}

async function send(
  url: URL,
  { method, headers, body, seconds, allowPrivate }: OutsideCall,
): Promise<OutsideAnswer> {
  const {
    statusCode,
    headers: received,
    body: stream,
  } = await request(url, {
    method,
    headers: {
      'user-agent': 'Baton',
      accept: 'application/json, text/*;q=0.8',
      'accept-encoding': 'identity',
      ...headers,
    },
    ...(body !== undefined && { body }),
    dispatcher: allowPrivate ? anyAgent : publicAgent,
    signal: AbortSignal.timeout(seconds * 1000),
  })
  const text = await readBounded(stream)
  const shown = Object.fromEntries(Object.entries(received).map(([name, value]) => [name, String(value)]))
  delete shown['set-cookie']
  return { status: statusCode, headers: shown, body: readBody(text, shown['content-type'] ?? '') }
}

async function readBounded(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > largestBody) throw new Error('the answer is larger than 1 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readBody(text: string, contentType: string): Json {
  if (!/\bjson\b/i.test(contentType)) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** A host that failed five times in a row is left alone for a minute. */
const failures = new Map<string, { count: number; until: number }>()

/** Nothing was asked: the host is being left alone for so many milliseconds yet. */
export class LeftAlone extends Error {
  readonly milliseconds: number
  constructor(milliseconds: number) {
    super('it failed five times in a row and is left alone for a minute')
    this.milliseconds = milliseconds
  }
}

function restIfBroken(host: string): void {
  const known = failures.get(host)
  const left = (known?.until ?? 0) - Date.now()
  if (known && known.count >= 5 && left > 0) throw new LeftAlone(left)
}

/** Forgets that a host failed. */
export function resume(host: string): void {
  failures.delete(host)
}

function note(host: string, worked: boolean): void {
  if (worked) resume(host)
  else failures.set(host, { count: (failures.get(host)?.count ?? 0) + 1, until: Date.now() + 60_000 })
}
