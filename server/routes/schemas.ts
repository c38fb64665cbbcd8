/** Words that the routes' JSON Schemas are written in. */
import type { Schema } from './route.ts'

/** A text of at most `max` characters. */
export const text = (max = 200, more: Schema = {}): Schema => ({ type: 'string', maxLength: max, ...more })
/** A text that must say something. */
export const words = (max = 200): Schema => ({ type: 'string', minLength: 1, maxLength: max, pattern: '\\S' })
export const id: Schema = { type: 'string', minLength: 1, maxLength: 200 }
export const integer = (minimum = 0, maximum = 1_000_000_000): Schema => ({
  type: 'integer',
  minimum,
  maximum,
})
export const amount: Schema = { type: 'number', minimum: -1e12, maximum: 1e12 }
export const percent: Schema = { type: 'number', minimum: 0, maximum: 100 }
export const flag: Schema = { type: 'boolean' }
export const day: Schema = { type: 'string', format: 'date' }
export const moment: Schema = { type: 'string', format: 'date-time' }
export const email: Schema = { type: 'string', format: 'email', maxLength: 254 }
export const currency: Schema = { type: 'string', pattern: '^[A-Z]{3}$' }
export const oneOf = (...values: string[]): Schema => ({ type: 'string', enum: values })
export const list = (items: Schema, maxItems = 1000): Schema => ({ type: 'array', items, maxItems })
/** Any JSON value. */
export const json: Schema = {}
/** An object with keys of the user's own choosing. */
export const map = (values: Schema = {}, maxProperties = 500): Schema => ({
  type: 'object',
  additionalProperties: values,
  maxProperties,
})
/** Values by name, on the way in: names that databases give a meaning of their own are refused. */
export const values = (maxProperties = 500): Schema => ({
  type: 'object',
  maxProperties,
  propertyNames: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^$.\\u0000][^.\\u0000]*$' },
})
/** The schema or null; `null` empties a field. */
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })

/** What may come in: only these properties; those in `required` must. */
export const input = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
})

/** What goes out: all of `always`, perhaps some of `sometimes`. */
export const output = (always: Record<string, Schema>, sometimes: Record<string, Schema> = {}): Schema => ({
  type: 'object',
  properties: { ...always, ...sometimes },
  ...(Object.keys(always).length > 0 && { required: Object.keys(always) }),
  additionalProperties: false,
})

/** One page of a list. */
export const page = (items: Schema, more: Record<string, Schema> = {}): Schema =>
  output(
    { items: { type: 'array', items }, ...more },
    { total: { type: 'integer' }, next: { type: 'string' } },
  )

/** A reference with its name. */
export const named: Schema = output({ id: { type: 'string' }, name: { type: 'string' } })
/** Out: a plain text. */
export const string: Schema = { type: 'string' }
export const number: Schema = { type: 'number' }
/** Out: a list without a limit of its own. */
export const many = (items: Schema): Schema => ({ type: 'array', items })
/** The query of a list: a search text, a cursor, a page size. */
export const paging: Record<string, Schema> = {
  cursor: text(500),
  limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
}
