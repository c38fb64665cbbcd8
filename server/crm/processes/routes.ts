/** Processes over HTTP: the list, drafts, publishing, versions, files in and out. */
import type { Definition } from '#engine'
import { ApiError, forbidden, notFound } from '../../middleware/errors.ts'
import { can } from '../../policy.ts'
import type { Call, Route, Schema } from '../../routes/route.ts'
import {
  flag,
  id,
  input,
  integer,
  many,
  map,
  moment,
  named,
  oneOf,
  output,
  string,
  text,
  values,
} from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { lookUpNames, present } from '../names.ts'
import { invalidProcess } from './index.ts'
import { presentList, presentProcess } from './present.ts'

const tag = 'Processes'
const mostXml = 2 * 1024 * 1024
/** JSON around a drawing of the allowed size, with its quotation marks escaped, and its picture. */
const mostJson = 6 * 1024 * 1024
const xmlText: Schema = { type: 'string', minLength: 1, maxLength: mostXml }

const problem = output(
  { rule: string, severity: oneOf('error', 'warning', 'info'), message: string },
  { element: string, property: string, fix: string, line: { type: 'integer' } },
)
const summary: Record<string, Schema> = {
  key: string,
  name: string,
  hasDraft: flag,
  running: integer(),
  incidents: integer(),
  isPipeline: flag,
}
const summarySometimes: Record<string, Schema> = {
  version: integer(),
  publishedAt: moment,
  publishedBy: named,
  svg: string,
}
const stage = output(
  { key: string, name: string, kind: oneOf('open', 'won', 'lost') },
  { color: string, probability: { type: 'number' } },
)
const detail = output(
  {
    ...summary,
    xml: string,
    triggers: many(output({ on: string, startEvent: string }, { condition: string })),
    stages: many(stage),
  },
  { ...summarySometimes, draft: output({ xml: string, savedAt: moment, basedOn: integer() }, { by: named }) },
)
const published = { key: string, version: integer(), name: string, hash: string, deployedAt: moment }
const versionOut = output(published, { deployedBy: named, comment: string, running: integer() })
const drawnOut = output({ ...published, xml: string }, { deployedBy: named, comment: string, svg: string })

