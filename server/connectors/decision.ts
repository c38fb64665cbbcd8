import type { Json } from '#engine'
import type { Services } from '../services.ts'
import { type Connector, done, fail } from './connector.ts'

/**
 * Makes a decision of a DMN file of its own, for a business rule task that names one. Not a block: the task asks for it.
 */
export const decision: Connector = {
  type: 'decision',
  title: 'Decide',
  description: 'Makes a decision of an imported DMN file.',
  group: 'data',
  icon: 'table',
  input: {
    type: 'object',
    properties: {
      decision: { type: 'string', title: 'Decision' },
      version: { type: 'integer', title: 'Version' },
      decisionTag: { type: 'string', title: 'Version tag' },
      decisionBinding: { type: 'string', title: 'Which version' },
      visible: { type: 'object', title: 'What the step sees' },
    },
    required: ['decision'],
  },
  async run(
    { decision, version, decisionTag: tag, decisionBinding: binding, visible, ...inputs },
    { services, subject, instance },
  ) {
    const now = services.now().toISOString()
    const records = await services.context.read(subject)
    const seen = (visible ?? {}) as Record<string, Json>
    const known = { now, today: now.slice(0, 10), ...records, ...seen, ...inputs }
    const made = await services.decisions.make(String(decision), known, {
      ...(typeof version === 'number' && { version }),
      ...(typeof tag === 'string' && { tag }),
      ...(binding === 'deployment' && { until: await publishedAt(services, instance) }),
    })
    return made.ok ? done(made.value) : fail(made.message, made.cure)
  },
}

/** When the version of the process was published that the instance runs on. */
async function publishedAt(services: Services, id: string): Promise<Date> {
  const instance = await services.engine.instances.get(id)
  if (!instance) throw new Error(`Expected the instance ${id} of this step to be there.`)
  const { key, version } = instance.definition
  return new Date((await services.engine.definitions.get(key, version)).deployedAt)
}
