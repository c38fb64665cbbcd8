import { derivedId } from './derivedId.ts'
import type { Engine } from './engine.ts'
import { holds } from './records.ts'
import type { Runtime } from './runtime.ts'

/**
 * Conditional start events (§10.5.2): their processes do not run yet, so that no variable of theirs can change. Whoever
 * knows that something in the world has changed asks for an evaluation; each condition that holds then is an occurrence.
 */
export function createEvaluation({
  definitions,
  ports,
  clock,
  perform,
}: Runtime): Pick<Engine, 'evaluateConditions'> {
  return {
    async evaluateConditions({ id, variables, key: only, subject, businessKey, by }) {
      const started: string[] = []
      for (const { key, version, hash, process } of await definitions.latest()) {
        const triggers = process.triggers.filter(trigger => trigger.type === 'conditional')
        if (triggers.length === 0 || (only !== undefined && only !== key)) continue
        const data = subject ? await ports.readData(subject, process.reads) : {}
        const now = clock.instant()
        const known = { now, today: now.slice(0, 10), ...data, ...variables }
        const trigger = triggers.find(({ condition }) => holds(condition, known))
        if (!trigger) continue
        const instance = derivedId(id, key, trigger.node)
        await perform.start({
          id,
          ...(by !== undefined && { by }),
          body: {
            type: 'start',
            instance,
            definition: { key, version, hash },
            startEvent: trigger.node,
            variables,
            ...(subject && { subject }),
            ...(businessKey !== undefined && { businessKey }),
          },
        })
        started.push(instance)
      }
      return { started }
    },
  }
}
