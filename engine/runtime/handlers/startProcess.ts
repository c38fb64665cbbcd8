import type { Definition } from '../../adapters/store.ts'
import { NotFound } from '../../errors.ts'
import type { EffectOf } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import type { Handler } from './index.ts'
import { quietly } from './quietly.ts'

/** Starts what a call activity calls. The child's id comes from the effect, so that a repetition starts nothing twice. */
export const startProcess: Handler<'startProcess'> = async (effect, caller, runtime) => {
  const definition = await find(effect, caller.definition, runtime)
  if (!definition) return fail(effect, caller._id, runtime)
  const { key, version, hash } = definition
  const { variables, businessKey, parent } = effect
  await runtime.perform.start({
    id: effect.id,
    by: caller.definition.key,
    body: {
      type: 'start',
      instance: effect.id.replaceAll('/', '.'),
      definition: { key, version, hash },
      variables,
      parent,
      ...(businessKey !== undefined && { businessKey }),
      ...(caller.subject && { subject: caller.subject }),
    },
  })
  return undefined
}

async function find(
  { key, version, versionTag, binding }: EffectOf<'startProcess'>,
  caller: { key: string; version: number },
  { definitions }: Runtime,
): Promise<Definition | undefined> {
  try {
    if (binding === 'version') return await definitions.get(key, version)
    if (binding === 'latest') return await definitions.get(key)
    if (binding === 'tag')
      return await newest(key, definitions, ({ process }) => process.versionTag === versionTag)
    const { xml } = await definitions.get(caller.key, caller.version)
    // Deployed together means: from one drawing.
    return (await newest(key, definitions, one => one.xml === xml)) ?? (await definitions.get(key))
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

async function newest(
  key: string,
  definitions: Runtime['definitions'],
  wanted: (one: Definition) => boolean,
): Promise<Definition | undefined> {
  for (const { version } of await definitions.versions(key)) {
    const one = await definitions.get(key, version)
    if (wanted(one)) return one
  }
  return undefined
}

function fail(effect: EffectOf<'startProcess'>, caller: string, runtime: Runtime): Promise<undefined> {
  const { version, versionTag } = effect
  const which = version ? ` in version ${version}` : versionTag ? ` with the version tag "${versionTag}"` : ''
  const message = `There is no published process ${effect.key}${which}.`
  const cure = 'Publish it, or correct the name in the call activity; then retry.'
  const body = { type: 'failJob', effect: effect.id, code: 'unknownProcess', message, cure } as const
  return quietly(runtime.perform.command(caller, { body, id: `${effect.id}/unknown` }))
}
