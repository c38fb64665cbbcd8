import type { Handler } from './index.ts'

/** A message thrown by a process finds its taker like any other that comes in. */
export const sendMessage: Handler<'sendMessage'> = async (effect, sender, { correlation }) => {
  const { id, name, correlationKey, payload, instance } = effect
  await correlation.correlate({
    id,
    name,
    payload,
    ...(correlationKey !== undefined && { correlationKey }),
    ...(instance !== undefined && { instance }),
    ...(correlationKey === undefined &&
      instance === undefined &&
      sender.subject && { subject: sender.subject }),
  })
  return undefined
}
