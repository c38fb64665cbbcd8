/** What a template is told: the deal with everything around it, the seller, the figures. Plain JSON. */
import type { Json, Subject } from '#engine'
import type { Services } from '../services.ts'
import { linesOf, number, totalsOf } from './figures.ts'

export interface ContextRequest {
  subject?: Subject
  /** Variables of the process, then what the caller gave; the later wins. */
  variables?: Record<string, Json>
  data?: Record<string, Json>
  document?: { number?: string; title?: string }
  locale?: string
}

/** Reads the record's context and adds `seller`, `lines`, `totals`, `document`, `locale`, `currency`. */
export async function contextOf(
  services: Services,
  request: ContextRequest,
): Promise<Record<string, unknown>> {
  const roots = await services.context.read(request.subject)
  const settings = (await services.settings.get()) as unknown as Record<string, unknown>
  return templateData(roots, settings, request, services.now())
}

/** The same without any reading: `settings` may lack whatever was never set. */
export function templateData(
  roots: Record<string, Json>,
  settings: Record<string, unknown>,
  request: ContextRequest,
  now: Date,
): Record<string, unknown> {
  const { variables = {}, data = {} } = request
  const deal = (roots.deal ?? {}) as Record<string, Json>
  const today = day(now, text(settings.timeZone) || 'UTC')
  const lines = linesOf({ ...deal, products: deal.products ?? roots.products })
  const vatRate = typeof data.vatRate === 'number' ? data.vatRate : optionalNumber(settings.vatRate)
  const given = { ...variables, ...data }
  return {
    ...given,
    ...roots,
    ...data,
    today,
    seller: sellerOf(settings),
    lines: Array.isArray(data.lines) ? data.lines : lines,
    totals: totalsOf(lines, number(given.discount ?? deal.discount), vatRate),
    document: {
      ...request.document,
      date: today,
      validUntil: given.validUntil ?? addDays(today, number(given.validDays ?? settings.quotationDays, 30)),
      due: given.dueDate ?? addDays(today, number(given.dueInDays ?? settings.paymentDays, 14)),
      terms: text(given.terms) || text(settings.quotationTerms) || null,
    },
    locale: request.locale ?? (text(settings.locale) || 'en'),
    currency: text(deal.currency) || text(settings.currency) || 'EUR',
    timeZone: text(settings.timeZone) || 'UTC',
  }
}

/** The house as its papers name it. */
function sellerOf(settings: Record<string, unknown>) {
  const keys = ['address', 'taxId', 'email', 'phone', 'website', 'bank', 'logo'] as const
  return {
    name: text(settings.companyName),
    ...Object.fromEntries(keys.map(key => [key, text(settings[key])]).filter(([, value]) => value)),
  }
}

/** The calendar day in a time zone. */
function day(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now)
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function optionalNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')
