/** The table of connectors: everything a service task can do. A new one is a file beside this and a line below. */
import type { Effect, Json, ProcessInstance } from '#engine'
import { RenderFailed } from '../documents/templates/render.ts'
import { ApiError } from '../middleware/errors.ts'
import type { Services } from '../services.ts'
import { addNote } from './addNote.ts'
import { type Connector, type ConnectorAnswer, type ConnectorContext, fail, retryIn } from './connector.ts'
import { createDeal } from './createDeal.ts'
import { createTask } from './createTask.ts'
import { decision } from './decision.ts'
import { external } from './external.ts'
import { httpRequest } from './httpRequest.ts'
import { moveStage } from './moveStage.ts'
import { notify } from './notify.ts'
import { renderDocument } from './renderDocument.ts'
import { createSecrets, type Secrets } from './secrets.ts'
import { sendEmail } from './sendEmail.ts'
import { updateDeal } from './updateDeal.ts'

export { connectorRoutes } from './routes.ts'

/** Every connector by type. */
export const connectors: Record<string, Connector> = {
  createTask,
  notify,
  sendEmail,
  renderDocument,
  createDeal,
  updateDeal,
  moveStage,
  addNote,
  httpRequest,
  external,
}

/** What elements ask for by themselves, so no block offers it. */
const asked: Record<string, Connector> = { decision }

export interface Connectors {
  list(): Connector[]
  secrets: Secrets
  /** Runs one job; expected failures are answers, never exceptions. */
  run(effect: Effect & { type: 'runJob' }, instance: ProcessInstance): Promise<ConnectorAnswer>
}

/** The connectors over these services. */
export function createConnectors(services: Services): Connectors {
  return {
    list: () => Object.values(connectors),
    secrets: createSecrets(services),
    async run(effect, instance) {
      const connector = connectors[effect.job.connector] ?? asked[effect.job.connector]
      if (!connector)
        return fail(
          `There is no connector "${effect.job.connector}".`,
          'Choose one of the blocks in the designer and publish again.',
        )
      const missing = missingInput(connector, effect.job.input)
      if (missing)
        return fail(`"${missing}" is empty.`, `Fill it in the step, or make sure its expression has a value.`)
      const context = contextOf(services, effect, instance)
      try {
        return await connector.run(effect.job.input, context)
      } catch (error) {
        return answerOf(error, context)
      }
    },
  }
}

function missingInput(connector: Connector, input: Record<string, Json>): string | undefined {
  const key = connector.input.required?.find(
    name => input[name] === undefined || input[name] === null || input[name] === '',
  )
  return key && String(connector.input.properties[key]?.title ?? key)
}

function contextOf(
  services: Services,
  effect: Effect & { type: 'runJob' },
  instance: ProcessInstance,
): ConnectorContext {
  const attempt = Math.max(1, effect.attempts ?? 1)
  const { retries, backoff } = effect.job
  const subject = effect.job.subject ?? instance.subject
  return {
    services,
    idempotencyKey: effect.id,
    instance: instance._id,
    node: effect.node ?? '',
    ...(subject && { subject }),
    attempt,
    variables: instance.variables,
    tryLater: (reason, cure, atLeast = 0) =>
      attempt >= Math.max(1, retries)
        ? fail(reason, cure)
        : retryIn(pause(backoff, attempt, atLeast), reason),
    log: message =>
      services.log.info(
        { instance: instance._id, node: effect.node, connector: effect.job.connector },
        message,
      ),
  }
}

/** The step's pause, doubled with each attempt, so many milliseconds at least, at most a day. */
function pause(backoff: string, attempt: number, atLeast: number): string {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(backoff ?? '') ?? []
  const first = Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)
  return `PT${Math.min(86_400, Math.max(atLeast / 1000, (first || 30) * 2 ** (attempt - 1)))}S`
}

/** Faults a person can cure become incidents; anything else is thrown, and the engine tries again. */
function answerOf(error: unknown, context: ConnectorContext): ConnectorAnswer {
  if (error instanceof RenderFailed) return fail(error.message, error.cure)
  if (error instanceof ApiError)
    return error.status < 500 ? fail(error.message) : context.tryLater(error.message)
  throw error
}
