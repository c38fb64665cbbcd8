import { Button } from '@mantine/core'
import { IconMapQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyState } from '../../components/EmptyState.tsx'

/** What an unknown address shows. */
export default function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={IconMapQuestion}
      title={t('notFound.title')}
      text={t('notFound.text')}
      action={
        <Button component={Link} to="/deals" variant="default">
          {t('notFound.home')}
        </Button>
      }
    />
  )
}
