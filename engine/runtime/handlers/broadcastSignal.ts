import type { Handler } from './index.ts'

/** Tells everybody who listens, in every process. */
export const broadcastSignal: Handler<'broadcastSignal'> = async (
  { id, name, payload },
  _instance,
  { correlation },
) => {
  await correlation.signal({ id, name, payload })
  return undefined
}
