/** One word of a machine: an entry, exit or transition action with its parameters, nothing but JSON. */
export interface Word {
  type: string
  params: Record<string, unknown>
}
