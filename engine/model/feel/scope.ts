/** Where names are looked up: the variables in reach, innermost first. */
import { normalizeContextKey } from 'lezer-feel'
import type { Run } from './values.ts'

export interface Scope {
  run: Run
  vars: object
  outer: Scope | null
}

/** A name as the text has it, and in the one spelling that is compared. */
export interface Name {
  name: string
  normal: string
}

export function nameOf(name: string): Name {
  return { name, normal: normalizeContextKey(name) }
}

/** The value of a name; undefined when nobody knows it. */
export function lookUp(scope: Scope, name: Name): unknown {
  for (let at: Scope | null = scope; at; at = at.outer) {
    const value = entryOf(at.vars, name)
    if (value !== undefined) return value
  }
  return undefined
}

/** The entry of a context or the property of a date, duration or range. */
export function entryOf(target: object, { name, normal }: Name): unknown {
  if (has(target, name)) return (target as Record<string, unknown>)[name]
  if (normal !== name && has(target, normal)) return (target as Record<string, unknown>)[normal]
  for (const key of Object.keys(target)) {
    if (UNUSUAL.test(key) && normalizeContextKey(key) === normal)
      return (target as Record<string, unknown>)[key]
  }
  return undefined
}

/** Only a key that matches this can have another spelling. */
const UNUSUAL = /[\s./\-'+*]/

/** Own entries, and the getters of dates and durations; never what Object.prototype brings. */
function has(target: object, name: string): boolean {
  if (Object.hasOwn(target, name)) return true
  for (
    let proto = Object.getPrototypeOf(target);
    proto && proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    const found = Object.getOwnPropertyDescriptor(proto, name)
    if (found) return typeof found.get === 'function'
  }
  return false
}
