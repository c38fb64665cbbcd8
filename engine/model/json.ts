/** Values that can be stored: what variables, commands and instances are made of. */

/** A JSON value; `undefined`, functions and class instances never enter an instance. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Variables = Record<string, Json>
/** ISO-8601 instant in UTC with milliseconds, e.g. `2026-11-22T09:30:00.000Z`. */
export type Instant = string
