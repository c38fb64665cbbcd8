import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconLayoutKanban } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { loadDemo, useCan } from '../../api/session.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { messageOf } from '../../components/ErrorCard.tsx'

/** Before the first pipeline: how to come by one. */
export function NoPipeline() {
  const { t } = useTranslation('deals')
  const can = useCan()
  const queryClient = useQueryClient()
  const demo = useMutation({
    mutationFn: loadDemo,
    onSuccess: () => queryClient.invalidateQueries(),
    onError: error => notifications.show({ color: 'red', title: t('demoFailed'), message: messageOf(error) }),
  })
  return (
    <EmptyState
      icon={IconLayoutKanban}
      title={t('noPipeline')}
      text={t(can('processes.write') ? 'noPipelineText' : 'noPipelineAsk')}
      action={
        can('processes.write') && (
          <Group>
            <Button component={Link} to="/processes">
              {t('openProcesses')}
            </Button>
            {can('settings.manage') && (
              <Button variant="default" onClick={() => demo.mutate()} loading={demo.isPending}>
                {t('loadDemo')}
              </Button>
            )}
          </Group>
        )
      }
    />
  )
}
