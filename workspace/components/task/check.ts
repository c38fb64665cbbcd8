/** What is wrong with a filled form, before the server is asked. The server checks everything again. */
import type { FormField, Json, TaskOutcome } from '../../api/types.ts'

/** A key below `form.` in the texts of tasks, with what it speaks about. */
export interface FieldError {
  text: 'required' | 'least' | 'most' | 'pattern' | 'email' | 'number'
  limit?: number
}

/** The errors by field key; only what this outcome requires is required. Hidden fields are never wrong. */
export function checkForm(
  fields: FormField[],
  outcome: TaskOutcome | undefined,
  values: Record<string, Json>,
): Record<string, FieldError> {
  const errors: Record<string, FieldError> = {}
  for (const field of fields) {
    const error = checkField(field, isRequired(field, outcome), values[field.key] ?? null)
    if (error) errors[field.key] = error
  }
  return errors
}

/** Whether the field must be filled: always, or for this outcome. */
export function isRequired(field: FormField, outcome: TaskOutcome | undefined): boolean {
  return Boolean(field.required) || Boolean(outcome?.requires.includes(field.key))
}

function checkField(field: FormField, required: boolean, value: Json): FieldError | undefined {
  if (isEmpty(value)) return required ? { text: 'required' } : undefined
  if (field.type === 'number' || field.type === 'money') return checkNumber(field, value)
  if (field.type === 'email' && !/^\S+@\S+\.\S+$/.test(String(value))) return { text: 'email' }
  if (field.pattern && !fits(field.pattern, String(value))) return { text: 'pattern' }
  return undefined
}

function checkNumber(field: FormField, value: Json): FieldError | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { text: 'number' }
  if (field.min !== undefined && value < field.min) return { text: 'least', limit: field.min }
  if (field.max !== undefined && value > field.max) return { text: 'most', limit: field.max }
  return undefined
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function fits(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value)
  } catch {
    return true
  }
}
