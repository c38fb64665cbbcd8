import { Badge, Button, Grid, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { ApiError } from '../../api/client.ts'
import {
  deleteTemplate,
  previewTemplate,
  saveTemplate,
  type TemplateText,
  templateQuery,
} from '../../api/templates.ts'
import type { Template, TemplatePreview } from '../../api/types.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { HtmlFrame } from '../../components/HtmlFrame.tsx'
import { Notice } from '../../components/Notice.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useDraft } from '../../components/useDraft.ts'
import { CodeArea, type CodeAreaHandle } from './CodeArea.tsx'
import { DealChoice } from './DealChoice.tsx'
import { FieldMenu } from './FieldMenu.tsx'

/** One template: the text at the one side, what it looks like with a real deal at the other. */
export function TemplateEditor({ id }: { id: string }) {
  const { t } = useTranslation('templates')
  const { data, error, refetch } = useQuery(templateQuery(id))
  if (data) return <Opened template={data} />
  return (
    <>
      <PageHeader title={t('title')} />
      {error ? <ErrorCard error={error} retry={refetch} /> : <Skeleton height="70vh" />}
    </>
  )
}

function Opened({ template }: { template: Template }) {
  const { t } = useTranslation(['templates', 'common'])
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const saved: TemplateText = {
    body: template.body,
    ...(template.subject !== undefined && { subject: template.subject }),
  }
  const draft = useDraft<TemplateText>(`template.${template.id}`, saved)
  const text = draft.value
  const changed = text.body !== saved.body || text.subject !== saved.subject
  const [deal, setDeal] = useState<string | null>(null)
  const code = useRef<CodeAreaHandle>(null)

  const [asked] = useDebouncedValue(text, 400)
  const preview = useQuery({
    queryKey: ['templates', 'preview', template.id, deal, asked],
    queryFn: () => previewTemplate(template.id, { ...asked, ...(deal && { dealId: deal }) }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const mistake = mistakeOf(preview.error)
  // While the text is broken, the last good picture stays.
  const good = useRef<TemplatePreview>(undefined)
  if (preview.data) good.current = preview.data
  const shown = good.current

  const keep = (next: Template | undefined) => {
    if (next) queryClient.setQueryData(templateQuery(template.id).queryKey, next)
    void queryClient.invalidateQueries({ queryKey: ['templates', 'list'] })
  }
  const save = useMutation({
    mutationFn: () => saveTemplate(template.id, text),
    onSuccess: next => {
      draft.forget({ body: next.body, ...(next.subject !== undefined && { subject: next.subject }) })
      keep(next)
      notifications.show({ message: t('common:saved'), color: 'teal' })
    },
    onError: error => notifications.show({ message: messageOf(error), color: 'red', autoClose: 8_000 }),
  })
  const reset = useMutation({
    mutationFn: () => deleteTemplate(template.id),
    onSuccess: next => {
      keep(next)
      if (!next) return navigate('/templates')
      draft.forget({ body: next.body, ...(next.subject !== undefined && { subject: next.subject }) })
      notifications.show({ message: t('isReset'), color: 'teal' })
    },
    onError: error => notifications.show({ message: messageOf(error), color: 'red', autoClose: 8_000 }),
  })
  useHotkeys([['mod+S', () => changed && save.mutate()]], [])

  return (
    <>
      <PageHeader
        title={template.name}
        beside={
          <Group gap="xs">
            <Badge color={template.kind === 'email' ? 'blue' : 'violet'}>{t(`one.${template.kind}`)}</Badge>
            <Text fz="sm" c="dimmed" role="status">
              {changed ? t('unsaved') : ''}
            </Text>
          </Group>
        }
        actions={
          <>
            <Button component={Link} to="/templates" variant="default">
              {t('all')}
            </Button>
            {(!template.builtIn || template.updatedAt) && (
              <ConfirmButton
                question={t(template.builtIn ? 'resetQuestion' : 'deleteQuestion')}
                verb={t(template.builtIn ? 'reset' : 'common:delete')}
                loading={reset.isPending}
                onConfirm={() => reset.mutate()}
              >
                {t(template.builtIn ? 'reset' : 'common:delete')}
              </ConfirmButton>
            )}
            <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!changed}>
              {t('common:save')}
            </Button>
          </>
        }
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="sm">
            {template.kind === 'email' && (
              <TextInput
                label={t('subject')}
                value={text.subject ?? ''}
                onChange={event => draft.change({ ...text, subject: event.currentTarget.value })}
                error={mistake?.part === 'subject' && mistake.message}
              />
            )}
            <Group justify="space-between" gap="xs">
              <Text fz="sm" c="dimmed">
                {t('hint')}
              </Text>
              <FieldMenu sample={template.sample} onInsert={snippet => code.current?.insert(snippet)} />
            </Group>
            <CodeArea
              ref={code}
              height={template.kind === 'email' ? 'calc(100vh - 262px)' : 'calc(100vh - 190px)'}
              label={t('text')}
              value={text.body}
              onChange={body => draft.change({ ...text, body })}
              mistake={mistake?.part === 'subject' ? undefined : mistake}
            />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="sm">
            <DealChoice onChange={setDeal} />
            {preview.error && !mistake && <ErrorCard error={preview.error} title={t('noPreview')} />}
            {mistake && (
              <Notice color="red" p="xs" role="alert">
                <Group justify="space-between" wrap="nowrap">
                  {mistake.message}
                  {mistake.line && mistake.part !== 'subject' && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => code.current?.goTo(mistake.line!)}
                    >
                      {t('goTo', { line: mistake.line })}
                    </Button>
                  )}
                </Group>
              </Notice>
            )}
            {shown?.subject !== undefined && (
              <Text>
                <Text span c="dimmed">
                  {t('subject')}:{' '}
                </Text>
                {shown.subject}
              </Text>
            )}
            {preview.isPending && !shown && <Skeleton height="66vh" />}
            {shown && (
              <HtmlFrame
                html={shown.html}
                title={t('preview', { name: template.name })}
                height="calc(100vh - 214px)"
              />
            )}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

export interface Mistake {
  message: string
  line?: number
  column?: number
  part?: string
}

function mistakeOf(error: unknown): Mistake | undefined {
  if (!(error instanceof ApiError) || error.code !== 'invalidTemplate') return undefined
  const { line, column, part } = error.details as Omit<Mistake, 'message'>
  return { message: error.message, line, column, part }
}
