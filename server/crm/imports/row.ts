/** One row of a file, read by fields; whatever does not fit is remarked, not thrown. */
import type { Json } from '#engine'
import type { ImportField } from './fields.ts'
import type { FileOptions, Remark } from './types.ts'
import { readBoolean, readDate, readNumber } from './values.ts'

const email = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+\.[^\s@<>()[\],;:"\\]+$/

/** Where each mapped field stands in a file. */
export interface Layout {
  fields: Map<string, { field: ImportField; column: string; index: number }>
  options: FileOptions
}

export class Row {
  /** As spreadsheets count: the header is row 1. */
  readonly number: number
  readonly cells: string[]
  readonly problems: Remark[] = []
  readonly #layout: Layout

  constructor(number: number, cells: string[], layout: Layout) {
    this.number = number
    this.cells = cells
    this.#layout = layout
  }

  /** The cell's text; undefined when it is empty or the field is not mapped. */
  text(key: string): string | undefined {
    const place = this.#layout.fields.get(key)
    const cell = place && this.cells[place.index]?.trim().replace(/\s+/g, ' ')
    return cell === '' ? undefined : cell
  }

  /** The value as the field's type wants it; undefined when empty, remarked when it does not fit. */
  value(key: string): Json | undefined {
    const place = this.#layout.fields.get(key)
    const written = this.text(key)
    if (!place || written === undefined) return undefined
    const { type } = place.field
    const { decimal = '.', dateFormat } = this.#layout.options
    if (type === 'number' || type === 'money')
      return this.#fits(key, readNumber(written, decimal), 'no number')
    if (type === 'date')
      return this.#fits(
        key,
        readDate(written, dateFormat),
        dateFormat ? `no date like ${dateFormat}` : 'no date',
      )
    if (type === 'boolean') return this.#fits(key, readBoolean(written), 'neither yes nor no')
    if (type === 'email')
      return this.#fits(key, email.test(written) ? written.toLowerCase() : undefined, 'no e-mail address')
    return written.slice(0, 5000)
  }

  /** The value of a number field. */
  numeric(key: string): number | undefined {
    const value = this.value(key)
    return typeof value === 'number' ? value : undefined
  }

  /** Remarks why the row cannot be taken. */
  refuse(key: string, message: string): void {
    this.problems.push(this.remark(key, message))
  }

  /** A sentence about a cell, with its place. */
  remark(key: string, message: string): Remark {
    const place = this.#layout.fields.get(key)
    const value = place && this.cells[place.index]?.trim()
    return {
      row: this.number,
      ...(place && { column: place.column }),
      ...(value && { value: value.slice(0, 200) }),
      message,
    }
  }

  #fits<T extends Json>(key: string, value: T | undefined, fault: string): T | undefined {
    if (value === undefined) this.refuse(key, `“${this.text(key)!.slice(0, 80)}” is ${fault}.`)
    return value
  }
}
