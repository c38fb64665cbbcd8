import { Badge, Button, Grid, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { deleteTemplate, saveTemplate, type TemplateText, templateQuery } from '../../api/templates.ts'
import type { Template, TemplatePreview } from '../../api/types.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { HtmlFrame } from '../../components/HtmlFrame.tsx'
import { Notice } from '../../components/Notice.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { type Draft, useDraft } from '../../components/useDraft.ts'
import { CodeArea, type CodeAreaHandle } from './CodeArea.tsx'
import { DealChoice } from './DealChoice.tsx'
import { FieldMenu } from './FieldMenu.tsx'
import { type Mistake, usePreview } from './usePreview.ts'

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
  const saved = textOf(template)
  const draft = useDraft<TemplateText>(`template.${template.id}`, saved)
  const text = draft.value
  const changed = text.body !== saved.body || text.subject !== saved.subject
  const { save, reset } = useKeeping(template, draft)
  const [deal, setDeal] = useState<string | null>(null)
  const { mistake, ...preview } = usePreview(template.id, text, deal)
  const code = useRef<CodeAreaHandle>(null)
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
          <TextSide template={template} text={text} onChange={draft.change} mistake={mistake} code={code} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="sm">
            <DealChoice onChange={setDeal} />
            {mistake && <MistakeNotice mistake={mistake} onGoTo={line => code.current?.goTo(line)} />}
            <Preview {...preview} name={template.name} broken={mistake !== undefined} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

const textOf = ({ body, subject }: Template): TemplateText => ({
  body,
  ...(subject !== undefined && { subject }),
})

/** Saves the text, or takes it back to what came with the product; a template of one's own is deleted. */
function useKeeping(template: Template, draft: Draft<TemplateText>) {
  const { t } = useTranslation(['templates', 'common'])
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const keep = (next: Template | undefined) => {
    if (next) queryClient.setQueryData(templateQuery(template.id).queryKey, next)
    void queryClient.invalidateQueries({ queryKey: ['templates', 'list'] })
  }
  const onError = (error: Error) =>
    notifications.show({ message: messageOf(error), color: 'red', autoClose: 8_000 })
  const save = useMutation({
    mutationFn: () => saveTemplate(template.id, draft.value),
    onSuccess: next => {
      draft.forget(textOf(next))
      keep(next)
      notifications.show({ message: t('common:saved'), color: 'teal' })
    },
    onError,
  })
  const reset = useMutation({
    mutationFn: () => deleteTemplate(template.id),
    onSuccess: next => {
      keep(next)
      if (!next) return navigate('/templates')
      draft.forget(textOf(next))
      notifications.show({ message: t('isReset'), color: 'teal' })
    },
    onError,
  })
  return { save, reset }
}

interface TextSideProps {
  template: Template
  text: TemplateText
  onChange(text: TemplateText): void
  mistake: Mistake | undefined
  code: RefObject<CodeAreaHandle | null>
}

function TextSide({ template, text, onChange, mistake, code }: TextSideProps) {
  const { t } = useTranslation('templates')
  const email = template.kind === 'email'
  return (
    <Stack gap="sm">
      {email && (
        <TextInput
          label={t('subject')}
          value={text.subject ?? ''}
          onChange={event => onChange({ ...text, subject: event.currentTarget.value })}
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
        height={email ? 'calc(100vh - 262px)' : 'calc(100vh - 190px)'}
        label={t('text')}
        value={text.body}
        onChange={body => onChange({ ...text, body })}
        mistake={mistake?.part === 'subject' ? undefined : mistake}
      />
    </Stack>
  )
}

function MistakeNotice({ mistake, onGoTo }: { mistake: Mistake; onGoTo(line: number): void }) {
  const { t } = useTranslation('templates')
  const { message, line, part } = mistake
  return (
    <Notice color="red" p="xs" role="alert">
      <Group justify="space-between" wrap="nowrap">
        {message}
        {line && part !== 'subject' && (
          <Button size="compact-sm" variant="default" flex="none" onClick={() => onGoTo(line)}>
            {t('goTo', { line })}
          </Button>
        )}
      </Group>
    </Notice>
  )
}

interface PreviewProps {
  shown: TemplatePreview | undefined
  error: Error | null
  name: string
  /** The text has a mistake, which is told elsewhere. */
  broken: boolean
}

function Preview({ shown, error, name, broken }: PreviewProps) {
  const { t } = useTranslation('templates')
  return (
    <>
      {error && !broken && <ErrorCard error={error} title={t('noPreview')} />}
      {shown?.subject !== undefined && (
        <Text>
          <Text span c="dimmed">
            {t('subject')}:{' '}
          </Text>
          {shown.subject}
        </Text>
      )}
      {!shown && !error && <Skeleton height="66vh" />}
      {shown && <HtmlFrame html={shown.html} title={t('preview', { name })} height="calc(100vh - 214px)" />}
    </>
  )
}
