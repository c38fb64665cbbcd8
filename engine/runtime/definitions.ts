/** Published processes: deployed once, kept at hand, because every step needs one. */
import type { Definition, DefinitionSummary, Store } from '../adapters/store.ts'
import { compile } from '../compiler/compile.ts'
import type { CompiledProcess } from '../compiler/types.ts'
import { parseBpmn } from '../decisions/index.ts'
import { NotFound } from '../errors.ts'
import type { Problem, ProcessModel } from '../model/types.ts'
import { type Known, validate } from '../validate/validate.ts'
import type { Clock } from './clock.ts'
import type { Engine } from './engine.ts'

export interface Definitions {
  deploy: Engine['deploy']
  check: Engine['check']
  list(): Promise<DefinitionSummary[]>
  versions(key: string): Promise<DefinitionSummary[]>
  get(key: string, version?: number): Promise<Definition>
  /** The compiled process of one version. */
  process(version: { key: string; version: number }): Promise<CompiledProcess>
  /** The latest version of every process; at most a second old. */
  latest(): Promise<Definition[]>
  /** What a start without a version means; another server's deployment counts after a second at most. */
  current(key: string): Promise<Definition>
  /** Takes a version out of the store and from hand. */
  remove(key: string, version: number): Promise<void>
}

/** How long another server's deployment may go unnoticed here, in milliseconds. */
const freshness = 1000
const mostKept = 300

export function createDefinitions(store: Store, clock: Clock): Definitions {
  const kept = new Map<string, Promise<Definition>>()
  let latest: { at: number; found: Promise<Definition[]> } | undefined

  async function read(key: string, version: number): Promise<Definition> {
    const found = await store.definitions.get(key, version)
    if (!found)
      throw new NotFound('definition', `${key}/${version}`, `There is no version ${version} of ${key}.`)
    return found
  }

  function get(key: string, version: number): Promise<Definition> {
    const id = `${key}/${version}`
    const known = kept.get(id)
    if (known) return known
    const found = read(key, version)
    found.catch(() => kept.delete(id))
    kept.set(id, found)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
    return found
  }

  async function getLatest(key: string): Promise<Definition> {
    const found = await store.definitions.get(key)
    if (!found) throw new NotFound('definition', key, `There is no process ${key}.`)
    return found
  }

  async function readLatest(): Promise<Definition[]> {
    const summaries = await store.definitions.latest()
    return Promise.all(summaries.map(({ key, version }) => get(key, version)))
  }

  /** Adds the next version, unless the latest one is the same drawing already. */
  async function publish(
    process: CompiledProcess,
    rest: Pick<Definition, 'xml' | 'deployedBy' | 'deployedAt' | 'comment' | 'svg'>,
  ): Promise<Definition> {
    for (;;) {
      const last = await store.definitions.get(process.key)
      if (last?.hash === process.hash && last.xml === rest.xml) return last
      const { key, name, hash } = process
      const version = await store.definitions.nextVersion(key)
      const definition: Definition = { key, version, name, hash, process, ...rest }
      if (await store.definitions.add(definition)) return definition
    }
  }

  function readLatestOnce(): Promise<Definition[]> {
    const moment = performance.now()
    if (!latest || moment - latest.at > freshness) {
      const found = readLatest()
      latest = { at: moment, found }
      found.catch(() => {
        latest = undefined
      })
    }
    return latest.found
  }

  return {
    async deploy(source, { by, comment, svg, known }) {
      const { models, problems, xml } = await readDrawing(source, known)
      const built = problems.some(isError) ? [] : models.map(build)
      const failed = built.flatMap(one => ('problem' in one ? [one.problem] : []))
      if (problems.some(isError) || failed.length > 0)
        return { ok: false, problems: [...problems, ...failed] }
      const rest = {
        xml,
        deployedBy: by,
        deployedAt: clock.instant(),
        ...(comment !== undefined && { comment }),
        ...(svg !== undefined && { svg }),
      }
      const definitions: Definition[] = []
      for (const one of built) if ('process' in one) definitions.push(await publish(one.process, rest))
      latest = undefined
      return { ok: true, definitions }
    },
    async check(source, known) {
      return (await readDrawing(source, known)).problems
    },
    list: () => store.definitions.latest(),
    versions: key => store.definitions.versions(key),
    get: (key, version) => (version === undefined ? getLatest(key) : get(key, version)),
    async process({ key, version }) {
      return (await get(key, version)).process
    },
    latest: readLatestOnce,
    async remove(key, version) {
      await store.definitions.remove(key, version)
      kept.delete(`${key}/${version}`)
      latest = undefined
    },
    async current(key) {
      return (await readLatestOnce()).find(one => one.key === key) ?? getLatest(key)
    },
  }
}

/** Reads and judges a drawing. */
async function readDrawing(source: string | Uint8Array, known: Known = {}) {
  const { models, problems, xml } = await parseBpmn(source)
  const nothing: Problem[] =
    models.length > 0 || problems.some(isError)
      ? []
      : [
          {
            rule: 'xml',
            severity: 'error',
            message: 'The file holds no process. Draw one, or choose another file.',
          },
        ]
  return {
    models,
    xml,
    problems: [...problems, ...models.flatMap(model => validate(model, known)), ...nothing],
  }
}

function build(model: ProcessModel): { process: CompiledProcess } | { problem: Problem } {
  try {
    return { process: compile(model) }
  } catch (error) {
    const message = `${model.name || model.key} could not be compiled: ${(error as Error).message}`
    return { problem: { rule: 'compile', severity: 'error', message } }
  }
}

function isError({ severity }: Problem): boolean {
  return severity === 'error'
}
