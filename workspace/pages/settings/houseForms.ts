/** The fields of the house's settings, by section. Labels and helps are texts `settings:field.<key>`, `settings:help.<key>`. */
import type { FormField } from '../../api/types.ts'

export type HouseField = Pick<FormField, 'key' | 'type' | 'required' | 'min' | 'max'> & {
  options?: string[]
  /** There is a help text. */
  help?: boolean
}

export const currencies = [
  'EUR',
  'USD',
  'GBP',
  'RUB',
  'CHF',
  'PLN',
  'CZK',
  'SEK',
  'ILS',
  'KZT',
  'BYN',
  'AED',
  'JPY',
  'CNY',
]

// Browsers leave the plain `UTC` out of their list.
/** IANA names. */
export const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]

export const houseForms: Record<'company' | 'papers', HouseField[]> = {
  company: [
    { key: 'companyName', type: 'text', required: true },
    { key: 'website', type: 'text' },
    { key: 'email', type: 'email' },
    { key: 'phone', type: 'phone' },
    { key: 'address', type: 'longtext' },
    { key: 'currency', type: 'select', required: true, options: currencies, help: true },
    { key: 'locale', type: 'select', required: true, options: ['en', 'ru'], help: true },
    {
      key: 'timeZone',
      type: 'select',
      required: true,
      options: timeZones,
      help: true,
    },
    { key: 'staleAfterDays', type: 'number', min: 1, help: true },
  ],
  papers: [
    { key: 'taxId', type: 'text' },
    { key: 'vatRate', type: 'number', min: 0, max: 100, help: true },
    { key: 'bank', type: 'longtext', help: true },
    { key: 'quotationTerms', type: 'longtext', help: true },
    { key: 'quotationDays', type: 'number', min: 1 },
    { key: 'paymentDays', type: 'number', min: 0 },
  ],
}
