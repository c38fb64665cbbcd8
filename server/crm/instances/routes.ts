/** Running processes over HTTP: where they stand and why; what an operator may do about it. */
import type { CommandBody, InstanceFilter, InstanceStatus, ProcessInstance } from '#engine'
import { notFound } from '../../middleware/errors.ts'
import { type Actor, seesAll } from '../../policy.ts'
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
  page,
  paging,
  string,
  text,
  values,
} from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { cursorAfter, readCursor } from '../text.ts'
import { presentInstance, presentRows, presentSteps } from './present.ts'
import { restartRoute } from './restart.ts'

const tag = 'Instances'
const statuses = oneOf('running', 'suspended', 'completed', 'cancelled', 'failed')
const process = output({ key: string, name: string, version: integer() })
const deal = output({ id: string, title: string }, { company: named })
const head: Record<string, Schema> = { id: string, process, status: statuses, startedAt: moment }
const rowOut = output({ ...head, incidents: integer(), at: many(string) }, { endedAt: moment, deal })
const instanceOut = output(
  {
    ...head,
    xml: string,
    variables: map(),
    tokens: many(
      output(
        { id: string, node: string, name: string, kind: string, since: moment, for: string },
        { until: moment, timer: string, message: string, task: string, assignee: named },
      ),
    ),
    incidents: many(
      output(
        {
          id: string,
          node: string,
          name: string,
          code: string,
          message: string,
          at: moment,
          events: many(named),
          flows: many(named),
        },
        { cure: string },
      ),
    ),
    scopes: many(output({ id: string, node: string, name: string }, { round: integer() })),
    visited: map(integer()),
    flows: map(integer()),
  },
  {
    endedAt: moment,
    deal,
    subject: output({ entity: string, id: string }),
    bulk: output({
      characters: integer(),
      largest: many(output({ name: string, characters: integer() })),
    }),
  },
)
const reason = input({ reason: text(1000) })

export const instanceRoutes: Route[] = [
  {
    method: 'get',
    path: '/instances',
    tag,
    summary: 'Instances, newest first',
    permission: 'instances.read',
    query: input({ process: id, version: integer(1), status: statuses, deal: id, incident: flag, ...paging }),
    answers: { 200: page(rowOut) },
    handle: listInstances,
  },
  {
    method: 'get',
    path: '/instances/:id',
    tag,
    summary: 'One instance: tokens on the drawing, variables, waits, incidents',
    permission: 'instances.read',
    answers: { 200: instanceOut },
    handle: async call => presentInstance(call.services, await find(call)),
  },
  {
    method: 'get',
    path: '/instances/:id/history',
    tag,
    summary: 'What happened, step by step, oldest first',
    permission: 'instances.read',
    query: input(paging),
    answers: {
      200: page(
        output(
          { revision: integer(), at: moment, command: map(), trace: many(map()), text: string },
          { by: { anyOf: [named, string] } },
        ),
      ),
    },
    async handle(call) {
      const instance = await find(call)
      const { cursor, limit } = call.query as { cursor?: string; limit: number }
      const after = cursor ? Number(readCursor(cursor, 1)[0]) : 0
      const steps = await call.services.engine.instances.history(instance._id, { after, limit })
      const last = steps.at(-1)
      return {
        items: await presentSteps(call.services, instance, steps),
        ...(last && steps.length === limit && { next: cursorAfter(last.revision) }),
      }
    },
  },
  operation(
    '/instances/:id/incidents/:incident/retry',
    'Try a failed step again',
    input({ variables: values() }),
    call => ({
      type: 'retryIncident',
      incident: call.params.incident!,
      ...(call.body as { variables?: Record<string, never> }),
    }),
  ),
  operation(
    '/instances/:id/incidents/:incident/handle',
    'Let an error event around the failed step take it, as if it had caught the error',
    input({ event: id, variables: values() }, ['event']),
    call => ({ type: 'catchIncident', incident: call.params.incident!, ...(call.body as { event: string }) }),
  ),
  operation(
    '/instances/:id/incidents/:incident/skip',
    'Pass the failed step over as if it were done; `flow` says by which way where there are several',
    input({ flow: id, variables: values() }),
    call => ({ type: 'skipIncident', incident: call.params.incident!, ...(call.body as { flow?: string }) }),
  ),
  restartRoute(find),
  operation('/instances/:id/cancel', 'Cancel an instance', reason, call => ({
    type: 'cancel',
    ...(call.body as object),
  })),
  operation(
    '/instances/:id/suspend',
    'Hold an instance: nothing happens in it until it is resumed',
    reason,
    call => ({ type: 'suspend', ...(call.body as object) }),
  ),
  operation('/instances/:id/resume', 'Let a held instance go on', reason, () => ({ type: 'resume' })),
  operation(
    '/instances/:id/move',
    'Take a token to another step',
    input({ token: id, to: id, reason: text(1000) }, ['token', 'to']),
    call => {
      const { token, to } = call.body as { token: string; to: string }
      return { type: 'moveToken', token, to }
    },
  ),
  operation(
    '/instances/:id/add',
    'Put another token at a step; `scope` names the open sub-process where it is open several times',
    input({ to: id, scope: id, variables: values(), reason: text(1000) }, ['to']),
    call => {
      const { reason: _, ...rest } = call.body as { to: string; reason?: string }
      return { type: 'addToken', ...rest }
    },
  ),
  operation(
    '/instances/:id/remove',
    'Take a token out; where it was the last one, the process is over',
    input({ token: id, reason: text(1000) }, ['token']),
    call => ({ type: 'removeToken', token: (call.body as { token: string }).token }),
  ),
  operation(
    '/instances/:id/timers/:timer/recalculate',
    'Count a timer again from the present values',
    input({ reason: text(1000) }),
    call => ({ type: 'recalculateTimer', timer: call.params.timer! }),
  ),
  {
    ...operation(
      '/instances/:id/variables',
      'Set variables',
      input({ variables: values(), scope: id }, ['variables']),
      call => ({
        type: 'setVariables',
        ...(call.body as { variables: Record<string, never>; scope?: string }),
      }),
    ),
    method: 'patch',
  },
  {
    ...operation('/instances/:id/timers/:timer', 'Move a timer', input({ due: moment }, ['due']), call => ({
      type: 'changeTimer',
      timer: call.params.timer!,
      due: new Date((call.body as { due: string }).due).toISOString(),
    })),
    method: 'patch',
  },
]

