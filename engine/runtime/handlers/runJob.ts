import type { CommandBody } from '../../core/commands.ts'
import type { Instant } from '../../core/instance.ts'
import { Refused, Unavailable } from '../../errors.ts'
import { durationMilliseconds } from '../../model/durations.ts'
import type { ConnectorAnswer, EffectOf } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import type { Handler } from './index.ts'

/** Milliseconds until an answer that the database did not take is offered to it again. */
const patience = 100

/** Offers it to workers outside, or runs a connector. Its answer becomes a command, whose commit takes the job out of the outbox in the same write. */
export const runJob: Handler<'runJob'> = async (effect, instance, runtime) => {
  const { topic, connector } = effect.job
  if (topic !== undefined && !runtime.ports.hasConnector?.(connector)) {
    await runtime.jobs.offer(effect, instance)
    return undefined
  }
  const answer = await run(effect, instance, runtime)
  const wait = waitFor(effect, answer)
  if (wait !== undefined) return runtime.clock.in(wait)
  return report(effect, instance._id, toCommand(effect, answer), runtime)
}

async function run(
  effect: EffectOf<'runJob'>,
  instance: Parameters<typeof runJob>[1],
  { ports }: Runtime,
): Promise<ConnectorAnswer> {
  try {
    return await ports.runJob(effect, instance)
  } catch (error) {
    ports.log.warn({ error, effect: effect.id, connector: effect.job.connector }, 'A connector broke off')
    const doubled = (durationMilliseconds(effect.job.backoff) ?? 1000) * 2 ** ((effect.attempts ?? 1) - 1)
    return { type: 'retryIn', duration: `PT${doubled / 1000}S`, reason: (error as Error).message }
  }
}

/** Milliseconds until the next attempt, while there are attempts left. */
function waitFor({ attempts = 1, job }: EffectOf<'runJob'>, answer: ConnectorAnswer): number | undefined {
  if (answer.type !== 'retryIn' || attempts >= job.retries) return undefined
  return durationMilliseconds(answer.duration) ?? 1000
}

function toCommand({ id: effect, job }: EffectOf<'runJob'>, answer: ConnectorAnswer): CommandBody {
  switch (answer.type) {
    case 'done':
      return { type: 'completeJob', effect, ...(answer.output !== undefined && { output: answer.output }) }
    case 'bpmnError':
      return {
        type: 'throwError',
        effect,
        code: answer.code,
        ...(answer.message !== undefined && { message: answer.message }),
      }
    case 'retryIn':
      return {
        type: 'failJob',
        effect,
        code: 'attemptsExhausted',
        message: `${job.connector} failed ${job.retries} times; the last time: ${answer.reason}`,
        cure: 'Remove the cause, then retry.',
      }
    case 'fail':
      return {
        type: 'failJob',
        effect,
        code: 'connectorFailed',
        message: answer.reason,
        ...(answer.cure !== undefined && { cure: answer.cure }),
      }
  }
}

/** The work is done: while the database is away, its result waits here rather than being worked out again. */
async function report(
  effect: EffectOf<'runJob'>,
  instance: string,
  body: CommandBody,
  runtime: Runtime,
): Promise<Instant | undefined> {
  for (;;) {
    try {
      await runtime.perform.command(instance, {
        body,
        id: `${effect.id}/${effect.attempts ?? 1}`,
        by: effect.job.connector,
      })
      return undefined
    } catch (error) {
      if (error instanceof Unavailable && !runtime.stopping)
        await new Promise(done => setTimeout(done, patience))
      else if (error instanceof Refused) return refused(error, effect, instance, body, runtime)
      else throw error
    }
  }
}

async function refused(
  error: Refused,
  effect: EffectOf<'runJob'>,
  instance: string,
  body: CommandBody,
  runtime: Runtime,
): Promise<Instant | undefined> {
  // Suspended meanwhile: it is offered again after it goes on.
  if (error.code === 'notRunning' && runtime.desk.peek(instance)?.instance.status === 'suspended')
    return runtime.clock.instant()
  if (error.code !== 'invalid' || body.type === 'failJob') return undefined
  const cure = 'Let the connector answer less, then retry.'
  const failure = {
    type: 'failJob',
    effect: effect.id,
    code: 'answerRefused',
    message: error.reason,
    cure,
  } as const
  return report(effect, instance, failure, runtime)
}
