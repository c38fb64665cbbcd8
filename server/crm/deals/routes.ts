/** Deals over HTTP: the board, the list, one deal, its moves, its timeline. */
import { ApiError, notFound } from '../../middleware/errors.ts'
import type { Call, Route } from '../../routes/route.ts'
import {
  id,
  input,
  many,
  oneOf,
  output,
  page,
  paging,
  string,
  text,
  values,
  words,
} from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { lookUpNames, present } from '../names.ts'
import type { TimelineRecord } from '../timeline/types.ts'
import { incoming } from './incoming.ts'
import { presentCards, presentDeal, presentRows } from './present.ts'
import { dealSorts } from './read.ts'
import {
  boardOut,
  cardOut,
  dealOut,
  dealPatch,
  entryOut,
  moveBody,
  moveOut,
  newDeal,
  rowOut,
  stageOut,
} from './schemas.ts'
import type { DealFilter } from './types.ts'

const filters = { q: text(200), owner: id, team: id }
const tag = 'Deals'

export const dealRoutes: Route[] = [
  {
    method: 'get',
    path: '/pipelines',
    tag,
    summary: 'The pipelines and their stages',
    permission: 'deals.read',
    answers: {
      200: many(output({ key: string, name: string, version: { type: 'integer' }, stages: many(stageOut) })),
    },
    async handle({ services }) {
      const pipelines = await services.processes.pipelines()
      return pipelines.map(({ key, name, version, stages }) => ({
        key,
        name,
        version,
        stages: stages.map(presentStage),
      }))
    },
  },
  {
    method: 'get',
    path: '/deals/board',
    tag,
    summary: 'The board: every stage with its figures and first cards',
    permission: 'deals.read',
    query: input({ pipeline: id, ...filters }),
    answers: { 200: boardOut },
    async handle({ actor, query, services }) {
      const pipeline = await findPipeline(services, query.pipeline as string | undefined)
      const columns = await services.deals.board(actor, { ...(query as DealFilter), pipeline: pipeline.key })
      const cards = await presentCards(
        services,
        columns.flatMap(column => column.items),
      )
      const byId = new Map(cards.map(card => [card.id, card]))
      return {
        pipeline: { key: pipeline.key, name: pipeline.name },
        columns: columns.map(({ stage, count, sum, items, next }, index) => {
          const { key: _key, ...info } = presentStage(pipeline.stages[index]!)
          return {
            ...info,
            stage,
            count,
            sum,
            cards: items.map(deal => byId.get(deal._id)),
            ...(next && { next }),
          }
        }),
      }
    },
  },
  {
    method: 'get',
    path: '/deals/board/:stage',
    tag,
    summary: 'More cards of one stage',
    permission: 'deals.read',
    query: input({ pipeline: id, ...filters, ...paging }),
    answers: { 200: page(cardOut) },
    async handle({ actor, params, query, services }) {
      const { cursor, limit, ...filter } = query as unknown as DealFilter & { cursor?: string; limit: number }
      const pipeline = await findPipeline(services, filter.pipeline)
      const found = await services.deals.column(
        actor,
        { ...filter, pipeline: pipeline.key, stage: params.stage! },
        { cursor, limit },
      )
      return { items: await presentCards(services, found.items), ...(found.next && { next: found.next }) }
    },
  },
  {
    method: 'get',
    path: '/deals',
    tag,
    summary: 'Deals as a list',
    permission: 'deals.read',
    query: input({
      ...filters,
      pipeline: id,
      stage: id,
      status: oneOf('open', 'won', 'lost'),
      company: id,
      contact: id,
      product: id,
      sort: { type: 'string', enum: dealSorts },
      ...paging,
    }),
    answers: { 200: page(rowOut) },
    async handle({ actor, query, services }) {
      const { cursor, limit, sort, ...filter } = query as unknown as DealFilter & {
        cursor?: string
        limit: number
        sort?: string
      }
      const found = await services.deals.list(actor, filter, { cursor, limit, sort })
      return { ...found, items: await presentRows(services, found.items) }
    },
  },
  {
    method: 'post',
    path: '/deals',
    tag,
    summary: 'A new deal',
    description: 'Its pipeline process starts and triggers fire, unless `quiet` is set.',
    permission: 'deals.write',
    body: newDeal,
    answers: { 201: dealOut },
    async handle({ actor, body, record, services, answer }) {
      const { quiet, ...values } = body as Record<string, unknown>
      const given = { ...(await incoming(services, values)), _id: record }
      const deal = await services.deals.create(actor, given, { quiet: quiet === true })
      return answer(201, await presentDeal(services, deal))
    },
  },
  {
    method: 'get',
    path: '/deals/:id',
    tag,
    summary: 'One deal',
    permission: 'deals.read',
    answers: { 200: dealOut },
    handle: async ({ actor, params, services }) =>
      presentDeal(services, await services.deals.get(actor, params.id!)),
  },
  {
    method: 'patch',
    path: '/deals/:id',
    tag,
    summary: 'Change a deal',
    description:
      '`null` empties a field; `fields` is merged key by key. The stage follows the process: see `move`.',
    permission: 'deals.write',
    body: dealPatch,
    answers: { 200: dealOut },
    async handle({ actor, params, body, services }) {
      const { version, ...values } = body as Record<string, unknown> & { version: number }
      const deal = await services.deals.update(actor, params.id!, await incoming(services, values), {
        version,
      })
      return presentDeal(services, deal)
    },
  },
  {
    method: 'delete',
    path: '/deals/:id',
    tag,
    summary: 'Delete a deal; its processes are cancelled',
    permission: 'deals.write',
    answers: { 204: 'Deleted' },
    handle: ({ actor, params, services }) => services.deals.remove(actor, params.id!),
  },
  {
    method: 'get',
    path: '/deals/:id/moves',
    tag,
    summary: 'What moving the deal to each stage would mean',
    permission: 'deals.read',
    answers: { 200: many(moveOut) },
    handle: ({ actor, params, services }) => services.deals.moves(actor, params.id!),
  },
  {
    method: 'post',
    path: '/deals/:id/move',
    tag,
    summary: 'Move the deal to a stage',
    description: 'Takes a modelled way or an allowed jump; else 409 `moveRefused` with the reason.',
    permission: 'deals.write',
    body: moveBody,
    answers: { 200: dealOut },
    async handle({ actor, params, body, record, services }) {
      const {
        stage,
        commandId = record,
        ...options
      } = body as {
        stage: string
        version?: number
        values?: Record<string, never>
        commandId?: string
      }
      return presentDeal(
        services,
        await services.deals.move(actor, params.id!, stage, { ...options, commandId }),
      )
    },
  },
  {
    method: 'get',
    path: '/deals/:id/timeline',
    tag,
    summary: 'What happened, newest first',
    permission: 'deals.read',
    query: input(paging),
    answers: { 200: page(entryOut) },
    async handle({ actor, params, query, services }) {
      await services.deals.get(actor, params.id!)
      const { items, next } = await services.timeline.list(params.id!, query)
      const names = await lookUpNames(services, { users: items.map(item => item.by) })
      return { items: items.map(item => presentEntry(item, names.users(item.by))), ...(next && { next }) }
    },
  },
  {
    method: 'post',
    path: '/deals/:id/notes',
    tag,
    summary: 'Write a note into the timeline',
    permission: 'deals.write',
    body: input({ text: words(20_000) }, ['text']),
    answers: { 204: 'Written' },
    async handle({ actor, params, body, record, services }) {
      const deal = await services.deals.get(actor, params.id!)
      const { text: note } = body as { text: string }
      await services.timeline.add({
        key: record,
        deal: deal._id,
        type: 'note',
        title: firstLine(note),
        text: note,
        by: actor,
      })
      services.live.publish({
        type: 'deal',
        data: { id: deal._id },
        to: { owners: deal.owners, team: deal.team },
      })
    },
  },
  {
    method: 'post',
    path: '/deals/:id/processes',
    tag,
    summary: 'Start a process for this deal by hand',
    permission: 'deals.write',
    body: input({ key: id, variables: values(200), commandId: id }, ['key']),
    answers: { 201: output({ instance: string }) },
    handle: startByHand,
  },
]

