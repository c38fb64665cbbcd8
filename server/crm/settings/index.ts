/** The house's settings, read often and changed seldom. */
import { Schema } from 'mongoose'
import { collection } from '../../database.ts'
import { conflict } from '../../middleware/errors.ts'
import type { Services } from '../../services.ts'
import { cached } from '../text.ts'
import type { Settings, SettingsStore } from './types.ts'

export { demandTimeZone } from './zone.ts'

const defaults: Settings = {
  companyName: 'Our company',
  currency: 'EUR',
  locale: 'en',
  timeZone: 'UTC',
  address: '',
  taxId: '',
  email: '',
  phone: '',
  website: '',
  bank: '',
  logo: '',
  vatRate: null,
  quotationTerms: '',
  quotationDays: 30,
  paymentDays: 14,
  httpAllowList: [],
  staleAfterDays: 14,
  customFields: { deal: [], company: [], contact: [], product: [] },
  version: 0,
}

/** The settings of this house. */
export function createSettings(services: Services): SettingsStore {
  const unset: Settings = { ...defaults, locale: services.config.language }
  const settings = collection<Partial<Settings> & { _id: string }>(services.db, 'settings', {
    _id: String,
    companyName: String,
    currency: String,
    locale: String,
    timeZone: String,
    address: String,
    taxId: String,
    email: String,
    phone: String,
    website: String,
    bank: String,
    logo: String,
    vatRate: Number,
    quotationTerms: String,
    quotationDays: Number,
    paymentDays: Number,
    httpAllowList: { type: [String], default: undefined },
    staleAfterDays: Number,
    customFields: Schema.Types.Mixed,
    version: Number,
  })
  const current = cached(1000, read)

  async function read(): Promise<Settings> {
    const { _id, ...stored } = (await settings
      .findById('house')
      .lean<Partial<Settings> & { _id: string }>()) ?? { _id: '' }
    return { ...unset, ...stored, customFields: { ...unset.customFields, ...stored.customFields } }
  }

  return {
    get: current.get,
    async update(actor, changes, version) {
      const before = await read()
      if (version !== undefined && version !== before.version) {
        throw conflict(
          'Expected the settings as you read them, but somebody changed them meanwhile. Reload the page.',
        )
      }
      await settings.updateOne({ _id: 'house' }, { $set: changes, $inc: { version: 1 } }, { upsert: true })
      current.forget()
      const was = Object.fromEntries(Object.keys(changes).map(key => [key, before[key as keyof Settings]]))
      await services.audit.record({ actor, action: 'settings.changed', before: was, after: { ...changes } })
      return current.get()
    },
  }
}
