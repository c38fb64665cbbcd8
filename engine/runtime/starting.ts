/** Processes that begin with a message or a signal. */
import type { Definition, Letter } from '../adapters/store.ts'
import type { StartTrigger } from '../compiler/types.ts'
import type { ProcessInstance } from '../core/instance.ts'
import { derivedId } from './derivedId.ts'
import type { Matching } from './matching.ts'
import type { Runtime } from './runtime.ts'

export interface Starting {
  /** The newest versions of processes that the letter starts, and by which start event. */
  startable(letter: Letter): Promise<Startable[]>
  /** Starts each of them that is not among the takers. Doing it twice starts nothing twice. */
  startBy(letter: Letter, takers: Letter['takers']): Promise<string[]>
}

/** In place of a subscription: the message is taken by a start event. */
export const byStart = ''

interface Startable {
  definition: Definition
  trigger: StartTrigger
  instance: string
  businessKey?: string
}

export function createStarting(runtime: Runtime, matching: Matching): Starting {
  const { store } = runtime

  async function startable(letter: Letter): Promise<Startable[]> {
    const found: Startable[] = []
    for (const definition of await runtime.definitions.latest()) {
      const trigger = definition.process.triggers.find(
        one =>
          (one.type === 'message' || one.type === 'signal') &&
          one.type === letter.kind &&
          one.name === letter.name,
      )
      if (!trigger) continue
      const instance = derivedId(letter._id, definition.key, trigger.node)
      const businessKey = letter.key ?? (await matching.keyFor(letter, definition))
      if (await isTaken(definition.key, instance, letter, businessKey)) continue
      found.push({ definition, trigger, instance, ...(businessKey !== undefined && { businessKey }) })
    }
    return found
  }

  async function startBy(letter: Letter, takers: Letter['takers']): Promise<string[]> {
    const started: string[] = []
    for (const { definition, trigger, instance, businessKey } of await startable(letter)) {
      const { key, version, hash } = definition
      if (takers[key]) continue
      // Reserved like for one who waits: neither the new instance nor another one of its process takes it as well.
      const starter = { instance, node: trigger.node, subscription: byStart }
      if (letter.kind === 'message' && !(await store.messages.take(letter._id, key, starter))) continue
      await runtime.perform.start({
        id: letter._id,
        body: {
          type: 'start',
          instance,
          definition: { key, version, hash },
          startEvent: trigger.node,
          ...(letter.payload !== undefined && { payload: letter.payload }),
          ...(businessKey !== undefined && { businessKey }),
          ...(letter.subject && { subject: letter.subject }),
        },
      })
      started.push(instance)
    }
    return started
  }

  /** While an instance with this correlation key runs, another message with it starts no second one. */
  async function isTaken(
    key: string,
    own: string,
    { kind }: Letter,
    businessKey: string | undefined,
  ): Promise<boolean> {
    if (kind === 'signal' || businessKey === undefined) return false
    const status: ProcessInstance['status'][] = ['running', 'suspended']
    const running = await store.instances.find({ key, businessKey, status, limit: 2 })
    return running.some(({ _id }) => _id !== own)
  }

  return { startable, startBy }
}
