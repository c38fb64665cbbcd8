/**
 * Some tools bind one foreign namespace to a prefix and, besides, as the default. The library then forgets the prefix of
 * attributes and would write them back without it, so the default goes where nothing uses it.
 */
export function withOneName(xml: string): string {
  const root = /<(?![?!/])[^<>]*>/.exec(xml)
  if (!root) return xml
  const standard = /\sxmlns\s*=\s*("[^"]*"|'[^']*')/.exec(root[0])
  if (!standard || /omg\.org/.test(standard[1]!)) return xml
  const uri = standard[1]!.slice(1, -1)
  const named = [...root[0].matchAll(/\sxmlns:[\w.-]+\s*=\s*("[^"]*"|'[^']*')/g)]
  if (!named.some(([, value]) => value!.slice(1, -1) === uri)) return xml
  const rest = xml.slice(root.index + root[0].length).replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '')
  if (/<[A-Za-z_][\w.-]*[\s/>]/.test(rest)) return xml
  return xml.slice(0, root.index) + root[0].replace(standard[0], '') + xml.slice(root.index + root[0].length)
}
