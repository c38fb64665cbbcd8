import type { Known } from './validate.ts'

/** A connector as its catalogue describes it: a type, and the JSON Schema of its input. */
interface Described {
  type: string
  input: { required?: string[]; properties: Record<string, { title?: unknown }> }
}

/** What `Known.connectorInputs` wants, read from the connectors' own schemas. */
export function requiredInputs(connectors: Described[]): NonNullable<Known['connectorInputs']> {
  return Object.fromEntries(
    connectors.map(({ type, input: { required = [], properties } }) => [
      type,
      required.map(name => ({ name, title: String(properties[name]?.title ?? name) })),
    ]),
  )
}
