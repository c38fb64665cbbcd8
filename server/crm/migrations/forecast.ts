/** A dry run: the step that a migration would be, played and not stored. */
import { type CompiledProcess, type MigrationPlan, type ProcessInstance, step } from '#engine'
import type { Services } from '../../services.ts'
import type { Forecast } from './types.ts'

export interface Versions {
  from: CompiledProcess
  to: { key: string; version: number; hash: string; process: CompiledProcess }
}

/** What a migration by this plan would do to the instance. */
export async function forecast(
  services: Services,
  instance: ProcessInstance,
  { from, to }: Versions,
  plan: MigrationPlan,
): Promise<Forecast> {
  const { process, key, version, hash } = to
  const nameIn = (drawing: CompiledProcess, node: string) => drawing.nodes[node]?.name || node
  const data = await services.context.read(instance.subject, process.reads)
  const played = step(process, instance, {
    id: `dryRun/${services.newId()}`,
    at: services.now().toISOString(),
    type: 'migrate',
    to: { key, version, hash },
    plan,
    data: { ...data, ...(await services.calendars.dataFor(instance.subject, process.reads)) },
  })
  const none = { instance: instance._id, missing: [], moves: [], opens: [], closes: [] }
  // The step knows only the new drawing; people know the old one's names.
  const named = (reason: string) => reason.replace(/"([^"]+)"/g, (_, id: string) => `"${nameIn(from, id)}"`)
  const missing = instance.tokens
    .filter(({ at, state }) => state !== 'active' && !process.nodes[plan.nodes[at] ?? at])
    .map(({ at }) => nameIn(from, at))
  if (!played.ok)
    return { ...none, ok: false, reason: named(played.refused.reason), missing: [...new Set(missing)] }
  const after = played.instance
  const standing = (one: ProcessInstance) => new Map(one.tokens.map(token => [token.id, token]))
  const [was, is] = [standing(instance), standing(after)]
  return {
    ...none,
    ok: true,
    moves: instance.tokens
      .filter(token => token.state !== 'active' && is.has(token.id))
      .map(token => ({ from: nameIn(from, token.at), to: nameIn(process, is.get(token.id)!.at) })),
    opens: after.tokens
      .filter(token => !was.has(token.id) && token.state === 'active')
      .map(token => nameIn(process, token.at)),
    closes: instance.tokens
      .filter(token => !is.has(token.id) && token.state === 'active')
      .map(token => nameIn(from, token.at)),
  }
}
