import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** Back at the one end, on at the other. */
export function StepButtons({ children, onBack }: { children: ReactNode; onBack?: () => void }) {
  const { t } = useTranslation('common')
  return (
    <Group justify={onBack ? 'space-between' : 'flex-end'} mt="lg">
      {onBack && (
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
      )}
      <Group gap="xs">{children}</Group>
    </Group>
  )
}