export const processRoutes: Route[] = [
  {
    method: 'get',
    path: '/processes',
    tag,
    summary: 'Every process and draft',
    permission: 'processes.read',
    answers: { 200: many(output(summary, summarySometimes)) },
    handle: ({ services }) => presentList(services),
  },
  {
    method: 'post',
    path: '/processes',
    tag,
    summary: 'Take a BPMN file in as a draft',
    description:
      'Any `.bpmn` file: what Baton does not know stays in it. The process key is the id of its (first executable) process.',
    permission: 'processes.write',
    body: {
      raw: ['application/xml', 'text/xml', 'application/octet-stream', 'text/plain', 'application/bpmn+xml'],
      limit: mostXml,
    },
    answers: {
      201: output({ key: string, problems: many(problem), report: map() }),
      422: 'The file cannot be read; `details.problems` says why',
    },
    handle: takeIn,
  },
  {
    method: 'post',
    path: '/processes/check',
    tag,
    summary: 'What is wrong with a drawing',
    permission: 'processes.read',
    bodyLimit: mostJson,
    body: input({ xml: xmlText }, ['xml']),
    answers: { 200: output({ problems: many(problem) }) },
    handle: async ({ body, services }) => ({
      problems: await services.processes.check((body as { xml: string }).xml),
    }),
  },
  {
    method: 'get',
    path: '/processes/:key',
    tag,
    summary: 'One process: the published drawing and the draft beside it',
    permission: 'processes.read',
    answers: { 200: detail },
    async handle({ params, services }) {
      const [published, draft] = await find(services, params.key!)
      return presentProcess(services, published, draft)
    },
  },
  {
    method: 'put',
    path: '/processes/:key/draft',
    tag,
    summary: 'Keep an unfinished drawing',
    permission: 'processes.write',
    bodyLimit: mostJson,
    body: input({ xml: xmlText, basedOn: integer() }, ['xml']),
    answers: { 200: output({ savedAt: moment, problems: many(problem) }) },
    async handle({ actor, params, body, services }) {
      const { xml, basedOn } = body as { xml: string; basedOn?: number }
      demandKey(params.key!)
      const { draft, problems } = await services.processes.saveDraft(actor, params.key!, xml, basedOn)
      return { savedAt: draft.savedAt.toISOString(), problems }
    },
  },
  {
    method: 'delete',
    path: '/processes/:key/draft',
    tag,
    summary: 'Drop the draft; the published version stays',
    permission: 'processes.write',
    answers: { 204: 'Dropped' },
    handle: ({ actor, params, services }) => services.processes.removeDraft(actor, params.key!),
  },
  {
    method: 'post',
    path: '/processes/:key/publish',
    tag,
    summary: 'Make a drawing the next version',
    description:
      'Running instances stay on their version. A drawing with errors is refused (422 `invalidProcess`) and replaces nothing.',
    permission: 'processes.write',
    bodyLimit: mostJson,
    body: input({ xml: xmlText, comment: text(2000), svg: { type: 'string', maxLength: mostXml } }, ['xml']),
    answers: { 200: output({ version: integer() }), 422: 'The problems by element' },
    async handle({ actor, params, body, services }) {
      const { version } = await services.processes.publish(actor, params.key!, body)
      return { version }
    },
  },
  {
    method: 'get',
    path: '/processes/:key/versions',
    tag,
    summary: 'Published versions, newest first',
    permission: 'processes.read',
    answers: { 200: output({ items: many(versionOut) }) },
    async handle({ params, services }) {
      const versions = await services.processes.versions(params.key!)
      if (versions.length === 0 && !(await services.processes.draft(params.key!)))
        throw notFound('process', params.key)
      const names = await lookUpNames(services, { users: versions.map(each => each.deployedBy) })
      const items = await Promise.all(
        versions.map(async each => ({
          ...presentVersion(each, names.users(each.deployedBy)),
          running: await services.engine.instances.count({
            key: each.key,
            version: each.version,
            status: 'running',
          }),
        })),
      )
      return { items }
    },
  },
  {
    method: 'get',
    path: '/processes/:key/versions/:version',
    tag,
    summary: 'One published version with its drawing',
    permission: 'processes.read',
    answers: { 200: drawnOut },
    async handle({ params, services }) {
      const found = await services.processes.definition(params.key!, versionNumber(params.version))
      const names = await lookUpNames(services, { users: [found.deployedBy] })
      return {
        ...presentVersion(found, names.users(found.deployedBy)),
        xml: found.xml,
        ...present({ svg: found.svg }),
      }
    },
  },
  removal('/processes/:key', 'Delete a process with all its versions; its draft stays'),
  removal('/processes/:key/versions/:version', 'Delete one published version'),
  {
    method: 'get',
    path: '/processes/:key/export',
    tag,
    summary: 'The drawing as a BPMN file, to the byte as it came in',
    permission: 'processes.read',
    query: input({ version: integer(1), draft: flag }),
    answers: { 200: 'A BPMN file' },
    handle: exportFile,
  },
  {
    method: 'post',
    path: '/processes/:key/start',
    tag,
    summary: 'Start an instance by hand',
    permission: 'instances.operate',
    body: input({
      subject: input({ entity: id, id }, ['entity', 'id']),
      variables: values(),
      commandId: id,
      version: integer(1),
    }),
    answers: { 201: output({ instance: string }) },
    async handle({ actor, params, body, record, services, answer }) {
      const { commandId = record, ...request } = body as {
        subject?: { entity: string; id: string }
        commandId?: string
      }
      if (request.subject?.entity === 'deal') await services.deals.get(actor, request.subject.id)
      const stepped = await services.engine.start({
        key: params.key!,
        ...request,
        commandId,
        by: actor.id,
      })
      await services.processes.settle(stepped)
      return answer(201, { instance: stepped.instance._id })
    },
  },
]

