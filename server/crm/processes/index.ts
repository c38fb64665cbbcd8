/** Processes: drafts that people work on, versions the engine runs, pipelines among them. */
import {
  type Definition,
  type Effect,
  type Known,
  type Problem,
  parseBpmn,
  requiredInputs,
  type Stepped,
} from '#engine'
import { collection } from '../../database.ts'
import { ApiError, conflict, notFound } from '../../middleware/errors.ts'
import { type Actor, systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { cached } from '../text.ts'
import { deployShipped } from './shipped.ts'
import type { DraftRecord, Pipeline, ProcessLibrary, Reading } from './types.ts'

/** Versions kept in memory at most; they are read for every task and every instance page. */
const mostKept = 200

/** The processes of this house. */
export function createProcesses(services: Services): ProcessLibrary {
  const drafts = collection<DraftRecord>(services.db, 'drafts', {
    _id: String,
    name: String,
    xml: String,
    savedAt: Date,
    by: String,
    basedOn: Number,
    version: Number,
  })
  const kept = new Map<string, Definition>()
  const latest = cached(1000, () => services.engine.definitions.list())

  async function definition(key: string, version?: number): Promise<Definition> {
    const wanted = version ?? (await latest.get()).find(each => each.key === key)?.version
    if (wanted === undefined) throw notFound('process', key)
    const known = kept.get(`${key}@${wanted}`)
    if (known) return known
    const found = await services.engine.definitions.get(key, wanted)
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
    kept.set(`${key}@${wanted}`, found)
    return found
  }

  async function published(): Promise<Definition[]> {
    const summaries = await latest.get()
    return Promise.all(summaries.map(({ key, version }) => definition(key, version)))
  }

  async function pipelines(): Promise<Pipeline[]> {
    const found = (await published()).filter(isPipeline)
    return found
      .map(({ key, name, version, process }) => ({ key, name, version, stages: process.stages }))
      .sort((a, b) => a.name.localeCompare(b.name))
  }

  async function known(): Promise<Known> {
    const [templates, processes, decisions, { customFields }] = await Promise.all([
      services.templates.names(),
      latest.get(),
      services.decisions.known(),
      services.settings.get(),
    ])
    const connectors = services.connectors.list()
    return {
      connectors: connectors.map(connector => connector.type),
      connectorInputs: requiredInputs(connectors),
      templates,
      processes: processes.map(each => each.key),
      decisions,
      choices: choicesOf(customFields),
    }
  }

  async function saveDraft(actor: Actor, key: string, xml: string, basedOn?: number) {
    const before = await drafts.findById(key).lean<DraftRecord>()
    const version = (await latest.get()).find(each => each.key === key)?.version ?? 0
    if (basedOn !== undefined && basedOn < version) {
      throw conflict(
        `Version ${version} was published after you began (you had version ${basedOn}). Reload to see it; your drawing is not lost.`,
        {
          version,
        },
      )
    }
    const reading = await read(xml)
    const name = reading.processes.find(each => each.key === key)?.name ?? before?.name ?? key
    const draft: DraftRecord = {
      _id: key,
      name,
      xml,
      savedAt: services.now(),
      by: actor.id,
      basedOn: basedOn ?? version,
      version: (before?.version ?? 0) + 1,
    }
    const { _id, ...$set } = draft
    await drafts.updateOne({ _id }, { $set }, { upsert: true })
    services.live.publish({ type: 'process', data: { key }, to: { permission: 'processes.read' } })
    return { draft, problems: await check(xml) }
  }

  const check = async (xml: string): Promise<Problem[]> => services.engine.check(xml, await known())

  async function publish(
    actor: Actor,
    key: string,
    { xml, comment, svg }: { xml: string; comment?: string; svg?: string },
  ) {
    const { processes, problems } = await read(xml)
    if (
      !problems.some(problem => problem.severity === 'error') &&
      !processes.some(each => each.key === key)
    ) {
      const names = processes.map(each => each.key).join(', ') || 'none'
      const message = `Expected a process with the id "${key}" in the drawing, but found ${names}. Give the process back its id, or import the file as a new process.`
      throw new ApiError(422, 'invalidProcess', message, {
        problems: [{ rule: 'process-id', severity: 'error', message }],
      })
    }
    const result = await services.engine.deploy(xml, {
      by: actor.id,
      ...(comment && { comment }),
      ...(svg && { svg }),
      known: await known(),
    })
    if (!result.ok) throw invalidProcess(result.problems)
    await drafts.deleteOne({ _id: key })
    latest.forget()
    pipelineCache.forget()
    for (const each of result.definitions) {
      await services.audit.record({
        actor,
        action: 'process.published',
        target: each.key,
        after: { version: each.version, hash: each.hash },
      })
      services.live.publish({
        type: 'process',
        data: { key: each.key },
        to: { permission: 'processes.read' },
      })
    }
    return result.definitions.find(each => each.key === key) ?? result.definitions[0]!
  }

  const pipelineCache = cached(1000, pipelines)

  return {
    pipelines: pipelineCache.get,
    async pipeline(key) {
      return (await pipelineCache.get()).find(pipeline => pipeline.key === key) ?? null
    },
    definition,
    async list() {
      const [all, open] = await Promise.all([
        published(),
        drafts.find().sort({ name: 1 }).lean<DraftRecord[]>(),
      ])
      return { published: all, drafts: open }
    },
    versions: key => services.engine.definitions.versions(key),
    draft: key => drafts.findById(key).lean<DraftRecord>(),
    saveDraft,
    async removeDraft(actor, key) {
      const { deletedCount } = await drafts.deleteOne({ _id: key })
      if (deletedCount > 0) await services.audit.record({ actor, action: 'draft.deleted', target: key })
      services.live.publish({ type: 'process', data: { key }, to: { permission: 'processes.read' } })
    },
    async remove(actor, key, { version, cascade = false }) {
      const name = (await latest.get()).find(each => each.key === key)?.name ?? key
      await demandNoDeals(services, key, version)
      const removed = await services.engine.definitions.remove({
        key,
        ...(version !== undefined && { version }),
        cascade,
        by: actor.id,
      })
      for (const one of removed.versions) kept.delete(`${key}@${one}`)
      latest.forget()
      pipelineCache.forget()
      await services.audit.record({
        actor,
        action: 'process.removed',
        target: key,
        before: { name, versions: removed.versions },
        after: { cascade, cancelled: removed.cancelled, removed: removed.removed },
      })
      services.live.publish({ type: 'process', data: { key }, to: { permission: 'processes.read' } })
      return removed
    },
    read,
    check,
    publish,
    deployShipped: () => deployShipped(services),
    settle: stepped => settle(services, stepped),
  }
}

/** A funnel with deals in it cannot go: they would stand nowhere. One version of several may. */
async function demandNoDeals(services: Services, key: string, version?: number): Promise<void> {
  const left = (await services.engine.definitions.versions(key)).filter(each => each.version !== version)
  if (version !== undefined && left.length > 0) return
  const { total } = await services.deals.list(systemActor, { pipeline: key }, { limit: 1 })
  if (total > 0) {
    const message = `${total} deals are in this pipeline. Move them to another one, or delete them first.`
    throw new ApiError(409, 'hasDeals', message, { deals: total })
  }
}

/** Whether a process is a funnel: it says so, or it has stages of deals. */
export function isPipeline({ process }: Definition): boolean {
  return process.pipeline !== undefined && process.stages.length > 0
}

/** The refusal of a drawing, with every problem by element. */
export function invalidProcess(problems: Problem[]): ApiError {
  const errors = problems.filter(problem => problem.severity === 'error')
  const message = `The drawing has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}: ${errors[0]?.message ?? 'see the list'}`
  return new ApiError(422, 'invalidProcess', message, { problems })
}

async function read(source: string | Uint8Array): Promise<Reading> {
  const { models, problems, xml } = await parseBpmn(source)
  const processes = models.map(model => ({
    key: model.key,
    name: model.name || model.key,
    steps: Object.keys(model.nodes).length,
  }))
  const main = models.find(model => model.executable) ?? models[0]
  return { key: main?.key ?? null, name: main?.name || main?.key || '', xml, problems, processes }
}

type Settled = {
  [T in 'createTask' | 'changeTask' | 'closeTask' | 'enterStage']: Extract<Effect, { type: T }>
}

/**
 * Whoever has just done something finds its consequences in the lists. What the engine could not tell yet, because
 * another server is still telling what came before, is done here; it is harmless to repeat.
 */
async function settle(services: Services, stepped: Stepped): Promise<void> {
  const { instance } = stepped
  try {
    for (const effect of await services.engine.told(stepped)) {
      if (effect.type === 'createTask')
        await services.tasks.onCreateTask(effect as Settled['createTask'], instance)
      if (effect.type === 'changeTask')
        await services.tasks.onChangeTask(effect as Settled['changeTask'], instance)
      if (effect.type === 'closeTask')
        await services.tasks.onCloseTask(effect as Settled['closeTask'], instance)
      if (effect.type === 'enterStage')
        await services.deals.onEnterStage(effect as Settled['enterStage'], instance)
    }
  } catch (error) {
    services.log.warn({ err: error, instance: instance._id }, 'read models will follow by delivery')
  }
}

type CustomFields = Awaited<ReturnType<Services['settings']['get']>>['customFields']

/** What the house's own fields can be, where they are chosen from a list, by the path conditions read them. */
function choicesOf(customFields: CustomFields): Record<string, string[]> {
  const listed = Object.entries(customFields).flatMap(([entity, fields]) =>
    fields.flatMap(({ key, type, options }) =>
      type === 'select' && options
        ? [[`${entity}.fields.${key}`, options.map(({ value }) => value)] as const]
        : [],
    ),
  )
  return Object.fromEntries(listed)
}
