/** Custom fields: what a house adds to its records, checked against the definitions in the settings. */
import type { Json } from '#engine'
import { invalid } from '../../middleware/errors.ts'
import type { Services } from '../../services.ts'
import type { CustomField } from '../settings/types.ts'

const plainKey = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/

/**
 * Refuses values that do not fit their definition. Fields without one are allowed: forms in processes may keep what
 * they ask for on the deal without anybody defining it first.
 */
export async function checkFields(
  services: Services,
  entity: 'deal' | 'company' | 'contact' | 'product',
  fields: Record<string, Json>,
): Promise<void> {
  const keys = Object.keys(fields)
  if (keys.length === 0) return
  const definitions = new Map(
    (await services.settings.get()).customFields[entity].map(field => [field.key, field]),
  )
  const faults: Record<string, string> = {}
  for (const key of keys) {
    const definition = definitions.get(key)
    const fault = plainKey.test(key)
      ? definition && faultOf(definition, fields[key] ?? null)
      : 'Use letters, digits, - and _.'
    if (fault) faults[`fields.${key}`] = fault
  }
  const [first] = Object.values(faults)
  if (first) throw invalid(first, faults)
}

function faultOf(field: CustomField, value: Json): string | undefined {
  if (value === null || value === '') return field.required ? `${field.label} cannot be empty.` : undefined
  const allowed = checks[field.type]
  return allowed(value, field) ? undefined : `${field.label}: ${JSON.stringify(value)} is no ${field.type}.`
}

const isText = (value: Json) => typeof value === 'string' && value.length <= 20_000
const isNumber = (value: Json) => typeof value === 'number' && Number.isFinite(value)
const hasOption = (value: Json, field: CustomField) =>
  !field.options || field.options.some(option => option.value === value)

const checks: Record<CustomField['type'], (value: Json, field: CustomField) => boolean> = {
  text: isText,
  longtext: isText,
  email: value => typeof value === 'string' && /^\S+@\S+\.\S+$/.test(value),
  phone: isText,
  user: isText,
  number: isNumber,
  money: isNumber,
  boolean: value => typeof value === 'boolean',
  date: value => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
  select: (value, field) => isText(value) && hasOption(value, field),
  multiselect: (value, field) =>
    Array.isArray(value) && value.every(item => isText(item) && hasOption(item, field)),
}
