import { Accordion, Button, Card, Group, Loader, Radio, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconPlayerPlay, IconVolumeOff } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { pipelinesQuery } from '../../api/deals.ts'
import {
  type ImportDetail,
  type ImportPreview,
  importQuery,
  type Mapping,
  previewQuery,
  runImport,
} from '../../api/imports.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useFormat } from '../../components/format.ts'
import { Problems } from './Problems.tsx'
import { StepButtons } from './StepButtons.tsx'

interface Props {
  run: ImportDetail
  mapping: Mapping
  onQuiet(quiet: boolean): void
  onBack(): void
  onStarted(): void
}

/** Step 3: what would happen, row by row where it would go wrong; nothing has been written yet. */
export function PreviewStep({ run, mapping, onQuiet, onBack, onStarted }: Props) {
  const { t } = useTranslation('import')
  const queryClient = useQueryClient()
  const format = useFormat()
  const preview = useQuery(previewQuery(run.id, mapping))
  const begin = useMutation({
    mutationFn: () => runImport(run.id),
    onSuccess: () => {
      queryClient.setQueryData(
        importQuery(run.id).queryKey,
        before => before && { ...before, status: 'running' as const },
      )
      void queryClient.invalidateQueries({ queryKey: ['import', run.id], exact: true })
      onStarted()
    },
  })
  if (preview.error) {
    return (
      <Stack>
        <ErrorCard error={preview.error} title={t('preview.failed')} retry={preview.refetch} />
        <StepButtons onBack={onBack}>{null}</StepButtons>
      </Stack>
    )
  }
  if (!preview.data) {
    return (
      <Group py="xl" justify="center" role="status">
        <Loader size="sm" />
        <Text>{t('preview.counting')}</Text>
      </Group>
    )
  }
  const rows = preview.data.files.reduce((sum, file) => sum + file.create + file.update, 0)
  return (
    <Stack gap="lg">
      <Files run={run} preview={preview.data} />
      <Stages stages={preview.data.stages} />
      <Starts starts={preview.data.starts} quiet={mapping.quiet} onQuiet={onQuiet} />
      {begin.error && <ErrorCard error={begin.error} title={t('preview.notBegun')} />}
      <StepButtons onBack={onBack}>
        <Button onClick={() => begin.mutate()} loading={begin.isPending} disabled={rows === 0}>
          {t(mapping.quiet ? 'preview.runQuietly' : 'preview.runAndStart', {
            count: rows,
            rows: format.number(rows),
          })}
        </Button>
      </StepButtons>
    </Stack>
  )
}

function Files({ run, preview }: { run: ImportDetail; preview: ImportPreview }) {
  const { t } = useTranslation('import')
  const format = useFormat()
  return preview.files.map((file, index) => {
    const name = file.filename ?? run.files[index]?.filename ?? ''
    const rejected = file.rejected ?? Math.max(0, file.rows - file.create - file.update)
    return (
      <Card key={file.file ?? name} component="section" aria-label={name}>
        <Group justify="space-between" mb="xs">
          <Text fw={650}>
            {name}{' '}
            <Text span c="dimmed" fw={400}>
              → {t(`entity.${file.entity}`, { defaultValue: file.entity })}
            </Text>
          </Text>
          <Group gap="lg">
            <Figure label={t('preview.create')} value={format.number(file.create)} />
            <Figure label={t('preview.update')} value={format.number(file.update)} />
            <Figure label={t('preview.reject')} value={format.number(rejected)} bad={rejected > 0} />
          </Group>
        </Group>
        {file.problems.length > 0 ? (
          <Problems problems={file.problems} total={file.problemsTotal} label={name} />
        ) : (
          <Text c="dimmed" fz="sm">
            {t('preview.noProblems')}
          </Text>
        )}
        {file.notices && file.notices.length > 0 && (
          <Accordion variant="contained" mt="sm" chevronPosition="left">
            <Accordion.Item value="notices">
              <Accordion.Control>
                <Text fz="sm">
                  {t('preview.notices', { count: file.noticesTotal ?? file.notices.length })}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <Problems
                  problems={file.notices}
                  total={file.noticesTotal ?? file.notices.length}
                  label={t('preview.noticesOf', { name })}
                />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        )}
      </Card>
    )
  })
}

