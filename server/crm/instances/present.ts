/** Instances as the API shows them: where they stand, since when, why. */
import {
  bulk,
  type CompiledProcess,
  describeWaits,
  type HistoryEntry,
  type ProcessInstance,
  type Wait,
  waysOut,
} from '#engine'
import { systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { lookUpNames, type Named, present } from '../names.ts'
import { countPasses, describeStep, nameOf } from './history.ts'

/** Steps that are read to count passes; more would not change the picture. */
const mostSteps = 10_000
const stepsAtOnce = 500

/** Rows of the list. */
export async function presentRows(
  services: Services,
  instances: ProcessInstance[],
): Promise<Record<string, unknown>[]> {
  const deals = await dealsOf(services, instances)
  return Promise.all(
    instances.map(async instance => {
      const { process, name } = await services.processes.definition(
        instance.definition.key,
        instance.definition.version,
      )
      const waits = describeWaits(process, instance)
      return {
        ...head(instance, name),
        incidents: instance.incidents.length,
        // A step's own deadline is no second place where it stands.
        at: [...new Set(waits.filter(wait => !wait.boundary).map(wait => wait.name))],
        ...present({ deal: deals.get(instance.subject?.id ?? '') }),
      }
    }),
  )
}

/** One instance with its drawing, tokens, incidents, and how often each part of the drawing was passed. */
export async function presentInstance(
  services: Services,
  instance: ProcessInstance,
): Promise<Record<string, unknown>> {
  const { process, name, xml } = await services.processes.definition(
    instance.definition.key,
    instance.definition.version,
  )
  const [deals, tokens, passes] = await Promise.all([
    dealsOf(services, [instance]),
    presentTokens(services, process, instance),
    history(services, instance._id).then(countPasses),
  ])
  return {
    ...head(instance, name),
    xml,
    variables: instance.variables,
    tokens,
    incidents: instance.incidents.map(incident => ({
      id: incident.id,
      node: incident.node,
      name: nameOf(process, incident.node),
      code: incident.code,
      message: incident.message,
      at: incident.at,
      ...waysOut(process, instance, incident),
      ...present({ cure: incident.cure }),
    })),
    scopes: openScopes(process, instance),
    ...passes,
    ...present({ bulk: presentBulk(instance) }),
    ...present({ subject: instance.subject, deal: deals.get(instance.subject?.id ?? '') }),
  }
}

/** What is large in a large instance, so that somebody sees it before it is too large. */
function presentBulk(instance: ProcessInstance): Record<string, unknown> | undefined {
  const large = bulk(instance)
  if (!large) return undefined
  const largest = Object.entries(large.largest).map(([name, characters]) => ({ name, characters }))
  return { characters: large.characters, largest }
}

/** Steps of history, each with a sentence. */
export async function presentSteps(services: Services, instance: ProcessInstance, steps: HistoryEntry[]) {
  const names = await lookUpNames(services, { users: steps.map(step => step.by) })
  const ref = instance.definition
  const { process } = await services.processes.definition(ref.key, ref.version)
  return steps.map(step => {
    // CRM data that came along is large, and people may see in it what they may not see elsewhere.
    const { data: _data, at: _at, by: _by, ...command } = step.command
    return {
      revision: step.revision,
      at: step.at,
      command,
      trace: step.trace,
      text: describeStep(step, process),
      ...present({ by: names.users(step.by) ?? step.by }),
    }
  })
}

function head(instance: ProcessInstance, name: string): Record<string, unknown> {
  const { key, version } = instance.definition
  return {
    id: instance._id,
    process: { key, name, version },
    status: instance.status,
    startedAt: instance.startedAt,
    ...present({ endedAt: instance.endedAt }),
  }
}

async function presentTokens(
  services: Services,
  process: CompiledProcess,
  instance: ProcessInstance,
): Promise<unknown[]> {
  const waits = describeWaits(process, instance)
  const tasks = await Promise.all(
    waits.map(wait => (wait.kind === 'task' ? services.tasks.openAt(instance._id, wait.token) : null)),
  )
  const names = await lookUpNames(services, { users: tasks.map(task => task?.assignee) })
  return waits.map((wait, index) => ({
    id: wait.token,
    node: wait.node,
    name: wait.name || wait.node,
    kind: wait.kind,
    since: wait.since,
    for: wait.for,
    ...present({
      until: wait.until,
      message: wait.message,
      timer: timerOf(instance, wait),
      task: tasks[index]?._id,
      assignee: names.users(tasks[index]?.assignee),
    }),
  }))
}

/** The sub-processes that are open, each with the steps a token could be put at within. */
function openScopes(process: CompiledProcess, instance: ProcessInstance): Record<string, unknown>[] {
  return instance.scopes
    .filter(({ scope, data }) => process.nodes[scope] && data?.compensating === undefined)
    .map(({ id, scope, variables }) => {
      const counter = variables?.loopCounter
      return {
        id,
        node: scope,
        name: nameOf(process, scope),
        ...(typeof counter === 'number' && { round: counter }),
      }
    })
}

/** The timer behind a wait, or beside it on the step's boundary, so that people can move it. */
function timerOf(instance: ProcessInstance, wait: Wait): string | undefined {
  const timers = instance.timers.filter(timer => timer.token === wait.token)
  return (timers.find(timer => timer.due === wait.until) ?? timers[0])?.id
}

async function dealsOf(
  services: Services,
  instances: ProcessInstance[],
): Promise<Map<string, { id: string; title: string; company?: Named }>> {
  const ids = instances.flatMap(({ subject }) => (subject?.entity === 'deal' ? [subject.id] : []))
  const deals = ids.length > 0 ? await services.deals.findByIds(systemActor, [...new Set(ids)]) : []
  const names = await lookUpNames(services, { companies: deals.map(deal => deal.company) })
  return new Map(
    deals.map(({ _id, title, company }) => [
      _id,
      { id: _id, title, ...present({ company: names.companies(company) }) },
    ]),
  )
}

async function history(services: Services, id: string): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = []
  while (entries.length < mostSteps) {
    const after = entries.at(-1)?.revision ?? 0
    const more = await services.engine.instances.history(id, { after, limit: stepsAtOnce })
    entries.push(...more)
    if (more.length < stepsAtOnce) break
  }
  return entries
}
