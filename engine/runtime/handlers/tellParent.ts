import { Refused } from '../../errors.ts'
import type { Handler } from './index.ts'
import { quietly, reportRefusal } from './quietly.ts'

/** A called process has ended: the call activity goes on. When it cannot take the result, that is told there, and it is told again later. */
export const tellParent: Handler<'tellParent'> = async (effect, instance, runtime) => {
  const { parent, ended } = effect
  const body = { type: 'endChild', token: parent.token, instance: instance._id, ended } as const
  try {
    await runtime.perform.command(parent.instance, { body, id: effect.id })
    return undefined
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'invalid')) return quietly(Promise.reject(error))
    const caller = runtime.desk.peek(parent.instance)?.instance
    const node = caller?.tokens.find(({ id }) => id === parent.token)?.at
    if (caller && node) await reportRefusal(error, caller._id, node, runtime)
    return runtime.clock.in(60_000)
  }
}
