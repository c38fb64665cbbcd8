import { Button, Group, Skeleton, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import {
  type Icon,
  IconAlertTriangle,
  IconArrowsRightLeft,
  IconChecklist,
  IconFileText,
  IconMail,
  IconMessage,
  IconNote,
  IconPencil,
  IconRobot,
} from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { addNote, timelineQuery } from '../../api/deals.ts'
import { useCan } from '../../api/session.ts'
import type { Deal, TimelineEntry, TimelineType } from '../../api/types.ts'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { dropDraft, keepDraft, readDraft } from '../../components/task/drafts.ts'
import { When } from '../../components/When.tsx'
import classes from './deal.module.css'

/** What happened with the deal, newest first, and a place to write a note. */
export function Timeline({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const can = useCan()
  const query = useInfiniteQuery(timelineQuery(deal.id))
  const entries = query.data?.pages.flatMap(page => page.items) ?? []
  return (
    <Stack gap="md">
      {can('deals.write') && <NoteForm deal={deal} />}
      {query.error && <ErrorCard error={query.error} retry={query.refetch} />}
      {query.isPending && <Skeleton h={120} />}
      {query.data && entries.length === 0 && <Text c="dimmed">{t('timeline.empty')}</Text>}
      <ol className={classes.timeline}>
        {entries.map(entry => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button variant="subtle" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('common:more')}
        </Button>
      )}
    </Stack>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation('deal')
  const { icon: Picture, colour } = looks[entry.type] ?? looks.change
  const by = entry.by === 'process' ? t('timeline.process') : entry.by?.name
  return (
    <li className={classes.entry} style={{ '--entry': `var(--baton-${colour})` }}>
      <span className={classes.bullet}>
        <Picture size={14} stroke={1.9} aria-label={t(`timeline.type.${entry.type}`)} />
      </span>
      <div className={classes.entryBody}>
        {/* A note is its text; the title only repeats its beginning. */}
        {entry.type !== 'note' && (
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {entry.link ? (
              <Link to={entry.link} className={classes.entryLink}>
                {entry.title}
              </Link>
            ) : (
              entry.title
            )}
          </Text>
        )}
        {(entry.text || entry.type === 'note') && (
          <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {entry.text ?? entry.title}
          </Text>
        )}
        <Text fz="xs" c="dimmed">
          <When at={entry.at} />
          {by && ` · ${by}`}
        </Text>
      </div>
    </li>
  )
}

const looks: Record<TimelineType, { icon: Icon; colour: string }> = {
  note: { icon: IconNote, colour: 'flow' },
  stage: { icon: IconArrowsRightLeft, colour: 'deal' },
  task: { icon: IconChecklist, colour: 'people' },
  letter: { icon: IconMail, colour: 'talk' },
  message: { icon: IconMessage, colour: 'talk' },
  document: { icon: IconFileText, colour: 'paper' },
  process: { icon: IconRobot, colour: 'robot' },
  change: { icon: IconPencil, colour: 'flow' },
  incident: { icon: IconAlertTriangle, colour: 'late' },
}

function NoteForm({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const queryClient = useQueryClient()
  const key = `note.${deal.id}`
  const [text, setText] = useState(() => String(readDraft(key).text ?? ''))
  const add = useMutation({
    mutationFn: () => addNote(deal.id, text.trim()),
    onSuccess: () => {
      setText('')
      dropDraft(key)
      void queryClient.invalidateQueries({ queryKey: ['deal', deal.id, 'timeline'] })
    },
    onError: error =>
      notifications.show({ color: 'red', title: t('note.failed'), message: messageOf(error) }),
  })
  const type = (next: string) => {
    setText(next)
    keepDraft(key, next ? { text: next } : {})
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (text.trim()) add.mutate()
      }}
    >
      <Textarea
        aria-label={t('note.label')}
        placeholder={t('note.label')}
        autosize
        minRows={1}
        maxRows={8}
        value={text}
        onChange={event => type(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
            event.currentTarget.form?.requestSubmit()
        }}
      />
      {text && (
        <Group justify="flex-end" gap="xs" mt={6}>
          <Text fz="xs" c="dimmed">
            {t('note.keys')}
          </Text>
          <Button type="submit" size="xs" loading={add.isPending}>
            {t('note.add')}
          </Button>
        </Group>
      )}
    </form>
  )
}
