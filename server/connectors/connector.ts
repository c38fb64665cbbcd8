/** What a connector is: something a service task can do. Title and input schema give the designer its form. */
import type { Json, Subject, Variables } from '#engine'
import type { Services } from '../services.ts'

export interface Connector {
  type: string
  title: string
  description: string
  /** Colours and groups of the blocks: people, communication, documents, deal, data. */
  group: 'people' | 'communication' | 'documents' | 'deal' | 'data'
  /** Name of a Tabler icon, e.g. `mail`. */
  icon: string
  /** JSON Schema of the evaluated input; `title`, `description`, `format`, `x-choices` shape the designer's form. */
  input: { type: 'object'; properties: Record<string, Record<string, unknown>>; required?: string[] }
  /** What a finished run offers to later steps as `result`. */
  output?: Record<string, Record<string, unknown>>
  run(input: Record<string, Json>, context: ConnectorContext): Promise<ConnectorAnswer>
}

export interface ConnectorContext {
  services: Services
  /** The effect's id: the same for every attempt of one step. */
  idempotencyKey: string
  instance: string
  node: string
  subject?: Subject
  attempt: number
  /** Variables of the process, outermost scope. */
  variables: Variables
  /** Waits as the step's drawing says (`retries`, `backoff`), `atLeast` so many milliseconds, then gives up with this reason and cure. */
  tryLater(reason: string, cure?: string, atLeast?: number): ConnectorAnswer
  log(message: string): void
}

export type ConnectorAnswer =
  | { type: 'done'; output?: Json }
  | { type: 'bpmnError'; code: string; message?: string }
  | { type: 'retryIn'; duration: string; reason: string }
  | { type: 'fail'; reason: string; cure?: string }

export const done = (output?: Json): ConnectorAnswer => ({ type: 'done', output })
export const bpmnError = (code: string, message?: string): ConnectorAnswer => ({
  type: 'bpmnError',
  code,
  message,
})
export const retryIn = (duration: string, reason: string): ConnectorAnswer => ({
  type: 'retryIn',
  duration,
  reason,
})
export const fail = (reason: string, cure?: string): ConnectorAnswer => ({ type: 'fail', reason, cure })
