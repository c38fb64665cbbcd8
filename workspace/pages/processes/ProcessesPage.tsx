import { Button, FileButton, Group, Skeleton, Text, TextInput } from '@mantine/core'
import { IconHierarchy2, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { processesQuery } from '../../api/processes.ts'
import { useCan } from '../../api/session.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { Decisions } from './Decisions.tsx'
import { NewProcess } from './NewProcess.tsx'
import { ProcessCard } from './ProcessCard.tsx'
import classes from './processes.module.css'
import { useImport } from './useImport.ts'

const defaults = { q: '' }

/** All processes as pictures: what runs, what is broken, what is being drawn. */
export default function ProcessesPage() {
  const { t } = useTranslation('processes')
  const [search, setSearch] = useSearchState(defaults)
  const [creating, setCreating] = useState(false)
  const processes = useQuery(processesQuery)
  const mayWrite = useCan()('processes.write')
  const bring = useImport()
  const wanted = search.q.toLocaleLowerCase()
  const shown = processes.data?.filter(one => `${one.name} ${one.key}`.toLocaleLowerCase().includes(wanted))
  const onDrop = (event: DragEvent) => {
    const file = event.dataTransfer.files[0]
    if (!file || !mayWrite) return
    event.preventDefault()
    bring.take(file)
  }
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        beside={
          <TextInput
            size="xs"
            w={220}
            leftSection={<IconSearch size={14} />}
            placeholder={t('find')}
            aria-label={t('find')}
            value={search.q}
            onChange={event => setSearch({ q: event.currentTarget.value })}
          />
        }
        actions={
          mayWrite && (
            <>
              <FileButton
                accept=".bpmn,.dmn,.xml,application/xml"
                onChange={file => file && bring.take(file)}
              >
                {props => (
                  <Button
                    {...props}
                    variant="default"
                    leftSection={<IconUpload size={16} />}
                    loading={bring.busy}
                  >
                    {t('import')}
                  </Button>
                )}
              </FileButton>
              <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
                {t('new')}
              </Button>
            </>
          )
        }
      />
      {bring.error !== undefined && (
        <Group mb="md">
          <ErrorCard
            error={bring.error}
            title={t(bring.file ? 'importFailedOf' : 'importFailed', { name: bring.file })}
          />
        </Group>
      )}
      {processes.error && <ErrorCard error={processes.error} retry={processes.refetch} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a shortcut of the button “Import” */}
      <div
        className={classes.gallery}
        onDragOver={event => event.dataTransfer.types.includes('Files') && event.preventDefault()}
        onDrop={onDrop}
      >
        {processes.isPending && [1, 2, 3].map(n => <Skeleton key={n} h={230} radius="lg" />)}
        {shown?.map(process => (
          <ProcessCard key={process.key} process={process} />
        ))}
      </div>
      {processes.data?.length === 0 && (
        <EmptyState
          icon={IconHierarchy2}
          title={t('empty.title')}
          text={t('empty.text')}
          action={mayWrite && <Button onClick={() => setCreating(true)}>{t('new')}</Button>}
        />
      )}
      {shown?.length === 0 && processes.data?.length !== 0 && (
        <Text c="dimmed" py="lg">
          {t('notFound', { q: search.q })}
        </Text>
      )}
      {mayWrite && processes.data && processes.data.length > 0 && (
        <Text c="dimmed" fz="sm" mt="md">
          {t('dropHint')}
        </Text>
      )}
      <Decisions mayWrite={mayWrite} />
      <NewProcess opened={creating} onClose={() => setCreating(false)} />
    </PageBody>
  )
}
