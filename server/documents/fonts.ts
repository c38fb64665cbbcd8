/** The letters of a document: Inter, embedded in the page itself, so that it looks the same on every machine. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const folder = '@fontsource-variable/inter'
const loaded = new Map<string, string>()
let ranges: Record<string, string> | undefined

/** The same HTML with the fonts that its characters need, as `data:` URLs. */
export function withFonts(html: string): string {
  const style = `<style>${subsetsFor(html).map(fontFace).join('')}</style>`
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, head => head + style) : style + html
}

function subsetsFor(html: string): string[] {
  ranges ??= JSON.parse(readFileSync(require.resolve(`${folder}/unicode.json`), 'utf8')) as Record<
    string,
    string
  >
  const points = new Set([...html].map(character => character.codePointAt(0)!))
  return Object.entries(ranges)
    .filter(([subset, range]) => subset === 'latin' || covers(range, points))
    .map(([subset]) => subset)
}

function covers(range: string, points: Set<number>): boolean {
  const spans = range.split(',').map(part =>
    part
      .replace(/U\+/i, '')
      .split('-')
      .map(hex => Number.parseInt(hex, 16)),
  )
  for (const point of points) {
    if (spans.some(([from, to = from]) => point >= from! && point <= to!)) return true
  }
  return false
}

function fontFace(subset: string): string {
  const known = loaded.get(subset)
  if (known) return known
  const file = readFileSync(require.resolve(`${folder}/files/inter-${subset}-wght-normal.woff2`))
  const face =
    `@font-face{font-family:'Inter';font-style:normal;font-weight:100 900;font-display:block;` +
    `src:url(data:font/woff2;base64,${file.toString('base64')}) format('woff2');unicode-range:${ranges![subset]}}`
  loaded.set(subset, face)
  return face
}
