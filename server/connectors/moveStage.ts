import { ApiError } from '../middleware/errors.ts'
import { systemActor } from '../policy.ts'
import { bpmnError, type Connector, done } from './connector.ts'
import { dealIdOf, dealOf, needsDeal } from './subject.ts'

/** Moves the deal in its pipeline, the way dragging its card would. */
export const moveStage: Connector = {
  type: 'moveStage',
  title: 'Move the deal to a stage',
  description:
    'Moves the deal’s card, if the pipeline allows it; otherwise the error moveRefused can be caught.',
  group: 'deal',
  icon: 'arrow-right-circle',
  input: {
    type: 'object',
    required: ['stage'],
    properties: {
      stage: { type: 'string', title: 'Stage', format: 'stage', 'x-choices': 'stages' },
      values: { type: 'object', title: 'Values for the form of the step that is left', format: 'expression' },
    },
  },
  output: { stage: { type: 'string', title: 'The stage it stands at' } },
  async run(input, context) {
    const id = dealIdOf(context)
    if (!id) return needsDeal
    const deal = await dealOf(context)
    if (!deal) return bpmnError('DEAL_CLOSED', 'The deal has been deleted.')
    const stage = String(input.stage)
    if (deal.stage === stage) return done({ stage })
    const values =
      typeof input.values === 'object' && input.values !== null && !Array.isArray(input.values)
        ? input.values
        : {}
    try {
      const moved = await context.services.deals.move(systemActor, id, stage, {
        values,
        commandId: context.idempotencyKey,
      })
      return done({ stage: moved.stage })
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) return bpmnError('moveRefused', error.message)
      throw error
    }
  },
}
