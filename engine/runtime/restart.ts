import type { Variables } from '../core/instance.ts'
import { NotFound, Refused } from '../errors.ts'
import { derivedId } from './derivedId.ts'
import type { Stepped } from './ports.ts'
import type { Runtime } from './runtime.ts'

export interface RestartRequest {
  instance: string
  /** Id of the flow node at which it begins again. */
  at: string
  /** Instead of what the variables were at the end; those not named stay as they were. */
  variables?: Variables
  /** Of the same process; the one it ran on when unset. */
  version?: number
  /** The same id twice starts once. */
  commandId?: string
  by?: string
}

/** Begins an ended instance again at one of its steps: a new instance with its variables, business key and record. */
export async function restart(runtime: Runtime, request: RestartRequest): Promise<Stepped> {
  const { instance: id, at, variables, commandId = runtime.ports.newId(), by } = request
  const [stored] = await runtime.store.instances.load([id])
  if (!stored) throw new NotFound('instance', id)
  const { status, definition, businessKey, subject, variables: last } = stored.instance
  if (status === 'running' || status === 'suspended') {
    const reason = `The process is ${status}. Move its token to the step instead, or cancel it first.`
    throw new Refused({ code: 'notAllowed', reason }, id)
  }
  const { version = definition.version } = request
  const { key, hash } = await runtime.definitions.get(definition.key, version)
  const instance = derivedId('restart', id, commandId)
  return runtime.perform.start({
    id: `restart/${instance}`,
    ...(by !== undefined && { by }),
    body: {
      type: 'start',
      instance,
      definition: { key, version, hash },
      startAt: at,
      restartOf: id,
      variables: { ...last, ...variables },
      ...(businessKey !== undefined && { businessKey }),
      ...(subject && { subject }),
    },
  })
}
