import type { Handler } from './index.ts'

/** Tells everybody who listens, in every process. */
export const broadcastSignal: Handler<'broadcastSignal'> = async (effect, _instance, { correlation }) => {
  const { id, name, payload, from } = effect
  await correlation.signal({ id, name, payload, ...(from !== undefined && { from }) })
  return undefined
}