/** A number with its name below. */
export function Figure({ label, value, bad }: { label: string; value: string; bad?: boolean }) {
  return (
    <Stack gap={0} align="flex-end">
      <Text fw={650} fz="lg" className="tabular" c={bad ? 'var(--baton-late)' : undefined} lh={1.2}>
        {value}
      </Text>
      <Text fz="xs" c="dimmed">
        {label}
      </Text>
    </Stack>
  )
}

function Stages({ stages }: { stages: Record<string, number> }) {
  const { t } = useTranslation('import')
  const format = useFormat()
  const { data: pipelines } = useQuery(pipelinesQuery)
  const known = pipelines?.flatMap(pipeline => pipeline.stages) ?? []
  const names = new Map(known.map(stage => [stage.key, stage.name]))
  const place = (key: string) => known.findIndex(stage => stage.key === key)
  const entries = Object.entries(stages).sort(([a], [b]) => place(a) - place(b))
  if (entries.length === 0) return null
  return (
    <section>
      <Title order={2} fz={16} mb="xs">
        {t('preview.stages')}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: Math.min(entries.length, 6) }}>
        {entries.map(([stage, count]) => (
          <Card key={stage} padding="sm">
            <Text fz="sm" c="dimmed">
              {names.get(stage) ?? stage}
            </Text>
            <Text fw={650} fz={20} className="tabular">
              {format.number(count)}
            </Text>
          </Card>
        ))}
      </SimpleGrid>
    </section>
  )
}

interface StartsProps {
  starts: ImportPreview['starts']
  quiet: boolean
  onQuiet(quiet: boolean): void
}

function Starts({ starts, quiet, onQuiet }: StartsProps) {
  const { t } = useTranslation('import')
  const format = useFormat()
  const nothing = starts.processes.length === 0 && starts.tasks === 0 && starts.letters === 0
  return (
    <Radio.Group
      value={quiet ? 'quiet' : 'start'}
      onChange={value => onQuiet(value === 'quiet')}
      label={
        <Title order={2} fz={16} mb="xs">
          {t('preview.how')}
        </Title>
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Choice value="quiet" icon={IconVolumeOff} title={t('quiet.title')} chosen={quiet}>
          <Text fz="sm">{t('quiet.text')}</Text>
        </Choice>
        <Choice value="start" icon={IconPlayerPlay} title={t('start.title')} chosen={!quiet}>
          <Text fz="sm">{t('start.text')}</Text>
          <Text fz="sm" fw={600} mt={6}>
            {nothing ? t('start.nothing') : t('start.would')}
          </Text>
          {!nothing && (
            <Text component="ul" fz="sm" m={0} ps={18}>
              {starts.processes.map(process => (
                <li key={process.key}>
                  {t('start.process', { name: process.name, number: format.number(process.count) })}
                </li>
              ))}
              {starts.tasks > 0 && (
                <li>{t('start.tasks', { count: starts.tasks, number: format.number(starts.tasks) })}</li>
              )}
              {starts.letters > 0 && (
                <li>
                  {t('start.letters', { count: starts.letters, number: format.number(starts.letters) })}
                </li>
              )}
            </Text>
          )}
        </Choice>
      </SimpleGrid>
    </Radio.Group>
  )
}

interface ChoiceProps {
  value: string
  icon: typeof IconVolumeOff
  title: string
  chosen: boolean
  children: React.ReactNode
}

function Choice({ value, icon: Icon, title, chosen, children }: ChoiceProps) {
  return (
    <Card style={chosen ? { borderColor: 'var(--mantine-color-brand-5)' } : undefined}>
      <Radio
        value={value}
        label={
          <Group gap={6} fw={600}>
            <Icon size={16} aria-hidden />
            {title}
          </Group>
        }
      />
      <div style={{ marginTop: 6, marginInlineStart: 32 }}>{children}</div>
    </Card>
  )
}
