/**
 * The groups of blocks. Each has one meaning colour, the same on the canvas, in the panel and in the outline, carried
 * by the CSS variables `--block-<group>` and `--block-<group>-tint`; the values here are the light ones, for pictures
 * that leave the page.
 */
export const GROUPS = {
  communication: { color: '#1864ab', tint: '#f3f8fd' },
  people: { color: '#087f5b', tint: '#f1faf6' },
  documents: { color: '#6741d9', tint: '#f7f4fe' },
  deal: { color: '#b54708', tint: '#fdf6f0' },
  data: { color: '#0b7285', tint: '#f1f9fa' },
  flow: { color: '#5c636a', tint: '#ffffff' },
} as const

export type BlockGroup = keyof typeof GROUPS

/** The CSS variable that carries a group's colour for the current scheme. */
export const colorOf = (group: BlockGroup): string => `var(--block-${group})`
