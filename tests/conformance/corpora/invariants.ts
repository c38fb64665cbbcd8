import type { CompiledProcess, ProcessInstance } from '#engine/pure.ts'

/** What is wrong with an instance after a step: records that point to nothing. */
export function faultsOf(process: CompiledProcess, instance: ProcessInstance): string[] {
  const faults: string[] = []
  const scopes = new Set(instance.scopes.map(({ id }) => id))
  const tokens = new Set(instance.tokens.map(({ id }) => id))
  if (tokens.size < instance.tokens.length) faults.push('two tokens have the same id')
  for (const scope of instance.scopes) {
    if (scope.parent !== undefined && !scopes.has(scope.parent))
      faults.push(`scope ${scope.scope} has no parent`)
    if (scope.owner !== undefined && !tokens.has(scope.owner))
      faults.push(`scope ${scope.scope} has no owner`)
  }
  for (const token of instance.tokens) {
    if (!scopes.has(token.scope)) faults.push(`a token at ${token.at} has no scope`)
    const known = process.nodes[token.at] || process.scopes[token.at] || token.state === 'moving'
    if (!known) faults.push(`a token stands at ${token.at}, which is nowhere`)
  }
  for (const ear of [...instance.subscriptions, ...instance.timers]) {
    if (!scopes.has(ear.scope)) faults.push(`an ear of ${ear.node} has no scope`)
    if (ear.token !== undefined && !tokens.has(ear.token)) faults.push(`an ear of ${ear.node} has no token`)
  }
  for (const incident of instance.incidents) {
    if (incident.token !== undefined && !tokens.has(incident.token))
      faults.push(`the incident at ${incident.node} has no token`)
  }
  for (const effect of instance.outbox) {
    const asks = effect.type === 'runJob'
    if (asks && effect.token !== undefined && !tokens.has(effect.token))
      faults.push(`${effect.type} of ${effect.node} has no token`)
  }
  if (instance.status === 'running' && instance.tokens.length === 0 && instance.scopes.length === 0) {
    faults.push('it runs though nothing is in it')
  }
  return faults
}
