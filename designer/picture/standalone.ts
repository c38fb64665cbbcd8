import { GROUPS } from '../blocks/groups.ts'

/** Replaces the page's CSS variables by the colours they stand for in the light scheme. */
export function standalone(svg: string): string {
  return svg.replace(/var\((--[\w-]+)(?:,\s*([^()]+))?\)/g, (_whole, name: string, fallback?: string) => {
    const mantine = /^--mantine-color-(\w+)-\d$/.exec(name)?.[1]
    return literals[name] ?? (mantine && named[mantine]) ?? fallback?.trim() ?? '#1a1d23'
  })
}

const literals: Record<string, string> = {
  '--bio-surface': '#ffffff',
  '--bio-text': '#1a1d23',
  ...Object.fromEntries(
    Object.entries(GROUPS).flatMap(([group, { color, tint }]) => [
      [`--block-${group}`, color],
      [`--block-${group}-tint`, tint],
    ]),
  ),
}

const named: Record<string, string> = {
  gray: '#868e96',
  blue: '#228be6',
  violet: '#7950f2',
  orange: '#fd7e14',
  teal: '#12b886',
  red: '#fa5252',
  green: '#40c057',
  indigo: '#4c6ef5',
  cyan: '#15aabf',
  yellow: '#fab005',
  pink: '#e64980',
  grape: '#be4bdb',
  lime: '#82c91e',
}
