/** CRM events: the processes they start, the conditions they wake. Conditions are looked at on each write, never polled. */
import type { Definition } from '../adapters/store.ts'
import type { StartTrigger } from '../compiler/types.ts'
import type { Subject } from '../core/instance.ts'
import { NotFound, Refused } from '../errors.ts'
import { compileExpression, evaluate } from '../model/expressions.ts'
import type { Json } from '../model/json.ts'
import type { Expression } from '../model/types.ts'
import { derivedId } from './derivedId.ts'
import type { Engine } from './engine.ts'
import type { Runtime } from './runtime.ts'

type RecordTrigger = Extract<StartTrigger, { type: 'record' }>

export function createRecords(runtime: Runtime): Pick<Engine, 'recordChanged' | 'wouldStart'> {
  const { store, ports, clock } = runtime

  return {
    async recordChanged({ id, event, subject, data: given, change, except = [] }) {
      const triggered = (await triggeredBy(event)).filter(
        ({ definition }) => !except.includes(definition.key),
      )
      const known = given ?? (await read(subject, triggered))
      const data = change === undefined ? known : { ...known, change }
      const started: string[] = []
      for (const { definition, trigger } of triggered) {
        if (!holds(trigger.condition, { ...moments(), ...data })) continue
        const { key, version, hash, process } = definition
        const instance = derivedId(id, key, trigger.node)
        const enough = process.reads.every(name => name in data)
        await runtime.perform.start({
          id,
          by: event,
          body: {
            type: 'start',
            instance,
            definition: { key, version, hash },
            startEvent: trigger.node,
            subject,
          },
          ...(enough && { data }),
        })
        started.push(instance)
      }
      await wakeConditions(id, subject)
      return { started }
    },
    async wouldStart(event, data) {
      const triggered = await triggeredBy(event)
      return triggered
        .filter(({ trigger }) => holds(trigger.condition, { ...moments(), ...data }))
        .map(({ definition: { key, version, name }, trigger }) => ({
          key,
          version,
          name,
          startEvent: trigger.node,
        }))
    },
  }

  async function triggeredBy(event: string): Promise<{ definition: Definition; trigger: RecordTrigger }[]> {
    const latest = await runtime.definitions.latest()
    return latest.flatMap(definition =>
      definition.process.triggers.flatMap(trigger =>
        trigger.type === 'record' && trigger.on === event ? [{ definition, trigger }] : [],
      ),
    )
  }

  async function read(
    subject: Subject,
    triggered: { definition: Definition; trigger: RecordTrigger }[],
  ): Promise<Record<string, Json>> {
    const names = triggered.flatMap(({ definition, trigger }) => [
      ...definition.process.reads,
      ...readsOf(trigger.condition),
    ])
    return names.length > 0 ? ports.readData(subject, [...new Set(names)]) : {}
  }

  async function wakeConditions(id: string, subject: Subject): Promise<void> {
    const listening = await store.instances.listening({ kind: 'condition', subject }, { limit: 1000 })
    await Promise.all(
      listening.map(async ({ _id }) => {
        try {
          await runtime.perform.command(_id, { body: { type: 'checkConditions' }, id: `${id}/${_id}` })
        } catch (error) {
          if (!(error instanceof Refused || error instanceof NotFound)) throw error
        }
      }),
    )
  }

  function moments(): Record<string, Json> {
    const now = clock.instant()
    return { now, today: now.slice(0, 10) }
  }
}

/** No condition holds always; one that cannot be evaluated does not hold. */
export function holds(condition: Expression | undefined, context: Record<string, Json>): boolean {
  if (!condition) return true
  if (condition.type === 'literal') return condition.value === true || condition.value === 'true'
  return condition.type === 'feel' && evaluate(condition.text, context) === true
}

function readsOf(condition: Expression | undefined): string[] {
  if (condition?.type !== 'feel') return []
  const compiled = compileExpression(condition.text)
  return compiled.ok ? compiled.expression.reads : []
}
