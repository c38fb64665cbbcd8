import type { Handler } from './index.ts'
import { quietly } from './quietly.ts'

/** Ends an instance that a call activity had started. */
export const cancelProcess: Handler<'cancelProcess'> = (effect, _instance, runtime) => {
  const body = { type: 'cancel', reason: 'The calling process went on without it.' } as const
  return quietly(runtime.perform.command(effect.instance, { body, id: effect.id }))
}
