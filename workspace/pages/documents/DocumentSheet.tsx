import { Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconDownload, IconExternalLink } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { documentContentUrl, documentHtmlQuery, documentQuery, retryDocument } from '../../api/documents.ts'
import { useCan } from '../../api/session.ts'
import type { DocumentRow } from '../../api/types.ts'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { useFormat } from '../../components/format.ts'
import { HtmlFrame } from '../../components/HtmlFrame.tsx'
import { Notice } from '../../components/Notice.tsx'
import { SideSheet } from '../../components/SideSheet.tsx'
import { When } from '../../components/When.tsx'

/** One document beside the list: its preview (the very HTML the PDF was printed from), the PDF, its deal. */
export function DocumentSheet({ id }: { id: string | undefined }) {
  const { t } = useTranslation('documents')
  const { data, error } = useQuery({ ...documentQuery(id ?? ''), enabled: !!id })
  return (
    <SideSheet back="/documents" opened={!!id} title={data?.name ?? t('one')} size={860}>
      {error ? <ErrorCard error={error} /> : id && <Opened id={id} />}
    </SideSheet>
  )
}

/** Why it could not be printed; what a person ordered can be tried again, a process repeats its own step. */
function Failed({ document }: { document: DocumentRow }) {
  const { t } = useTranslation('documents')
  const can = useCan()
  const queryClient = useQueryClient()
  const retry = useMutation({
    mutationFn: () => retryDocument(document.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['documents'] }),
  })
  const ordered = document.by === 'process'
  return (
    <Notice color="red" title={t('failed')}>
      <Stack gap="xs" align="flex-start">
        <Text fz="sm">{retry.error ? messageOf(retry.error) : document.reason}</Text>
        {ordered && <Text fz="sm">{t('failedProcess')}</Text>}
        {!ordered && can('deals.write') && (
          <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('common:retry')}
          </Button>
        )}
      </Stack>
    </Notice>
  )
}

function Opened({ id }: { id: string }) {
  const { t } = useTranslation('documents')
  const format = useFormat()
  const { data: document } = useQuery({
    ...documentQuery(id),
    // Printing takes a second or two, and nobody tells when it is done.
    refetchInterval: query => (query.state.data?.status === 'rendering' ? 1_500 : false),
  })
  const ready = document && (document.status ?? 'ready') === 'ready'
  const content = useQuery({ ...documentHtmlQuery(id), enabled: !!ready })
  if (!document) return <Skeleton height={400} />
  return (
    <Stack h="100%" gap="sm">
      <Group justify="space-between">
        <Group gap="md" c="dimmed" fz="sm">
          {document.number && <Text fz="sm">{t('number', { number: document.number })}</Text>}
          <span>
            <When at={document.createdAt} exact />
          </span>
          {document.deal && (
            <Anchor component={Link} to={`/deals/${document.deal.id}`} fz="sm" underline="always">
              {document.deal.name}
            </Anchor>
          )}
          {document.size !== undefined && (
            <Text fz="sm">{t('size', { size: format.number(Math.ceil(document.size / 1024)) })}</Text>
          )}
        </Group>
        {ready && (
          <Group gap="xs">
            <Button
              component="a"
              href={documentContentUrl(id, 'pdf')}
              target="_blank"
              rel="noreferrer"
              variant="default"
              leftSection={<IconExternalLink size={16} />}
            >
              {t('openPdf')}
            </Button>
            <Button
              component="a"
              href={documentContentUrl(id, 'pdf')}
              download={`${document.name}.pdf`}
              leftSection={<IconDownload size={16} />}
            >
              {t('download')}
            </Button>
          </Group>
        )}
      </Group>
      {document.status === 'rendering' && <Notice color="brand">{t('rendering')}</Notice>}
      {document.status === 'failed' && <Failed document={document} />}
      {content.error && <ErrorCard error={content.error} retry={content.refetch} />}
      {content.isLoading && <Skeleton flex={1} mih={400} />}
      {content.data && (
        <HtmlFrame html={content.data} title={t('preview', { name: document.name })} height="100%" />
      )}
    </Stack>
  )
}
