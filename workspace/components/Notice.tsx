import { Alert, type AlertProps } from '@mantine/core'

/** Something worth noticing, said calmly: a tint of its colour, text and links in the page's own. */
export function Notice({ color = 'brand', ...alert }: AlertProps) {
  const strong = `var(--mantine-color-${color}-6)`
  return (
    <Alert
      color={color}
      {...alert}
      styles={{
        root: {
          background: `color-mix(in srgb, ${strong} 9%, var(--mantine-color-body))`,
          border: `1px solid color-mix(in srgb, ${strong} 32%, var(--mantine-color-body))`,
        },
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    />
  )
}
