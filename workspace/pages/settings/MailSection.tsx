import { Anchor, Code, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconMailCheck, IconMailOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { settingsQuery } from '../../api/settings.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { Notice } from '../../components/Notice.tsx'

const example = 'SMTP_URL=smtps://user:password@mail.example.com:465\nSMTP_FROM="Sales <sales@example.com>"'

/** Whether letters go out, and how to make them. The mail server is told to the program, not to the page. */
export function MailSection() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useQuery(settingsQuery)
  if (error) return <ErrorCard error={error} retry={refetch} />
  if (!data) return <Skeleton height={160} />
  const { configured, host, from } = data.smtp
  return (
    <Stack>
      <Title order={2} fz={18}>
        {t('section.mail')}
      </Title>
      {configured ? (
        <Notice color="teal" icon={<IconMailCheck />} title={t('mail.on')}>
          <Text fz="sm">{t('mail.onText', { host: host ?? '—', from: from ?? '—' })}</Text>
        </Notice>
      ) : (
        <Notice color="orange" icon={<IconMailOff />} title={t('mail.off')}>
          <Text fz="sm">{t('mail.offText')}</Text>
        </Notice>
      )}
      <Text>{t('mail.how')}</Text>
      <Code block>{example}</Code>
      <Anchor component={Link} to="/outbox" underline="always">
        {t('mail.outbox')}
      </Anchor>
    </Stack>
  )
}