function removal(path: string, summary: string): Route {
  return {
    method: 'delete',
    path,
    tag,
    summary,
    description:
      'Refused (409 `notAllowed`) while it has instances. With `cascade` those that run are cancelled and all are ' +
      'removed with their history first. Its number is never given again.',
    permission: 'processes.write',
    query: input({ cascade: flag }),
    answers: {
      200: output({ versions: many(integer()), cancelled: integer(), removed: integer() }),
      409: '`notAllowed`: it has instances; `hasDeals`: deals are in this pipeline',
    },
    async handle({ actor, params, query, services }) {
      const { cascade } = query as { cascade?: boolean }
      if (cascade && !can(actor, 'instances.operate')) throw forbidden()
      return services.processes.remove(actor, params.key!, {
        ...(params.version !== undefined && { version: versionNumber(params.version) }),
        ...(cascade !== undefined && { cascade }),
      })
    },
  }
}

async function takeIn({ actor, raw, services, answer }: Call) {
  const reading = await services.processes.read(raw!)
  if (!reading.key) throw invalidProcess(reading.problems)
  demandKey(reading.key)
  const { problems } = await services.processes.saveDraft(actor, reading.key, reading.xml)
  const all = [
    ...reading.problems,
    ...problems.filter(each => !reading.problems.some(known => same(known, each))),
  ]
  const others = reading.processes.filter(each => each.key !== reading.key).map(each => each.key)
  const steps = reading.processes.find(each => each.key === reading.key)?.steps ?? 0
  return answer(201, {
    key: reading.key,
    problems: all,
    report: { name: reading.name, steps, ...(others.length > 0 && { others }) },
  })
}

const same = (a: { rule: string; element?: string; message: string }, b: typeof a) =>
  a.rule === b.rule && a.element === b.element && a.message === b.message

async function exportFile({ params, query, services, answer }: Call) {
  const { version, draft: wantsDraft } = query as { version?: number; draft?: boolean }
  const draft = wantsDraft || version === undefined ? await services.processes.draft(params.key!) : null
  const published = wantsDraft
    ? null
    : await services.processes.definition(params.key!, version).catch(() => null)
  const xml = wantsDraft ? draft?.xml : (published?.xml ?? draft?.xml)
  if (!xml) throw notFound('process', params.key)
  return answer(200, xml, {
    'Content-Type': 'application/xml; charset=utf-8',
    'Content-Disposition': `attachment; filename="${params.key!.replace(/[^\w.-]/g, '_')}.bpmn"`,
  })
}

async function find(services: Services, key: string) {
  const [published, draft] = await Promise.all([
    services.processes.definition(key).catch(error => {
      if ((error as { status?: number; code?: string }).code === 'notFound') return null
      throw error
    }),
    services.processes.draft(key),
  ])
  if (!published && !draft) throw notFound('process', key)
  return [published, draft] as const
}

/** Keys are XML ids; nothing else is a good name for a file or an address. */
function demandKey(key: string): void {
  if (/^[\p{L}_][\p{L}\p{N}_.-]{0,199}$/u.test(key)) return
  throw new ApiError(
    422,
    'badKey',
    `"${key}" cannot name a process: use letters, digits, dots, - and _, beginning with a letter.`,
  )
}

function versionNumber(text: string | undefined): number {
  const version = Number(text)
  if (!Number.isInteger(version) || version < 1) throw notFound('version', text)
  return version
}

type Summary = Pick<Definition, 'key' | 'version' | 'name' | 'hash' | 'deployedAt' | 'comment'>

function presentVersion(
  { key, version, name, hash, deployedAt, comment }: Summary,
  deployedBy: { id: string; name: string } | undefined,
) {
  return { key, version, name, hash, deployedAt, ...present({ deployedBy, comment }) }
}
