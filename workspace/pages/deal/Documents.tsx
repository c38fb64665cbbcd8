import {
  ActionIcon,
  Alert,
  Anchor,
  Button,
  Group,
  Menu,
  Skeleton,
  Stack,
  Text,
  Tooltip,
  UnstyledButton,
} from '@mantine/core'
import { IconDownload, IconFileText, IconFileTypography, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { dealDocumentsQuery, renderDocument } from '../../api/deals.ts'
import { documentContentUrl, documentHtmlQuery } from '../../api/documents.ts'
import { useCan } from '../../api/session.ts'
import { templatesQuery } from '../../api/templates.ts'
import type { Deal, DocumentRow } from '../../api/types.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { HtmlFrame } from '../../components/HtmlFrame.tsx'
import { When } from '../../components/When.tsx'
import classes from './deal.module.css'

/** The deal's documents with a preview, and new ones from a template. */
export function Documents({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const { data, error, refetch } = useQuery(dealDocumentsQuery(deal.id))
  const [shown, setShown] = useState<string>()
  const can = useCan()
  const render = useRender(deal, setShown)

  if (error) return <ErrorCard error={error} retry={refetch} />
  if (!data) return <Skeleton h={120} />
  const open = data.find(({ id }) => id === shown) ?? data[0]
  return (
    <Stack gap="sm">
      {can('deals.write') && <FromTemplate busy={render.isPending} onChoose={render.mutate} />}
      {render.error && (
        <Alert color="red" variant="light" role="alert" title={t('documents.failed')}>
          {messageOf(render.error)}
        </Alert>
      )}
      {data.length === 0 && (
        <EmptyState icon={IconFileText} title={t('documents.empty')} text={t('documents.emptyText')} />
      )}
      {data.map(document => (
        <Row
          key={document.id}
          document={document}
          open={document === open}
          onOpen={() => setShown(document.id)}
        />
      ))}
      {open &&
        ((open.status ?? 'ready') === 'ready' ? <Preview document={open} /> : <Unprinted document={open} />)}
    </Stack>
  )
}

function Row({ document, open, onOpen }: { document: DocumentRow; open: boolean; onOpen: () => void }) {
  const { t } = useTranslation('deal')
  return (
    <Group gap="xs" wrap="nowrap" className={classes.document} data-open={open || undefined}>
      <UnstyledButton onClick={onOpen} aria-pressed={open} style={{ flex: 1, minWidth: 0 }}>
        <Group gap="sm" wrap="nowrap">
          <IconFileText size={20} stroke={1.6} color="var(--baton-paper)" />
          <div style={{ minWidth: 0 }}>
            <Text fw={600} truncate>
              {document.name}
            </Text>
            <Text fz="xs" c="dimmed">
              <When at={document.createdAt} />
              {document.number && ` · ${document.number}`}
            </Text>
          </div>
        </Group>
      </UnstyledButton>
      <Tooltip label={t('documents.download')}>
        <ActionIcon
          component="a"
          href={documentContentUrl(document.id, 'pdf')}
          download
          variant="default"
          size={32}
          aria-label={`${t('documents.download')}: ${document.name}`}
        >
          <IconDownload size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}

/** Not printed yet, or not at all: its page says why and how to go on. */
function Unprinted({ document }: { document: DocumentRow }) {
  const { t } = useTranslation('deal')
  return (
    <Alert variant="light" color={document.status === 'failed' ? 'red' : 'brand'}>
      <Anchor component={Link} to={`/documents/${document.id}`} fz="sm" underline="always">
        {t(`documents.${document.status === 'failed' ? 'failed' : 'printing'}`)}
      </Anchor>
    </Alert>
  )
}

function Preview({ document }: { document: DocumentRow }) {
  const { t } = useTranslation('deal')
  const { data: html, error, refetch } = useQuery(documentHtmlQuery(document.id))
  if (error) return <ErrorCard error={error} title={t('documents.noPreview')} retry={refetch} />
  if (html === undefined) return <Skeleton h={320} />
  return <HtmlFrame html={html} title={t('documents.preview', { name: document.name })} height={560} />
}

function FromTemplate({ busy, onChoose }: { busy: boolean; onChoose: (template: string) => void }) {
  const { t } = useTranslation('deal')
  const { data } = useQuery(templatesQuery)
  const templates = data?.filter(({ kind }) => kind === 'document') ?? []
  if (templates.length === 0) return null
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} />}
          loading={busy}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('documents.new')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {templates.map(template => (
          <Menu.Item
            key={template.id}
            leftSection={<IconFileTypography size={16} />}
            onClick={() => onChoose(template.id)}
          >
            {template.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function useRender(deal: Deal, show: (id: string) => void) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (template: string) => renderDocument(deal.id, template),
    onSuccess: document => {
      show(document.id)
      void queryClient.invalidateQueries({ queryKey: ['deal', deal.id] })
      void queryClient.invalidateQueries({ queryKey: ['documents'] })
    },
  })
}
