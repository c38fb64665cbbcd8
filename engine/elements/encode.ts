/** XState splits state keys at dots and reads `#`, `*` and `:` as its own; BPMN ids may hold any of them. */
export function encode(id: string): string {
  return id.replace(/[%.#*:$/ ]/g, sign => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** The BPMN id of a state key. */
export function decode(key: string): string {
  return key.replace(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
