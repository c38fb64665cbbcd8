import type { Handler } from './index.ts'
import { orIncident } from './quietly.ts'

/** The step had to stop at its bound of moves: it goes on at once, after others have had their turn. */
export const proceed: Handler<'continue'> = (effect, instance, runtime) =>
  orIncident(
    runtime.perform.command(instance._id, { body: { type: 'continue' }, id: effect.id }),
    effect,
    instance,
    runtime,
    'Make its data smaller, then retry.',
  )
