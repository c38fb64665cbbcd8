import { Badge, Button, Title } from '@mantine/core'
import { IconPlus, IconTemplate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { templatesQuery } from '../../api/templates.ts'
import type { TemplateRow } from '../../api/types.ts'
import { type Column, DataList, listedOf } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { When } from '../../components/When.tsx'
import { NewTemplate } from './NewTemplate.tsx'

/** Letters first, then documents; the shipped ones say so. */
export function TemplateList() {
  const { t } = useTranslation('templates')
  const templates = useQuery(templatesQuery)
  const [adding, add] = useState(false)
  const columns: Column<TemplateRow>[] = [
    { key: 'name', title: t('name'), show: row => row.name },
    {
      key: 'state',
      title: t('state'),
      width: 180,
      show: row =>
        row.builtIn ? (
          <Badge color={row.updatedAt ? 'brand' : 'gray'}>{t(row.updatedAt ? 'changed' : 'shipped')}</Badge>
        ) : (
          <Badge color="teal">{t('own')}</Badge>
        ),
    },
    {
      key: 'at',
      title: t('changedAt'),
      width: 200,
      from: 'sm',
      show: row => (row.updatedAt ? <When at={row.updatedAt} /> : '—'),
    },
  ]
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => add(true)}>
            {t('new')}
          </Button>
        }
      />
      {(['email', 'document'] as const).map(kind => (
        <section key={kind} style={{ marginBottom: 28 }}>
          <Title order={2} fz={16} mb="sm">
            {t(`kind.${kind}`)}
          </Title>
          <DataList
            label={t(`kind.${kind}`)}
            columns={columns}
            list={listedOf({ ...templates, data: templates.data?.filter(row => row.kind === kind) })}
            rowKey={row => row.id}
            to={row => `/templates/${encodeURIComponent(row.id)}`}
            empty={<EmptyState icon={IconTemplate} title={t(`empty.${kind}`)} text={t('empty.text')} />}
          />
        </section>
      ))}
      {adding && <NewTemplate onClose={() => add(false)} />}
    </>
  )
}
