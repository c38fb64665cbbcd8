/** The house's settings: one document. */
import type { FormField } from '#engine'
import type { Actor } from '../../policy.ts'

export const fieldTypes = [
  'text',
  'longtext',
  'number',
  'money',
  'date',
  'boolean',
  'select',
  'multiselect',
  'user',
  'email',
  'phone',
] as const satisfies FormField['type'][]

/** A field that a house adds to its deals, companies, contacts or products. */
export interface CustomField extends Pick<FormField, 'key' | 'label' | 'required' | 'options'> {
  type: (typeof fieldTypes)[number]
}

export interface Settings {
  companyName: string
  /** ISO 4217. */
  currency: string
  locale: 'en' | 'ru'
  /** IANA name; due dates and schedules are meant in it. */
  timeZone: string
  /** The seller, as documents and letters name it; empty texts where unknown. */
  address: string
  taxId: string
  email: string
  phone: string
  website: string
  bank: string
  /** A `data:` URL of a png, jpeg or svg picture. */
  logo: string
  vatRate: number | null
  quotationTerms: string
  quotationDays: number
  paymentDays: number
  /** Hosts that the httpRequest connector may call. */
  httpAllowList: string[]
  /** Days after which a deal without movement is marked on the board. */
  staleAfterDays: number
  customFields: {
    deal: CustomField[]
    company: CustomField[]
    contact: CustomField[]
    product: CustomField[]
  }
  version: number
}

export interface SettingsStore {
  /** Cached for a second; defaults where nothing was set. */
  get(): Promise<Settings>
  update(actor: Actor, changes: Partial<Omit<Settings, 'version'>>, version?: number): Promise<Settings>
}
