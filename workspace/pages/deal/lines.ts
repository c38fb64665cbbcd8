/** The lines of a deal while they are edited: their sums, what is wrong with them, and how they are sent. */
import type { LineItem, NewDeal } from '../../api/types.ts'

export interface EditedLine {
  /** Tells lines apart while they come and go. */
  key: string
  /** `null`: a line in own words; empty: nothing chosen from the price list yet. */
  productId: string | null
  name: string
  quantity: number | null
  price: number | null
  discount: number | null
}

let made = 0

/** A deal's lines, ready to be changed. */
export function linesOf(lines: LineItem[]): EditedLine[] {
  return lines.map((line, index) => ({
    key: `line-${index}`,
    productId: line.productId || null,
    name: line.name,
    quantity: line.quantity,
    price: line.price,
    discount: line.discount ?? 0,
  }))
}

/** A line in which nothing is chosen yet. */
export function newLine(): EditedLine {
  made++
  return { key: `new-${made}`, productId: '', name: '', quantity: 1, price: null, discount: 0 }
}

/** What a line comes to, in whole cents. */
export function totalOf({ quantity, price, discount }: EditedLine): number {
  return cents((quantity ?? 0) * (price ?? 0) * (1 - (discount ?? 0) / 100))
}

/** What the lines come to after the discount on the whole deal. */
export function sumOf(lines: EditedLine[], discount = 0): number {
  const sum = cents(lines.reduce((total, line) => total + totalOf(line), 0))
  return cents(sum - cents((sum * discount) / 100))
}

/** What keeps a line from being saved; undefined when nothing does. */
export function faultOf(line: EditedLine): 'product' | 'quantity' | undefined {
  if (line.productId === '' || !line.name.trim()) return 'product'
  return (line.quantity ?? 0) > 0 ? undefined : 'quantity'
}

/** The lines as the server takes them; an empty price is that of the price list. */
export function linesOut(lines: EditedLine[]): NonNullable<NewDeal['products']> {
  return lines.map(line => ({
    ...(line.productId ? { productId: line.productId } : { name: line.name.trim() }),
    quantity: line.quantity ?? 1,
    ...(line.price !== null && { price: line.price }),
    discount: line.discount ?? 0,
  }))
}

/** Half a cent goes up, also where binary fractions fall a hair short. */
function cents(value: number): number {
  return Math.round((value + Math.sign(value) * 1e-9) * 100) / 100
}
