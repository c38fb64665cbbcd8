import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { importProcess } from '../../api/processes.ts'

/** Brings a drawing in as a draft, and goes to it. */
export function useImport() {
  const { t } = useTranslation('processes')
  const navigate = useNavigate()
  const client = useQueryClient()
  const bring = useMutation({
    mutationFn: (xml: string | File) => importProcess(xml),
    onSuccess: ({ key, problems }) => {
      void client.invalidateQueries({ queryKey: ['processes'] })
      void client.invalidateQueries({ queryKey: ['process', key] })
      notifications.show({ message: t('imported', { key, count: problems?.length ?? 0 }) })
      navigate(`/processes/${encodeURIComponent(key)}/edit`)
    },
  })
  return {
    take: (xml: string | File) => bring.mutate(xml),
    busy: bring.isPending,
    error: bring.error ?? undefined,
  }
}
