import { Badge, Loader, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Change, type ChangeKind, compareDrawings } from '#designer'
import classes from './process.module.css'

const colors: Record<ChangeKind, string> = { added: 'teal', removed: 'red', changed: 'orange', moved: 'gray' }

/** The differences between two drawings, worked out once for each pair. */
export function useChanges(before: string | undefined, after: string | undefined) {
  const { i18n } = useTranslation('process')
  const locale = i18n.language.startsWith('ru') ? 'ru' : 'en'
  return useQuery({
    queryKey: ['drawing-changes', before, after, locale],
    enabled: before !== undefined && after !== undefined,
    queryFn: () => compareDrawings(before!, after!, locale),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
}

/** What was changed, element by element, with the old and the new value of each field. */
export function ChangeList({ changes, loading }: { changes: Change[] | undefined; loading: boolean }) {
  const { t } = useTranslation('process')
  if (loading) return <Loader size="sm" />
  if (!changes?.length) return <Text c="dimmed">{t('diff.none')}</Text>
  return (
    <ul className={classes.changes}>
      {changes.map(change => (
        <li key={`${change.kind}${change.id}`} className={classes.change}>
          <Badge size="sm" color={colors[change.kind]} me={8}>
            {t(`diff.${change.kind}`)}
          </Badge>
          <Text span fw={560}>
            {change.name}
          </Text>{' '}
          <Text span c="dimmed" fz="sm">
            {change.sort}
          </Text>
          {change.fields.map(field => (
            <span key={field.path} className={classes.field}>
              {field.label}: {field.before === undefined ? '' : <del>{field.before}</del>}{' '}
              {field.after === undefined ? '' : <ins>{field.after}</ins>}
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}
