/** Dragging a card: a modelled way, an allowed jump, a start for deals without a process, or a refusal that says why. */
import {
  type Definition,
  type Json,
  type ProcessInstance,
  RefusedCommand,
  type StageInfo,
  waysTo,
} from '#engine'
import { ApiError } from '../../middleware/errors.ts'
import type { Actor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import type { TaskRecord } from '../tasks/types.ts'
import type { DealMove, DealRecord } from './types.ts'
import { readInScope, tooLate } from './update.ts'

/** A move with all that is needed to make it. */
type Plan = DealMove & { token?: string; to?: string; outcome?: string; instance?: ProcessInstance }

/** What each stage of the deal's pipeline would mean. */
export async function movesOf(services: Services, actor: Actor, id: string): Promise<DealMove[]> {
  const deal = await readInScope(services, actor, id)
  const { stages, plan } = await look(services, actor, deal)
  const moves = []
  for (const stage of stages) {
    const { token: _t, to: _to, outcome: _o, instance: _i, ...move } = await plan(stage)
    moves.push(move)
  }
  return moves
}

/** Makes the move and answers the deal as it is then. */
export async function moveDeal(
  services: Services,
  actor: Actor,
  id: string,
  stage: string,
  options: { version?: number; values?: Record<string, Json>; commandId?: string },
): Promise<DealRecord> {
  const deal = await readInScope(services, actor, id)
  const { stages, plan } = await look(services, actor, deal)
  const target = stages.find(each => each.key === stage)
  if (!target)
    throw new ApiError(422, 'unknownStage', `The pipeline "${deal.pipeline}" has no stage "${stage}".`)
  if (deal.stage === stage) return deal
  if (options.version !== undefined && options.version !== deal.version) throw tooLate(deal, options.version)
  const move = await plan(target)
  if (!move.allowed) throw refused(move, deal)
  await make(services, actor, deal, target, move, options).catch(error => {
    // The process moved on between the look and the leap.
    throw error instanceof RefusedCommand ? refused({ ...move, reason: error.message }, deal) : error
  })
  return readInScope(services, actor, id)
}

async function look(services: Services, actor: Actor, deal: DealRecord) {
  const pipeline = await services.processes.pipeline(deal.pipeline)
  const [instance] = await services.engine.instances.find({
    subject: { entity: 'deal', id: deal._id },
    key: deal.pipeline,
    status: ['running', 'suspended'],
    limit: 1,
  })
  const definition =
    instance && (await services.engine.definitions.get(deal.pipeline, instance.definition.version))
  // A running deal keeps the stages of the version it runs on; new stages are shown but cannot be reached.
  const stages = pipeline?.stages ?? definition?.process.stages ?? []
  return { stages, plan: (stage: StageInfo) => planMove(services, actor, deal, stage, instance, definition) }
}

async function planMove(
  services: Services,
  actor: Actor,
  deal: DealRecord,
  stage: StageInfo,
  instance: ProcessInstance | undefined,
  definition: Definition | undefined,
): Promise<Plan> {
  if (stage.key === deal.stage) return { stage: stage.key, allowed: true, how: 'here' }
  if (!instance || !definition) return { stage: stage.key, allowed: true, how: 'start' }
  if (instance.status === 'suspended')
    return no(stage, 'The process of this deal is suspended. Resume it first.')
  const way = waysTo(definition.process, instance, stage.key)
  if (way.type === 'here') return { stage: stage.key, allowed: true, how: 'here' }
  if (way.type === 'refused') return { ...no(stage, way.reason), ...(await openTask(services, deal)) }
  if (way.type === 'jump')
    return { stage: stage.key, allowed: true, how: 'jump', token: way.token, to: way.to, instance }
  const task = await services.tasks.openAt(instance._id, way.token)
  if (task && !services.tasks.mayComplete(actor, task)) {
    const reason = `“${task.name}” comes first, and it is not yours to complete.`
    return { ...no(stage, reason), task: { id: task._id, name: task.name } }
  }
  const outcome = task?.outcomes.find(each => each.id === way.outcome)
  return {
    stage: stage.key,
    allowed: true,
    how: 'outcome',
    outcome: way.outcome,
    outcomeName: outcome?.name ?? way.outcome,
    needs: task ? stillNeeded(task, way.outcome) : [],
    ...(task && { task: { id: task._id, name: task.name } }),
    token: way.token,
    instance,
  }
}

const no = (stage: StageInfo, reason: string): Plan => ({ stage: stage.key, allowed: false, reason })

async function openTask(
  services: Services,
  deal: DealRecord,
): Promise<{ task?: { id: string; name: string } }> {
  const [task] = await services.tasks.openOf([deal._id])
  return task ? { task: { id: task._id, name: task.name } } : {}
}

/** Keys of fields that the outcome asks for and that have no value yet. */
function stillNeeded(task: TaskRecord, outcome: string): string[] {
  const requires = task.outcomes.find(each => each.id === outcome)?.requires ?? []
  const keys = [...task.form.filter(field => field.required).map(field => field.key), ...requires]
  return [...new Set(keys)].filter(key => isEmpty(task.values[key]))
}

const isEmpty = (value: Json | undefined) => value === undefined || value === null || value === ''

async function make(
  services: Services,
  actor: Actor,
  deal: DealRecord,
  target: StageInfo,
  move: Plan,
  { values, commandId }: { values?: Record<string, Json>; commandId?: string },
): Promise<void> {
  if (move.how === 'outcome' && move.task) {
    const missing = (move.needs ?? []).filter(key => isEmpty(values?.[key]))
    if (missing.length > 0) {
      const reason = `“${move.task.name}” asks for ${missing.join(', ')} before the deal can go to ${target.name}.`
      throw refused({ ...move, allowed: false, reason, needs: missing }, deal)
    }
    await services.tasks.complete(actor, move.task.id, { outcome: move.outcome, values, commandId })
    return
  }
  const stepped = move.instance
    ? await services.engine.command(move.instance._id, command(move, commandId), actor.id)
    : await services.engine.start({
        key: deal.pipeline,
        commandId: commandId ?? services.newId(),
        subject: { entity: 'deal', id: deal._id },
        startAt: target.node,
        by: actor.id,
      })
  await services.processes.settle(stepped)
}

function command(move: Plan, id: string | undefined) {
  const key = id === undefined ? {} : { id }
  if (move.how === 'jump') return { ...key, type: 'moveToken' as const, token: move.token!, to: move.to! }
  return { ...key, type: 'completeTask' as const, token: move.token!, outcome: move.outcome }
}

function refused(move: DealMove, deal: DealRecord): ApiError {
  const message = move.reason ?? `Deal ${deal.number} cannot go to ${move.stage} from ${deal.stage}.`
  const details = {
    stage: move.stage,
    ...(move.task && { task: move.task }),
    ...(move.needs && { needs: move.needs }),
  }
  return new ApiError(409, 'moveRefused', message, details)
}
