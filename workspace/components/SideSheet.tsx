import { Drawer, Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'

interface Props {
  /** The list's address: where closing leads. The filters in the address stay. */
  back: string
  opened: boolean
  title: ReactNode
  /** Stands right after the title, e.g. a state. */
  beside?: ReactNode
  size?: number | string
  children: ReactNode
}

/** One thing of a list, opened beside it; the address says which, so it can be reloaded and sent. */
export function SideSheet({ back, opened, title, beside, size = 620, children }: Props) {
  const { t } = useTranslation('common')
  const navigate = useNavigate()
  const { search } = useLocation()
  return (
    <Drawer
      opened={opened}
      onClose={() => navigate({ pathname: back, search })}
      position="right"
      size={size}
      title={
        <Group gap="sm">
          <Title order={2} fz={18}>
            {title}
          </Title>
          {beside}
        </Group>
      }
      closeButtonProps={{ 'aria-label': t('close') }}
      transitionProps={{ duration: 120 }}
      styles={{ content: { display: 'flex', flexDirection: 'column' }, body: { flex: 1, minHeight: 0 } }}
    >
      {children}
    </Drawer>
  )
}
