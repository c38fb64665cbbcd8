/** An ended process begins again at one of its steps. */
import type { ProcessInstance, Variables } from '#engine'
import { conflict } from '../../middleware/errors.ts'
import type { Call, Route } from '../../routes/route.ts'
import { id, input, integer, output, string, text, values } from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { isPipeline } from '../processes/index.ts'

interface Body {
  at: string
  variables?: Variables
  version?: number
  reason?: string
  commandId?: string
}

/** The route; `find` answers the instance if the caller may see it. */
export function restartRoute(find: (call: Call) => Promise<ProcessInstance>): Route {
  return {
    method: 'post',
    path: '/instances/:id/restart',
    tag: 'Instances',
    summary: 'Begin an ended instance again at a step, as a new instance with its variables',
    permission: 'instances.operate',
    body: input({ at: id, variables: values(), version: integer(1), reason: text(1000), commandId: id }, [
      'at',
    ]),
    answers: {
      201: output({ instance: string }),
      409: 'It has not ended, or its deal is in the process again',
    },
    async handle(call) {
      const { services, actor, requestId, record } = call
      const { reason, commandId = record, ...request } = call.body as Body
      const ended = await find(call)
      await demandFreeDeal(services, ended)
      const stepped = await services.engine.restart({
        instance: ended._id,
        ...request,
        commandId,
        by: actor.id,
      })
      await services.processes.settle(stepped)
      const instance = stepped.instance._id
      await services.audit.record({
        actor,
        action: 'instance.restart',
        target: ended._id,
        after: { at: request.at, instance, ...(reason && { reason }) },
        requestId,
      })
      return call.answer(201, { instance })
    },
  }
}

/** A deal is at one place of its pipeline only. */
async function demandFreeDeal(services: Services, { subject, definition }: ProcessInstance): Promise<void> {
  if (subject?.entity !== 'deal') return
  if (!isPipeline(await services.processes.definition(definition.key, definition.version))) return
  const filter = {
    subject,
    key: definition.key,
    status: ['running', 'suspended'] as ('running' | 'suspended')[],
  }
  const [running] = await services.engine.instances.find({ ...filter, limit: 1 })
  if (!running) return
  throw conflict('The deal is in this process again already. Move it there instead.', {
    instance: running._id,
  })
}
