import type { Handler } from './index.ts'
import { quietly } from './quietly.ts'

/** A called process has ended: the call activity goes on. */
export const tellParent: Handler<'tellParent'> = (effect, instance, runtime) => {
  const { parent, ended } = effect
  const body = { type: 'endChild', token: parent.token, instance: instance._id, ended } as const
  return quietly(runtime.perform.command(parent.instance, { body, id: effect.id }))
}