/** A route that sends one command and answers the instance as it is then. */
function operation(path: string, summary: string, body: Schema, command: (call: Call) => CommandBody): Route {
  return {
    method: 'post',
    path,
    tag,
    summary,
    permission: 'instances.operate',
    body,
    answers: { 200: instanceOut },
    async handle(call) {
      const instance = await find(call)
      const asked = command(call)
      const stepped = await call.services.engine.command(instance._id, asked, call.actor.id)
      await call.services.processes.settle(stepped)
      const { type } = asked
      await call.services.audit.record({
        actor: call.actor,
        action: `instance.${type}`,
        target: instance._id,
        after: { ...asked, ...reasonOf(call) },
        requestId: call.requestId,
      })
      return presentInstance(call.services, stepped.instance)
    },
  }
}

function reasonOf({ body }: Call): { reason?: string } {
  const { reason: given } = (body ?? {}) as { reason?: string }
  return given ? { reason: given } : {}
}

async function find({ actor, params, services }: Call): Promise<ProcessInstance> {
  const instance = await services.engine.instances.get(params.id!)
  if (!instance || !(await mayRead(services, actor, instance))) throw notFound('instance', params.id)
  return instance
}

/** Managers see the processes of the deals they see. */
async function mayRead(services: Services, actor: Actor, instance: ProcessInstance): Promise<boolean> {
  if (seesAll(actor)) return true
  if (instance.subject?.entity !== 'deal') return false
  return (await services.deals.findByIds(actor, [instance.subject.id])).length > 0
}

interface ListQuery {
  process?: string
  version?: number
  status?: InstanceStatus
  deal?: string
  incident?: boolean
  cursor?: string
  limit: number
}

/** Pages that are looked through at most for a manager who sees few of them. */
const mostPages = 20

async function listInstances({ actor, query, services }: Call) {
  const { process: key, deal: dealId, incident, cursor, limit, ...rest } = query as unknown as ListQuery
  const filter: InstanceFilter = {
    ...rest,
    ...(key && { key }),
    ...(dealId && { subject: { entity: 'deal', id: dealId } }),
    ...(incident && { withIncident: true }),
  }
  let before = cursor ? String(readCursor(cursor, 1)[0]) : undefined
  const items: ProcessInstance[] = []
  let more = true
  for (let round = 0; more && items.length < limit && round < mostPages; round++) {
    const found = await services.engine.instances.find({ ...filter, limit, ...(before && { before }) })
    const seen = await inScope(services, actor, found)
    const taken = seen.slice(0, limit - items.length)
    items.push(...taken)
    more = found.length === limit || taken.length < seen.length
    before = (taken.length < seen.length ? taken : found).at(-1)?._id
  }
  const total = seesAll(actor) ? await services.engine.instances.count(filter) : undefined
  return {
    items: await presentRows(services, items),
    ...(total !== undefined && { total }),
    ...(more && before && { next: cursorAfter(before) }),
  }
}

async function inScope(
  services: Services,
  actor: Actor,
  instances: ProcessInstance[],
): Promise<ProcessInstance[]> {
  if (seesAll(actor)) return instances
  const ids = instances.flatMap(({ subject }) => (subject?.entity === 'deal' ? [subject.id] : []))
  const deals = new Set((await services.deals.findByIds(actor, ids)).map(each => each._id))
  return instances.filter(({ subject }) => subject?.entity === 'deal' && deals.has(subject.id))
}
