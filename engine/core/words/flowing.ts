import { encode } from '../../elements/encode.ts'
import { endToken } from '../scopes.ts'
import { holds } from '../variables.ts'
import { addToken, change, note, plan, say, tell } from '../work.ts'
import type { Heed } from './index.ts'

/** The token goes along one flow. */
export const take: Heed<'take'> = (work, token, { flow }) => {
  const { outcome, caught, answer } = work.tokens.get(token.id)!.context ?? {}
  change(work, token, { via: flow, variables: undefined, context: undefined } as never)
  if (outcome !== undefined && work.process.nodes[token.at]?.type === 'userTask')
    note(work, token, { outcome })
  if (caught !== undefined) note(work, token, { caught, answer })
  say(work, 'take', { flow, token: token.id, scope: token.scope })
}

/**
 * The token ends, and one starts on every flow, or on every flow whose condition holds; on the default beside those
 * without condition when no condition holds (§13.2.1).
 */
export const fork: Heed<'fork'> = (work, token, { flows, conditional, default: otherwise, copies = 1 }) => {
  const condition = (id: string) => work.process.flows[id]!.condition
  const taken = conditional
    ? flows.filter(id => !condition(id) || holds(work, token, condition(id)!))
    : [...flows]
  if (conditional && otherwise !== undefined && !taken.some(condition)) taken.push(otherwise)
  for (const flow of taken)
    for (let copy = 0; copy < copies; copy++)
      plan(work, addToken(work, token.scope, { via: flow }), `take:${encode(flow)}`)
  endToken(work, token)
}

/** The token ends here. */
export const end: Heed<'end'> = (work, token) => {
  tell(work, 'end', token)
  endToken(work, token)
}

/** A non-interrupting boundary event happened: a new token starts there. */
export const spawn: Heed<'spawn'> = (work, token, { node }) => {
  const { caught, answer } = work.tokens.get(token.id)!.context ?? {}
  const spawned = addToken(work, token.scope)
  if (caught !== undefined) {
    note(work, spawned, { caught, answer })
    note(work, token, { caught: undefined, answer: undefined })
  }
  plan(work, spawned, `at:${encode(node)}`)
}
