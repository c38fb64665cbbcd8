import { useFormat } from './format.ts'

/** A sum in its own currency, digits aligned. */
export function Money({ value, currency, compact }: { value: number; currency: string; compact?: boolean }) {
  const format = useFormat()
  return <span className="tabular">{format.money(value, currency, compact)}</span>
}
