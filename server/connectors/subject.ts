import type { DealRecord } from '../crm/deals/types.ts'
import { systemActor } from '../policy.ts'
import { type ConnectorAnswer, type ConnectorContext, fail } from './connector.ts'

/** The id of the deal a process is about; undefined for processes about something else. */
export function dealIdOf({ subject }: ConnectorContext): string | undefined {
  return subject?.entity === 'deal' ? subject.id : undefined
}

/** What a connector answers that makes no sense without a deal. */
export const needsDeal: ConnectorAnswer = fail(
  'This step works on a deal, but the process was started without one.',
  'Start the process from a deal, or use another block.',
)

/** The deal itself; null when it has been deleted. */
export async function dealOf(context: ConnectorContext): Promise<DealRecord | null> {
  const id = dealIdOf(context)
  if (!id) return null
  const [deal] = await context.services.deals.findByIds(systemActor, [id])
  return deal ?? null
}
