import { ActionIcon, CloseButton, Drawer, Tooltip } from '@mantine/core'
import { IconArrowsMaximize } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import { DealView } from './DealView.tsx'

/** A deal over the board: the board stays as it was, with its filters and its place. */
export default function DealDrawerPage() {
  const { t } = useTranslation('deal')
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const { search } = useLocation()
  const close = () => {
    const left = new URLSearchParams(search)
    left.delete('tab')
    void navigate({ pathname: '/deals', search: left.toString() })
  }
  return (
    <Drawer.Root
      opened
      onClose={close}
      position="right"
      size={640}
      padding={20}
      transitionProps={{ duration: 140 }}
    >
      <Drawer.Overlay backgroundOpacity={0.3} />
      <Drawer.Content aria-label={t('label')} radius={0}>
        <Drawer.Body pt={16} h="100%" style={{ overflowY: 'auto' }}>
          <DealView
            key={id}
            id={id}
            controls={
              <>
                <Tooltip label={t('openFull')}>
                  <ActionIcon
                    component={Link}
                    visibleFrom="sm"
                    to={`/deals/${id}/full`}
                    variant="default"
                    size={34}
                    aria-label={t('openFull')}
                  >
                    <IconArrowsMaximize size={17} stroke={1.7} />
                  </ActionIcon>
                </Tooltip>
                <CloseButton size={34} onClick={close} aria-label={t('common:close')} />
              </>
            }
          />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
