/** Decisions: DMN files of their own, in versions, which business rule tasks ask for by the id of a decision. */
import { Schema } from 'mongoose'
import { type DecisionModel, decide, type Json, type Known, type Problem, parseDecisions } from '#engine'
import { collection } from '../../database.ts'
import { ApiError, notFound } from '../../middleware/errors.ts'
import type { Actor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { cached } from '../text.ts'

export { decisionRoutes } from './routes.ts'

/** A DMN file as stored in `decisions`; `_id` is `key/version`. */
export interface DecisionFile {
  _id: string
  /** The id of its definitions. */
  key: string
  version: number
  name: string
  /** What can be asked for, by id. */
  decisions: { id: string; name: string; tag?: string }[]
  model: DecisionModel
  xml: string
  deployedAt: Date
  deployedBy: string
}

export type DecisionSummary = Omit<DecisionFile, 'model' | 'xml'>

/** Which versions of a decision are meant: one by number, those with a tag, those that were there at a moment. */
export interface Which {
  version?: number
  tag?: string
  until?: Date
}

export interface Decisions {
  /** The newest version of each file. */
  list(): Promise<DecisionSummary[]>
  versions(key: string): Promise<DecisionSummary[]>
  file(key: string, version?: number): Promise<DecisionFile>
  /** Keeps a DMN file as the next version, unless the newest one is the same already. */
  add(actor: Actor, source: string | Uint8Array): Promise<{ file: DecisionFile; problems: Problem[] }>
  remove(actor: Actor, key: string): Promise<void>
  /** Everything that can be asked for, for the check of a drawing. */
  known(): Promise<NonNullable<Known['decisions']>>
  /** Makes a decision: the newest that has this id, among the versions that are meant. */
  make(
    id: string,
    context: Record<string, Json>,
    which?: Which,
  ): Promise<{ ok: true; value: Json } | { ok: false; message: string; cure: string }>
}

/** The model is kept as text: names in it may hold dots and dollars. */
type Stored = Omit<DecisionFile, 'model'> & { model: string }

const summary = { model: 0, xml: 0 }

/** The decisions over the collection `decisions`. */
export function createDecisions(services: Services): Decisions {
  const files = collection<Stored>(services.db, 'decisions', {
    _id: String,
    key: String,
    version: Number,
    name: String,
    decisions: Schema.Types.Mixed,
    model: String,
    xml: String,
    deployedAt: Date,
    deployedBy: String,
  })
  const all = cached(1000, () =>
    files.find({}, summary).sort({ version: -1 }).lean<DecisionSummary[]>().exec(),
  )

  async function list(): Promise<DecisionSummary[]> {
    return newestOfEach(await all.get()).sort((a, b) => a.name.localeCompare(b.name))
  }

  async function find(key: string, version?: number): Promise<DecisionFile | null> {
    const found = await files
      .findOne({ key, ...(version !== undefined && { version }) })
      .sort({ version: -1 })
      .lean<Stored>()
    return found && { ...found, model: JSON.parse(found.model) }
  }

  async function file(key: string, version?: number): Promise<DecisionFile> {
    const found = await find(key, version)
    if (!found) throw notFound('decision', version === undefined ? key : `${key}/${version}`)
    return found
  }

  /** Keeps a version; false when somebody else took its number meanwhile. */
  async function keep(next: DecisionFile): Promise<boolean> {
    try {
      await files.create({ ...next, model: JSON.stringify(next.model) })
      return true
    } catch (error) {
      if ((error as { code?: number }).code === 11000) return false
      throw error
    }
  }

  /** The file a decision is in: a newer file with the same decision comes before an older one. */
  async function holding(id: string, { version, tag, until }: Which): Promise<DecisionSummary | undefined> {
    const found = (await all.get()).filter(
      each =>
        (version === undefined || each.version === version) &&
        (until === undefined || each.deployedAt <= until) &&
        each.decisions.some(
          one => (one.id === id || one.name === id) && (tag === undefined || one.tag === tag),
        ),
    )
    return newestOfEach(found).sort((a, b) => b.deployedAt.getTime() - a.deployedAt.getTime())[0]
  }

  return {
    list,
    file,
    versions: async key => (await all.get()).filter(each => each.key === key),
    async add(actor, source) {
      const { problems, ...read } = await readUsable(source)
      for (;;) {
        const last = await find(read.model.id)
        if (last?.xml === read.xml) return { file: last, problems }
        const version = (last?.version ?? 0) + 1
        const next: DecisionFile = {
          _id: `${read.model.id}/${version}`,
          key: read.model.id,
          version,
          name: read.model.name,
          ...read,
          deployedAt: services.now(),
          deployedBy: actor.id,
        }
        if (!(await keep(next))) continue
        all.forget()
        const after = { version }
        await services.audit.record({ actor, action: 'decision.published', target: next.key, after })
        return { file: next, problems }
      }
    },
    async remove(actor, key) {
      const { deletedCount } = await files.deleteMany({ key })
      if (deletedCount === 0) throw notFound('decision', key)
      all.forget()
      await services.audit.record({ actor, action: 'decision.removed', target: key })
    },
    async known() {
      const versions = new Map<string, number[]>()
      for (const { version, decisions } of await all.get())
        for (const name of new Set(decisions.flatMap(({ id, name }) => [id, name])))
          versions.set(name, [...(versions.get(name) ?? []), version])
      return Object.fromEntries(versions)
    },
    async make(id, context, which = {}) {
      const found = await holding(id, which)
      if (!found) return missing(id, which)
      const { model } = await file(found.key, found.version)
      const roots = model.reads.map(({ text }) => text)
      const decided = decide(model, id, {
        ...Object.fromEntries(roots.map(name => [name, null])),
        ...context,
      })
      if (decided.ok) return { ok: true, value: decided.value }
      return {
        ok: false,
        message: decided.message,
        cure: `Correct "${found.name}" and import it anew, or correct the variables it reads, then retry.`,
      }
    },
  }
}

/** Reads a DMN file; refuses one that holds no decision, or holds errors, with the first of them. */
async function readUsable(source: string | Uint8Array) {
  const { model, problems, xml } = await parseDecisions(source)
  const decisions = Object.values(model?.decisions ?? {}).map(({ id, name, tag }) => ({
    id,
    name,
    ...(tag !== undefined && { tag }),
  }))
  const wrong = problems.find(({ severity }) => severity === 'error')
  if (wrong || !model || decisions.length === 0) {
    const message = wrong?.message ?? 'The file holds no decision. Choose another.'
    throw new ApiError(422, 'invalidDecision', message, { problems })
  }
  return { model, decisions, xml, problems }
}

/** Of files sorted by version, the newest first: one of each key. */
function newestOfEach(files: DecisionSummary[]): DecisionSummary[] {
  const newest = new Map<string, DecisionSummary>()
  for (const file of files) if (!newest.has(file.key)) newest.set(file.key, file)
  return [...newest.values()]
}

function missing(id: string, { version, tag, until }: Which): { ok: false; message: string; cure: string } {
  const cure = 'Import its DMN file on the Processes page, then retry.'
  if (until)
    return {
      ok: false,
      message: `There was no decision "${id}" yet when the process was published.`,
      cure: 'Publish the process again, and move what runs to the new version.',
    }
  if (tag !== undefined)
    return { ok: false, message: `There is no decision "${id}" with the version tag "${tag}".`, cure }
  const which = version === undefined ? '' : ` in version ${version}`
  return { ok: false, message: `There is no decision "${id}"${which}.`, cure }
}
