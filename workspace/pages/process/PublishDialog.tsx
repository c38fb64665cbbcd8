import { Alert, Button, Modal, ScrollArea, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client.ts'
import { publishProcess } from '../../api/processes.ts'
import type { Problem, ProcessDetail } from '../../api/types.ts'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { ChangeList, useChanges } from './ChangeList.tsx'
import type { Saving } from './useSaving.ts'

interface Props {
  opened: boolean
  onClose: () => void
  process: ProcessDetail
  xml: string
  problems: Problem[]
  /** The drawing as a picture, for lists. */
  drawing: () => Promise<string>
  saving: Saving
  onPublished: (version: number) => void
  onRefused: (problems: Problem[]) => void
}

/** Publishing: what changes, for whom it counts, a word about why. */
export function PublishDialog({
  opened,
  onClose,
  process,
  xml,
  problems,
  drawing,
  saving,
  onPublished,
  onRefused,
}: Props) {
  const { t } = useTranslation('process')
  const client = useQueryClient()
  const [comment, setComment] = useState('')
  const errors = problems.filter(problem => problem.severity === 'error')
  const changes = useChanges(opened ? process.xml || undefined : undefined, opened ? xml : undefined)
  const publish = useMutation({
    mutationFn: async () =>
      publishProcess(process.key, {
        xml,
        comment: comment.trim() || undefined,
        svg: await drawing().catch(() => undefined),
      }),
    onSuccess: ({ version }) => {
      saving.reset()
      onPublished(version)
      setComment('')
      onClose()
      notifications.show({ color: 'teal', message: t('published', { version }) })
      void client.invalidateQueries({ queryKey: ['process', process.key] })
      void client.invalidateQueries({ queryKey: ['processes'] })
      void client.invalidateQueries({ queryKey: ['pipelines'] })
    },
    onError: error => {
      const found =
        error instanceof ApiError && error.code === 'invalidProcess' ? error.details.problems : undefined
      if (Array.isArray(found)) onRefused(found as Problem[])
    },
  })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('publishTitle', { version: (process.version ?? 0) + 1 })}
    >
      <Stack>
        {errors.length > 0 && (
          <Alert color="red" title={t('publishErrors', { count: errors.length })}>
            <ul style={{ margin: 0, paddingInlineStart: 18 }}>
              {errors.slice(0, 5).map(problem => (
                <li key={problem.rule + problem.element + problem.message}>{problem.message}</li>
              ))}
            </ul>
            <Button mt="xs" size="xs" variant="default" onClick={() => onRefused(errors)}>
              {t('showProblems')}
            </Button>
          </Alert>
        )}
        {process.xml && (
          <div>
            <Text fw={600} mb={4}>
              {t('diff.title')}
            </Text>
            <ScrollArea.Autosize mah={280}>
              <ChangeList changes={changes.data} loading={changes.isPending} />
            </ScrollArea.Autosize>
          </div>
        )}
        {process.running > 0 && (
          <Alert color="blue">{t('runningNote', { count: process.running, version: process.version })}</Alert>
        )}
        <Textarea
          label={t('comment')}
          placeholder={t('commentHint')}
          value={comment}
          onChange={event => setComment(event.currentTarget.value)}
          autosize
          minRows={2}
          data-autofocus
        />
        {publish.error && <ErrorCard error={publish.error} title={t('publishFailed')} />}
        <DialogButtons
          onCancel={onClose}
          verb={t('publish')}
          loading={publish.isPending}
          disabled={errors.length > 0}
          onClick={() => publish.mutate()}
        />
      </Stack>
    </Modal>
  )
}
