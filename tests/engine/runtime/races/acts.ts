/** What somebody does to an instance while somebody else does something too. */

import { expect } from 'vitest'
import type { CommandBody, ProcessInstance } from '#engine'
import type { World } from '../world.ts'
import { key } from './drawings.ts'

export type Act = (world: World, id: string) => Promise<unknown>

/** A command, or one made of how the instance stands; with an id, the same one each time. */
export const command =
  (body: CommandBody | ((instance: ProcessInstance, world: World) => CommandBody), commandId?: string): Act =>
  async (world, id) => {
    const full = typeof body === 'function' ? body(await world.get(id), world) : body
    await world.engine.command(id, { ...full, ...(commandId && { id: commandId }) })
  }
/** Completes the task at a step; `which` of them, where there are several. */
export const complete = (node: string, which = 0) =>
  command(({ tokens }) => {
    const { id: token, context } = tokens.filter(({ at, context }) => at === node && context?.task)[which]!
    return { type: 'completeTask', token, task: String(context!.task) }
  })

export const fire = command(({ timers }) => ({ type: 'fireTimer', timer: timers[0]!.id }))
export const cancel = command({ type: 'cancel' })
export const suspend = command({ type: 'suspend' })
export const setting = (name: string) => command({ type: 'setVariables', variables: { [name]: 1 } })
export const incident = command(({ incidents }) => ({ type: 'retryIncident', incident: incidents[0]!.id }))

/** Moves the instance to the second version. */
export const migrated: Act = async (world, id) => {
  const { version, hash } = await world.engine.definitions.get(key, 2)
  const to = { key, version, hash }
  await world.engine.command(id, { type: 'migrate', to, plan: { nodes: {} } })
}

const jobId = ({ tokens }: ProcessInstance) => String(tokens[0]!.context!.effect)
export const done = command(instance => ({ type: 'completeJob', effect: jobId(instance), output: 1 }))
export const failed = command(instance => ({
  type: 'failJob',
  effect: jobId(instance),
  code: 'x',
  message: 'it failed',
}))

/** A payment is told, as a webhook would, under an id of its own. */
export const paid =
  (id: string): Act =>
  async world => {
    const { delivered, duplicate } = await world.engine.correlate({
      id,
      name: 'paid',
      correlationKey: 'A',
      ttl: 'PT0S',
    })
    if (delivered.length === 0 && !duplicate)
      throw Object.assign(new Error('nobody waits'), { name: 'Refused' })
  }

/** The job has failed for good, and an incident says so. */
export const failure: Act = async (world, id) => {
  await failed(world, id)
  await world.until(id, ({ incidents }) => expect(incidents).toHaveLength(1))
}
