/** The money of a document: lines, discounts, VAT, totals; rounded the way a bookkeeper adds up. */

export interface Line {
  position: number
  name: string
  description?: string
  quantity: number
  unit?: string
  price: number
  /** Percent. */
  discount: number
  amount: number
}

export interface Totals {
  /** Sum of the lines. */
  lines: number
  /** Percent on the whole, and what it takes off. */
  discount: number
  discountAmount: number
  net: number
  /** Percent; null where no VAT is shown. */
  vatRate: number | null
  vat: number
  total: number
}

interface Sold {
  title?: unknown
  amount?: unknown
  discount?: unknown
  products?: unknown
}

/** A deal's lines; one line with the deal's own amount when it lists no products. */
export function linesOf(deal: Sold): Line[] {
  const products = Array.isArray(deal.products) ? (deal.products as Record<string, unknown>[]) : []
  if (products.length === 0 && number(deal.amount) > 0) {
    const price = number(deal.amount)
    return [{ position: 1, name: text(deal.title), quantity: 1, price, discount: 0, amount: price }]
  }
  return products.map((product, index) => {
    const [quantity, price, discount] = [
      number(product.quantity, 1),
      number(product.price),
      number(product.discount),
    ]
    return {
      position: index + 1,
      name: text(product.name),
      ...(product.description ? { description: text(product.description) } : {}),
      ...(product.unit ? { unit: text(product.unit) } : {}),
      quantity,
      price,
      discount,
      amount: cents(quantity * price * (1 - discount / 100)),
    }
  })
}

/** What the lines come to. VAT is added on top of the net amount. */
export function totalsOf(lines: Line[], discount: number, vatRate: number | null): Totals {
  const sum = cents(lines.reduce((total, line) => total + line.amount, 0))
  const discountAmount = cents((sum * discount) / 100)
  const net = cents(sum - discountAmount)
  const vat = vatRate === null ? 0 : cents((net * vatRate) / 100)
  return { lines: sum, discount, discountAmount, net, vatRate, vat, total: cents(net + vat) }
}

/** Half a cent goes up, also where binary fractions fall a hair short (1.005 → 1.01). */
function cents(amount: number): number {
  return (Math.sign(amount) * Math.round(Math.abs(amount) * 100 * (1 + Number.EPSILON))) / 100
}

/** The number in a value that may be missing or written as text. */
export function number(value: unknown, otherwise = 0): number {
  const parsed = typeof value === 'string' && value.trim() ? Number(value) : value
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : otherwise
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}
