import type { CorrelationKeyModel, ProcessModel } from '../../model/types.ts'
import { type Finding, type Rule, warning } from '../rule.ts'

/** The keys by which messages belong together are whole: a part that is missing somewhere makes the key silent there. */
export const conversations: Rule = model =>
  model.correlations.flatMap(key => [...bindingsOf(key, model), ...retrievalsOf(key, model)])

/** The process's own values count only when every part has one. */
function bindingsOf({ properties }: CorrelationKeyModel, model: ProcessModel): Finding[] {
  const unbound = properties.filter(({ binding }) => binding === undefined)
  if (unbound.length === properties.length) return []
  return unbound.map(({ name }) =>
    warning(
      model.key,
      `The part "${name}" of the correlation key has no value of our own, so those of the other parts are not used. Give it one, or none.`,
      { property: `correlation.${name}.binding` },
    ),
  )
}

/** A message that has some of the parts is never found by them. */
function retrievalsOf({ properties }: CorrelationKeyModel, model: ProcessModel): Finding[] {
  const messages = new Set(properties.flatMap(({ retrievals }) => Object.keys(retrievals)))
  return [...messages].flatMap(message =>
    properties
      .filter(({ retrievals }) => !Object.hasOwn(retrievals, message))
      .map(({ name }) =>
        warning(
          model.key,
          `The message "${message}" does not say where it has the part "${name}" of the correlation key, so it is not found by it. Say where.`,
          { property: `correlation.${name}.in.${message}` },
        ),
      ),
  )
}
