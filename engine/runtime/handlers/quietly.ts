import type { Effect } from '../../core/effects.ts'
import type { ProcessInstance } from '../../core/instance.ts'
import { NotFound, Refused } from '../../errors.ts'
import type { Runtime } from '../runtime.ts'

/** Whoever was meant is gone or has moved on: nothing is left to do. Any other failure is tried again. */
export async function quietly(work: Promise<unknown>): Promise<undefined> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof NotFound || error instanceof Refused)) throw error
  }
}

/** Quietly, too; but where the step was refused for what would have come of it, a person is asked. A retry does it again. */
export async function orIncident(
  work: Promise<unknown>,
  effect: Effect,
  instance: ProcessInstance,
  runtime: Runtime,
  cure: string,
): Promise<undefined> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'invalid')) return quietly(Promise.reject(error))
    const problem = { code: 'stepRefused', message: error.reason, cure } as const
    const body = { type: 'failJob', effect: effect.id, ...problem } as const
    await quietly(runtime.perform.command(instance._id, { body, id: `${effect.id}/refused` }))
  }
}

/** What came by itself could not be taken: that is told on the instance, at the node that would have taken it; false when it was before. */
export async function reportRefusal(
  { reason }: Refused,
  instance: string,
  node: string,
  runtime: Runtime,
): Promise<boolean> {
  const cure = 'Remove the cause; it is tried again by itself.'
  const body = { type: 'reportProblem', node, code: 'stepRefused', message: reason, cure } as const
  try {
    await runtime.perform.command(instance, { body, id: runtime.ports.newId() })
    return true
  } catch (error) {
    if (error instanceof Refused || error instanceof NotFound) return false
    throw error
  }
}
