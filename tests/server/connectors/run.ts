import type { Json } from '#engine'
import type { TestApp } from '#tests/support/app.ts'

let effects = 0

/** Runs a connector as the engine would, for one deal unless told otherwise (`about: null`: for none). */
export function runner(app: TestApp, deal?: string) {
  return (
    connector: string,
    input: Record<string, Json>,
    o: { id?: string; attempts?: number; about?: string | null } = {},
  ) => {
    const about = o.about === undefined ? deal : o.about
    const effect = {
      id: o.id ?? `test/1/${++effects}`,
      type: 'runJob' as const,
      at: new Date().toISOString(),
      node: 'Step',
      attempts: o.attempts ?? 1,
      job: {
        connector,
        input,
        retries: 3,
        backoff: 'PT10S',
        ...(about && { subject: { entity: 'deal', id: about } }),
      },
    }
    const instance = {
      _id: 'test',
      variables: { terms: 'Net 30' },
      definition: { key: 'test', version: 1, hash: '' },
    }
    return app.services.connectors.run(effect, instance as never)
  }
}
