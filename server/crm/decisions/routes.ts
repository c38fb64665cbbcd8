/** Decisions over HTTP: DMN files in, their versions, and out again. */
import type { Call, Route } from '../../routes/route.ts'
import { input, integer, many, moment, named, oneOf, output, string, values } from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { lookUpNames, present } from '../names.ts'
import type { DecisionSummary } from './index.ts'

const tag = 'Decisions'
const mostXml = 2 * 1024 * 1024
const asked = output({ id: string, name: string }, { tag: string })
const fileOut = output(
  { key: string, name: string, version: integer(), decisions: many(asked), deployedAt: moment },
  { deployedBy: named },
)
const problem = output(
  { rule: string, severity: oneOf('error', 'warning', 'info'), message: string },
  { element: string, property: string, line: { type: 'integer' } },
)

export const decisionRoutes: Route[] = [
  {
    method: 'get',
    path: '/decisions',
    tag,
    summary: 'The newest version of every DMN file',
    permission: 'processes.read',
    answers: { 200: output({ items: many(fileOut) }) },
    handle: async ({ services }) => ({ items: await presentAll(await services.decisions.list(), services) }),
  },
  {
    method: 'post',
    path: '/decisions',
    tag,
    summary: 'Take a DMN file in as the next version of its decisions',
    description:
      'A business rule task that names one of its decisions, and no version, asks the newest from now on.',
    permission: 'processes.write',
    body: { raw: ['application/xml', 'text/xml', 'application/octet-stream', 'text/plain'], limit: mostXml },
    answers: {
      201: output({ key: string, version: integer(), decisions: many(asked), problems: many(problem) }),
      422: 'The file cannot be read; `details.problems` says why',
    },
    handle: takeIn,
  },
  {
    method: 'get',
    path: '/decisions/:key/versions',
    tag,
    summary: 'The versions of a DMN file, newest first',
    permission: 'processes.read',
    answers: { 200: output({ items: many(fileOut) }) },
    handle: async ({ params, services }) => ({
      items: await presentAll(await services.decisions.versions(params.key!), services),
    }),
  },
  {
    method: 'get',
    path: '/decisions/:key/export',
    tag,
    summary: 'The DMN file as it came in',
    permission: 'processes.read',
    query: input({ version: integer(1) }),
    answers: { 200: 'A DMN file' },
    async handle({ params, query, services, answer }) {
      const { xml } = await services.decisions.file(params.key!, (query as { version?: number }).version)
      return answer(200, xml, {
        'Content-Type': 'application/xml; charset=utf-8',
        'Content-Disposition': `attachment; filename="${params.key!.replace(/[^\w.-]/g, '_')}.dmn"`,
      })
    },
  },
  {
    method: 'post',
    path: '/decisions/:key/try',
    tag,
    summary: 'Make a decision of the file with values of your own',
    permission: 'processes.read',
    body: input({ decision: string, version: integer(1), values: values() }, ['decision', 'values']),
    answers: { 200: output({}, { value: {}, message: string, cure: string }) },
    async handle({ body, services }) {
      const { decision, version, values } = body as { decision: string; version?: number; values: never }
      const made = await services.decisions.make(decision, values, {
        ...(version !== undefined && { version }),
      })
      return made.ok ? { value: made.value } : { message: made.message, cure: made.cure }
    },
  },
  {
    method: 'delete',
    path: '/decisions/:key',
    tag,
    summary: 'Remove a DMN file with all its versions',
    permission: 'processes.write',
    answers: { 204: 'Removed' },
    handle: ({ actor, params, services }) => services.decisions.remove(actor, params.key!),
  },
]

async function takeIn({ actor, raw, services, answer }: Call) {
  const { file, problems } = await services.decisions.add(actor, raw!)
  const { key, version, decisions } = file
  return answer(201, { key, version, decisions, problems })
}

async function presentAll(files: DecisionSummary[], services: Services) {
  const names = await lookUpNames(services, { users: files.map(({ deployedBy }) => deployedBy) })
  return files.map(({ key, name, version, decisions, deployedAt, deployedBy }) => ({
    key,
    name,
    version,
    decisions,
    deployedAt: deployedAt.toISOString(),
    ...present({ deployedBy: names.users(deployedBy) }),
  }))
}
