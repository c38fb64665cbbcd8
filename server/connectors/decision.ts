import type { Json } from '#engine'
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
      visible: { type: 'object', title: 'What the step sees' },
    },
    required: ['decision'],
  },
  async run({ decision, version, visible, ...inputs }, { services, subject }) {
    const now = services.now().toISOString()
    const records = await services.context.read(subject)
    const seen = (visible ?? {}) as Record<string, Json>
    const known = { now, today: now.slice(0, 10), ...records, ...seen, ...inputs }
    const wanted = version === undefined || version === null ? undefined : Number(version)
    const made = await services.decisions.make(String(decision), known, wanted)
    return made.ok ? done(made.value) : fail(made.message, made.cure)
  },
}
