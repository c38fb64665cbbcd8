/** Small helpers for texts that people type and lists that are read in pages. */
import { ApiError } from '../middleware/errors.ts'

/** The form in which names are compared: without outer and doubled spaces, in one case. */
export function nameKey(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLocaleLowerCase('en')
}

/** A filter for texts that contain what was typed, whatever the case. */
export function containing(typed: string): RegExp {
  return new RegExp(typed.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i')
}

/** An opaque cursor for the page after these sort values. */
export function cursorAfter(...values: (string | number | boolean | Date | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The values of a cursor; 400 when it was not made by us. */
export function readCursor(cursor: string, length: number): (string | number | boolean | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === length && values.every(scalar)) return values
  } catch {
    // Not ours; said below.
  }
  throw new ApiError(400, 'badCursor', 'This page marker is not one of ours. Begin with the first page.')
}

function scalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

/** A value that is read often and changes seldom, kept for a moment. */
export function cached<T>(
  milliseconds: number,
  read: () => Promise<T>,
): { get(): Promise<T>; forget(): void } {
  let value: Promise<T> | undefined
  let until = 0
  return {
    get() {
      if (value && performance.now() < until) return value
      until = performance.now() + milliseconds
      const reading = read()
      value = reading
      reading.catch(() => {
        if (value === reading) value = undefined
      })
      return reading
    },
    forget() {
      value = undefined
    },
  }
}
