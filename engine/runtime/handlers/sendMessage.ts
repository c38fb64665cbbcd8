import { keyOf, keysIn } from '../../core/conversation.ts'
import type { Handler } from './index.ts'

/** A message thrown by a process finds its taker like any other that comes in. */
export const sendMessage: Handler<'sendMessage'> = async (effect, sender, { correlation, definitions }) => {
  const { id, name, correlationKey, payload, instance } = effect
  // A message that carries a key of its conversation may be for a process about another record.
  const process = await definitions.process(sender.definition)
  const keyed = keysIn(process, name).some(key => keyOf(key, name, payload) !== undefined)
  await correlation.correlate({
    id,
    name,
    payload,
    ...(correlationKey !== undefined && { correlationKey }),
    ...(instance !== undefined && { instance }),
    ...(correlationKey === undefined &&
      instance === undefined &&
      !keyed &&
      sender.subject && { subject: sender.subject }),
  })
  return undefined
}
