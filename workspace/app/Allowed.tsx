import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../api/session.ts'
import type { Permission } from '../api/types.ts'
import { EmptyState } from '../components/EmptyState.tsx'

/** Shows a page to those who may see it, and tells the others whom to ask. */
export function Allowed({ to, children }: { to?: Permission; children: ReactNode }) {
  const { t } = useTranslation()
  const { data: session } = useQuery(sessionQuery)
  if (!to || session?.permissions.includes(to)) return children
  return <EmptyState icon={IconLock} title={t('notAllowed.title')} text={t('notAllowed.text')} />
}
