import { Anchor, Text } from '@mantine/core'

/** A record's name; on a phone with what else one knows it by beneath, for there is no column for that. */
export function Name({ name, beneath }: { name: string; beneath?: string }) {
  return (
    <>
      {name}
      {beneath && (
        <Text fz="sm" c="dimmed" hiddenFrom="sm">
          {beneath}
        </Text>
      )}
    </>
  )
}

/** A number that can be called at a touch. */
export function Phone({ number }: { number?: string }) {
  if (!number) return '—'
  return (
    <Anchor href={`tel:${number.replace(/[^+\d]/g, '')}`} c="inherit" style={{ whiteSpace: 'nowrap' }}>
      {number}
    </Anchor>
  )
}
