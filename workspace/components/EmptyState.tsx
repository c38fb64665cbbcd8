import { Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  icon: Icon
  title: string
  /** What will be here and how it comes: an empty page teaches. */
  text?: ReactNode
  /** The button that begins. */
  action?: ReactNode
}

/** What a page says while it has nothing to show. */
export function EmptyState({ icon: Picture, title, text, action }: Props) {
  return (
    <Stack align="center" gap="xs" py={64} px="md" ta="center">
      <ThemeIcon size={52} radius="xl" variant="light" color="gray">
        <Picture size={26} stroke={1.6} />
      </ThemeIcon>
      <Title order={2} fz={17} mt={6}>
        {title}
      </Title>
      {text && (
        <Text c="dimmed" maw={440}>
          {text}
        </Text>
      )}
      {action && <div style={{ marginTop: 10 }}>{action}</div>}
    </Stack>
  )
}