async function startByHand({ actor, params, body, record, services, answer }: Call) {
  const {
    key,
    variables,
    commandId = record,
  } = body as {
    key: string
    variables?: Record<string, never>
    commandId?: string
  }
  const deal = await services.deals.get(actor, params.id!)
  const { process, name } = await services.processes.definition(key)
  const button = process.triggers.find(trigger => trigger.type === 'record' && trigger.on === 'button')
  const start = button ?? process.triggers.find(trigger => trigger.type === 'none')
  if (!start)
    throw new ApiError(
      422,
      'notByHand',
      `“${name}” cannot be started by hand: its start events wait for something else.`,
    )
  const stepped = await services.engine.start({
    key,
    commandId,
    startEvent: start.node,
    subject: { entity: 'deal', id: deal._id },
    ...(variables && { variables }),
    by: actor.id,
  })
  await services.timeline.add({
    key: `${stepped.instance._id}/started`,
    deal: deal._id,
    type: 'process',
    title: name,
    by: actor,
    instance: stepped.instance._id,
  })
  await services.processes.settle(stepped)
  return answer(201, { instance: stepped.instance._id })
}

/** The named pipeline, else the first; 404 while none is published. */
async function findPipeline(services: Services, key: string | undefined) {
  const pipelines = await services.processes.pipelines()
  const pipeline = key === undefined ? pipelines[0] : pipelines.find(each => each.key === key)
  if (!pipeline) throw notFound('pipeline', key)
  return pipeline
}

function presentStage(stage: {
  key: string
  name: string
  kind: string
  color?: string
  probability?: number
}) {
  const { key, name, kind, color, probability } = stage
  return { key, name, kind, ...present({ color, probability }) }
}

function presentEntry(entry: TimelineRecord, by: { id: string; name: string } | undefined) {
  return {
    id: entry._id,
    at: entry.at.toISOString(),
    type: entry.type,
    title: entry.title,
    by: by ?? (entry.by ? { id: entry.by, name: entry.byName } : 'process'),
    ...present({ text: entry.text, instance: entry.instance, link: entry.link, data: entry.data }),
  }
}

function firstLine(note: string): string {
  const [line = ''] = note.trim().split('\n')
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}
