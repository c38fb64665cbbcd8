import type { StageKind } from '../../../api/types.ts'

const palette = ['#868e96', '#228be6', '#4c6ef5', '#7950f2', '#be4bdb', '#e64980', '#fd7e14', '#15aabf']

/** A stage's colour: the drawn one, else green for won, grey for lost, and a cool-to-warm row for the way there. */
export function colourOf(stage: { color?: string; kind: StageKind }, index: number): string {
  // Drawings name a colour of the palette (`teal`) or give one of their own (`#12b886`).
  if (stage.color) return /^[a-z]+$/.test(stage.color) ? `var(--mantine-color-${stage.color}-6)` : stage.color
  if (stage.kind === 'won') return '#12b886'
  return stage.kind === 'lost' ? '#adb5bd' : palette[index % palette.length]!
}
