/** A task's form: which fields show, what may stand in them, and where the values go. */
import { compileExpression, evaluate, type FormField, type Json } from '#engine'
import { ApiError } from '../../middleware/errors.ts'
import type { TaskRecord } from './types.ts'

/** The values of the visible fields, checked; throws 422 `invalidForm` with a sentence for each fault. */
export function checkForm(
  task: TaskRecord,
  outcome: string | undefined,
  given: Record<string, Json>,
): Record<string, Json> {
  const values = { ...task.values, ...given }
  const required = new Set(task.outcomes.find(each => each.id === outcome)?.requires ?? [])
  const faults: Record<string, string> = {}
  const accepted: Record<string, Json> = {}
  for (const field of task.form) {
    if (!isShown(field, values)) continue
    const value = tidy(field, values[field.key] ?? null)
    const fault = faultOf(field, value, Boolean(field.required) || required.has(field.key))
    if (fault) faults[field.key] = fault
    else accepted[field.key] = value
  }
  if (Object.keys(faults).length > 0) {
    const [first] = Object.values(faults)
    throw new ApiError(422, 'invalidForm', `The form is not complete: ${first}`, { fields: faults })
  }
  return accepted
}

/** Bound fields by record: `{ deal: { amount: 5, fields: { need: '…' } } }`. Empty ones that never had a value stay out. */
export function boundValues(
  task: TaskRecord,
  values: Record<string, Json>,
): Record<string, { [field: string]: Json; fields: Record<string, Json> }> {
  const bound: Record<string, { [field: string]: Json; fields: Record<string, Json> }> = {}
  for (const field of task.form) {
    const value = values[field.key]
    if (!field.bind || value === undefined || (value === null && isEmpty(task.values[field.key]))) continue
    const [entity, ...path] = field.bind.split('.')
    bound[entity!] ??= { fields: {} }
    const record = bound[entity!]!
    if (path[0] === 'fields' && path[1]) record.fields[path[1]] = value
    else if (path[0]) record[path[0]] = value
  }
  return bound
}

function isShown(field: FormField, values: Record<string, Json>): boolean {
  if (!field.showWhen) return true
  const compiled = compileExpression(field.showWhen.replace(/^=/, ''))
  // A condition that cannot be read hides nothing: better to ask once too often.
  return compiled.ok ? evaluate(compiled.expression, values) === true : true
}

const isEmpty = (value: Json | undefined) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

function tidy(field: FormField, value: Json): Json {
  if (typeof value !== 'string') return value
  const text = field.type === 'longtext' ? value.trimEnd() : value.trim()
  return text === '' ? null : text
}

function faultOf(field: FormField, value: Json, required: boolean): string | undefined {
  if (isEmpty(value) || (field.type === 'boolean' && required && field.required && value !== true)) {
    return required ? `${field.label} is needed.` : undefined
  }
  return checks[field.type](field, value)
}

type Check = (field: FormField, value: Json) => string | undefined

const longest = 20_000

const isText: Check = (field, value) => {
  if (typeof value !== 'string') return `${field.label} must be a text.`
  if (value.length > longest) return `${field.label} is too long.`
  if (field.pattern && !matches(field.pattern, value))
    return `${field.label} does not have the expected form.`
  return undefined
}

const isNumber: Check = (field, value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${field.label} must be a number.`
  if (field.min !== undefined && value < field.min) return `${field.label} must be at least ${field.min}.`
  if (field.max !== undefined && value > field.max) return `${field.label} must be at most ${field.max}.`
  return undefined
}

const isOption: Check = (field, value) => {
  if (typeof value !== 'string') return `${field.label} must be one of the choices.`
  const known =
    !field.options || field.options.length === 0 || field.options.some(option => option.value === value)
  return known ? undefined : `${field.label} must be one of the choices.`
}

const checks: Record<FormField['type'], Check> = {
  text: isText,
  longtext: isText,
  phone: isText,
  user: isText,
  number: isNumber,
  money: isNumber,
  select: isOption,
  email: (field, value) =>
    /^\S+@\S+\.\S+$/.test(String(value)) ? undefined : `${field.label} must be an e-mail address.`,
  date: (field, value) => (isDay(value) ? undefined : `${field.label} must be a date.`),
  datetime: (field, value) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value))
      ? undefined
      : `${field.label} must be a date and time.`,
  boolean: (field, value) => (typeof value === 'boolean' ? undefined : `${field.label} must be yes or no.`),
  multiselect: (field, value) => {
    if (!Array.isArray(value)) return `${field.label} must be a list of choices.`
    return value.map(item => isOption(field, item)).find(Boolean)
  },
}

function isDay(value: Json): boolean {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
}

/** Patterns are written by process authors; FEEL's own `matches` bounds their cost. */
function matches(pattern: string, value: string): boolean {
  const compiled = compileExpression('matches(value, pattern)')
  return compiled.ok ? evaluate(compiled.expression, { value, pattern: `^(${pattern})$` }) !== false : true
}
