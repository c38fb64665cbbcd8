/** Keys and passwords of other systems: written once, never shown, named in a drawing as `{{secret.NAME}}`. */
import { notFound } from '../middleware/errors.ts'
import type { Actor } from '../policy.ts'
import { seal, unseal } from '../seal.ts'
import type { Services } from '../services.ts'
import { UnsafeTarget } from './outside.ts'

interface SecretRecord {
  /** Its name, e.g. `ERP_KEY`. */
  _id: string
  sealed: string
  updatedAt: Date
  updatedBy: string
}

export interface Secrets {
  list(): Promise<{ name: string; updatedAt: Date; updatedBy: string }[]>
  put(actor: Actor, name: string, value: string): Promise<void>
  remove(actor: Actor, name: string): Promise<void>
  /** The headers with their secrets in place; only the one who sends them may see the result. */
  fill(headers: Record<string, string>): Promise<Record<string, string>>
}

/** Secrets over the collection `secrets`. */
export function createSecrets(services: Services): Secrets {
  const records = () => services.db.collection<SecretRecord>('secrets')

  const read = async (name: string): Promise<string> => {
    const record = await records().findOne({ _id: name })
    if (!record)
      throw new UnsafeTarget(
        `There is no secret "${name}".`,
        'An administrator can store it under Integrations → Secrets.',
      )
    return unseal(record.sealed, `secret|${name}`, services.config.secret)
  }

  return {
    async list() {
      const found = await records()
        .find({}, { projection: { updatedAt: 1, updatedBy: 1 } })
        .sort({ _id: 1 })
        .toArray()
      return found.map(({ _id, updatedAt, updatedBy }) => ({ name: _id, updatedAt, updatedBy }))
    },
    async put(actor, name, value) {
      const sealed = seal(value, `secret|${name}`, services.config.secret)
      const set = { sealed, updatedAt: services.now(), updatedBy: actor.id }
      await records().updateOne({ _id: name }, { $set: set }, { upsert: true })
      await services.audit.record({ actor, action: 'secret.stored', target: name })
    },
    async remove(actor, name) {
      const { deletedCount } = await records().deleteOne({ _id: name })
      if (!deletedCount) throw notFound('secret', name)
      await services.audit.record({ actor, action: 'secret.removed', target: name })
    },
    async fill(headers) {
      const filled: Record<string, string> = {}
      for (const [header, text] of Object.entries(headers)) {
        let value = text
        for (const [whole, name] of text.matchAll(/\{\{secret\.(\w+)\}\}/g))
          value = value.replace(whole, await read(name!))
        filled[header] = value
      }
      return filled
    },
  }
}
