import { Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconMailOff, IconPaperclip, IconSend } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { letterQuery, type OpenedLetter, sendLetter } from '../../api/letters.ts'
import { useCan, useSession } from '../../api/session.ts'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { HtmlFrame } from '../../components/HtmlFrame.tsx'
import { Notice } from '../../components/Notice.tsx'
import { SideSheet } from '../../components/SideSheet.tsx'
import { When } from '../../components/When.tsx'
import { LetterBadge } from './LetterBadge.tsx'

/** One letter beside the list: as it looks, to whom, whether it went out, and a second try. */
export function LetterSheet({ id }: { id: string | undefined }) {
  const { t } = useTranslation('outbox')
  const { data, error } = useQuery({ ...letterQuery(id ?? ''), enabled: !!id })
  return (
    <SideSheet
      back="/outbox"
      opened={!!id}
      title={data?.subject ?? t('one')}
      beside={data && <LetterBadge letter={data} />}
      size={760}
    >
      {error ? <ErrorCard error={error} /> : data ? <Opened letter={data} /> : <Skeleton height={400} />}
    </SideSheet>
  )
}

function Opened({ letter }: { letter: OpenedLetter }) {
  const { t } = useTranslation('outbox')
  const { config } = useSession()
  const maySend = useCan()('deals.write')
  const queryClient = useQueryClient()
  const send = useMutation({
    mutationFn: () => sendLetter(letter.id),
    onSuccess: () => notifications.show({ message: t('sendStarted'), color: 'teal' }),
    onError: error => notifications.show({ message: messageOf(error), color: 'red', autoClose: 10_000 }),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['letters'] })
      void queryClient.invalidateQueries({ queryKey: ['letter', letter.id] })
    },
  })
  const unsent = letter.status === 'notSent' || letter.status === 'failed'
  return (
    <Stack h="100%" gap="sm">
      {letter.status === 'notSent' && (
        <Notice
          color="orange"
          flex="none"
          icon={<IconMailOff />}
          title={t(config.mailConfigured ? 'status.notSent' : 'notSentNoMail')}
        >
          {config.mailConfigured && letter.reason && <Text fz="sm">{letter.reason}</Text>}
        </Notice>
      )}
      {letter.status === 'failed' && (
        <Notice color="red" flex="none" title={t('failed', { count: letter.attempts })}>
          <Text fz="sm">{letter.reason}</Text>
          {letter.cure && (
            <Text fz="sm" c="dimmed">
              {letter.cure}
            </Text>
          )}
        </Notice>
      )}
      <Group justify="space-between" align="flex-start">
        <Stack gap={6} fz="sm">
          <Text fz="sm">
            <Text span c="dimmed" fz="sm">
              {t('to')}:{' '}
            </Text>
            {letter.to}
          </Text>
          <Text fz="sm" c="dimmed">
            <When at={letter.at} exact />
          </Text>
          {letter.cc && (
            <Text fz="sm">
              <Text span c="dimmed" fz="sm">
                {t('cc')}:{' '}
              </Text>
              {letter.cc}
            </Text>
          )}
          {letter.instance && (
            <Anchor component={Link} to={`/instances/${letter.instance}`} fz="sm" underline="always">
              {t('process')}
            </Anchor>
          )}
          {letter.deal && (
            <Anchor component={Link} to={`/deals/${letter.deal.id}`} fz="sm" underline="always">
              {letter.deal.name}
            </Anchor>
          )}
        </Stack>
        {maySend && unsent && (
          <Button leftSection={<IconSend size={16} />} loading={send.isPending} onClick={() => send.mutate()}>
            {t('sendAgain')}
          </Button>
        )}
      </Group>
      {(letter.attachments?.length ?? 0) > 0 && (
        <Group gap="sm">
          {letter.attachments!.map(file => (
            <Anchor key={file.id} component={Link} to={`/documents/${file.id}`} fz="sm" underline="always">
              <IconPaperclip size={14} aria-hidden /> {file.name}
            </Anchor>
          ))}
        </Group>
      )}
      <HtmlFrame html={letter.html} title={t('preview', { subject: letter.subject })} height="100%" />
    </Stack>
  )
}
