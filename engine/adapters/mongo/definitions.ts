/** Published definitions in MongoDB: written once, never changed, perhaps removed. */
import type { Definition, DefinitionStore, DefinitionSummary } from '../store.ts'
import { answer } from './answers.ts'
import type { DefinitionDocument, Models } from './models.ts'

/** Of a removed version only the number is left, so that it is not given again. */
const there = { removed: null }
const summary = '-_id key version name hash deployedAt deployedBy comment'

export function mongoDefinitions({ definitions }: Models): DefinitionStore {
  return {
    async add({ process, ...rest }) {
      const _id = `${rest.key}/${rest.version}`
      try {
        await answer(definitions.create({ _id, ...rest, process: JSON.stringify(process) }))
        return true
      } catch (error) {
        if ((error as { code?: number }).code === 11000) return false
        throw error
      }
    },
    async get(key, version) {
      const filter = version === undefined ? { key, ...there } : { key, version, ...there }
      const found = await answer(
        definitions.findOne(filter).sort({ version: -1 }).lean<DefinitionDocument>().exec(),
      )
      return found && toDefinition(found)
    },
    async latest() {
      const found = await answer(
        definitions.find(there, summary).sort({ key: 1, version: -1 }).lean<DefinitionSummary[]>().exec(),
      )
      return found.filter(({ key }, n) => key !== found[n - 1]?.key)
    },
    versions: key =>
      answer(
        definitions
          .find({ key, ...there }, summary)
          .sort({ version: -1 })
          .lean<DefinitionSummary[]>()
          .exec(),
      ),
    async nextVersion(key) {
      const last = definitions.findOne({ key }, 'version').sort({ version: -1 })
      return ((await answer(last.lean<DefinitionSummary>().exec()))?.version ?? 0) + 1
    },
    async remove(key, version) {
      const change = { $set: { removed: true }, $unset: { xml: '', process: '', svg: '' } } as const
      await answer(definitions.updateOne({ key, version }, change).exec())
    },
  }
}

function toDefinition({ _id: _, removed: __, process, ...rest }: DefinitionDocument): Definition {
  return { ...rest, process: JSON.parse(process) }
}
