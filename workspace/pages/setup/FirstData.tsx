import { Alert, Button, Group, Stack, Text, ThemeIcon, UnstyledButton } from '@mantine/core'
import { IconArrowRight, IconSparkles, IconTableImport } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { loadDemo } from '../../api/session.ts'
import { messageOf } from '../../components/ErrorCard.tsx'
import { Gate } from '../../components/Gate.tsx'
import classes from './FirstData.module.css'

/** The second step of the first start: something to look at. */
export function FirstData() {
  const { t } = useTranslation('setup')
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const demo = useMutation({
    mutationFn: loadDemo,
    onSuccess: () => {
      void queryClient.invalidateQueries()
      void navigate('/deals')
    },
  })
  return (
    <Gate title={t('data.title')} text={t('data.text')}>
      <Stack gap="sm">
        <Choice
          icon={<IconSparkles size={20} />}
          title={t('data.demo')}
          text={demo.isPending ? t('data.loading') : t('data.demoText')}
          busy={demo.isPending}
          onClick={() => demo.mutate()}
        />
        <Choice
          icon={<IconTableImport size={20} />}
          title={t('data.import')}
          text={t('data.importText')}
          busy={demo.isPending}
          onClick={() => navigate('/import')}
        />
        {demo.error && (
          <Alert color="red" variant="light" role="alert">
            {messageOf(demo.error)}
          </Alert>
        )}
        <Button variant="subtle" onClick={() => navigate('/deals')} disabled={demo.isPending}>
          {t('data.later')}
        </Button>
      </Stack>
    </Gate>
  )
}

interface ChoiceProps {
  icon: ReactNode
  title: string
  text: string
  busy: boolean
  onClick: () => void
}

function Choice({ icon, title, text, busy, onClick }: ChoiceProps) {
  return (
    <UnstyledButton className={classes.choice} onClick={onClick} disabled={busy}>
      <Group wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" size={38}>
          {icon}
        </ThemeIcon>
        <div style={{ flex: 1 }}>
          <Text fw={650}>{title}</Text>
          <Text fz="sm" c="dimmed">
            {text}
          </Text>
        </div>
        <IconArrowRight size={18} className={classes.arrow} />
      </Group>
    </UnstyledButton>
  )
}
