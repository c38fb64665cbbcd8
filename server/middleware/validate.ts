/** Checks params, query and body against their schemas, and says in words what is wrong. */
import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Schema } from '../routes/route.ts'
import { ApiError } from './errors.ts'

const formats = ['date', 'date-time', 'email', 'uri', 'duration'] as const
const bodies = addFormats.default(
  new Ajv2020({ strict: true, allowUnionTypes: true, keywords: ['example'] }),
  [...formats],
)
const queries = addFormats.default(
  new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    coerceTypes: true,
    useDefaults: true,
    keywords: ['example'],
  }),
  [...formats],
)

/** A check for bodies: refuses what the schema does not name. */
export function bodyCheck(schema: Schema): (body: unknown) => unknown {
  const validate = bodies.compile(schema)
  return body => {
    demand(validate, body, 'body')
    return body
  }
}

/** A check for query strings: numbers and booleans arrive as such, defaults are filled in. */
export function queryCheck(schema: Schema): (query: Record<string, unknown>) => Record<string, unknown> {
  const validate = queries.compile(schema)
  return query => {
    const copy = { ...query }
    demand(validate, copy, 'query')
    return copy
  }
}

function demand(validate: ValidateFunction, value: unknown, where: 'body' | 'query'): void {
  if (holds(validate, value)) return
  const fault = validate.errors?.[0]
  const field = fault ? fieldOf(fault) : ''
  const what = where === 'query' ? 'the address' : 'the body'
  const message = fault ? `In ${what}: ${sentence(fault, field)}` : `Expected more of ${what}.`
  throw new ApiError(400, 'invalidRequest', message, { ...(field && { field }), where })
}

function holds(validate: ValidateFunction, value: unknown): boolean {
  try {
    return validate(value) as boolean
  } catch {
    return false
  }
}

function fieldOf(fault: ErrorObject): string {
  const path = fault.instancePath.slice(1).replaceAll('/', '.')
  const extra = (fault.params.additionalProperty ?? fault.params.missingProperty) as string | undefined
  return [path, extra].filter(Boolean).join('.')
}

function sentence(fault: ErrorObject, field: string): string {
  const name = field ? `"${field}"` : 'it'
  if (fault.keyword === 'additionalProperties') return `${name} is not known here.`
  if (fault.keyword === 'required') return `${name} is missing.`
  if (fault.keyword === 'enum')
    return `${name} must be one of ${(fault.params.allowedValues as unknown[]).join(', ')}.`
  return `${name} ${fault.message}.`
}
