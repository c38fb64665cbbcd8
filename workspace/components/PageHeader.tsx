import { Group, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

interface Props {
  title: string
  /** Stands right after the title: a switch of views, a badge. */
  beside?: ReactNode
  /** The page's actions, at the far end. */
  actions?: ReactNode
  /** A line below: what this page is for. */
  note?: ReactNode
}

/** The head of every page: its name (also the browser tab's), what belongs to it, its actions. */
export function PageHeader({ title, beside, actions, note }: Props) {
  useEffect(() => {
    document.title = `${title} · Baton`
  }, [title])
  return (
    <header>
      <Group justify="space-between" gap="sm" py={10} mih={56}>
        <Group gap="md">
          <Title order={1} fz={20}>
            {title}
          </Title>
          {beside}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {note}
    </header>
  )
}
