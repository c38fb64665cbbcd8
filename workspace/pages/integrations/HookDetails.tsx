import { Badge, Button, Code, CopyButton, Group, Skeleton, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '../../api/types.ts'
import { type WebhookCall, webhookLogQuery } from '../../api/webhooks.ts'
import { itemsOf } from '../../components/DataList.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { When } from '../../components/When.tsx'

/** The address other programs call. */
export function hookUrl(hook: Webhook): string {
  return hook.url ?? `${location.origin}/api/hooks/${hook.id}`
}

/** How to call it: a signed request, ready to be pasted into a shell. */
export function HookHowTo({ hook }: { hook: Webhook }) {
  const { t } = useTranslation(['integrations', 'common'])
  const text = curlOf(hook)
  return (
    <section>
      <Group justify="space-between" mb={4}>
        <Title order={3} fz={15}>
          {t('how.title')}
        </Title>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="light" onClick={copy}>
              {t(copied ? 'common:copied' : 'common:copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text fz="sm" mb="xs">
        {t('how.text')}
      </Text>
      <Code block tabIndex={0} fz={12.5}>
        {text}
      </Code>
    </section>
  )
}

/** A Standard-Webhooks request: id, timestamp and body are signed with the secret. */
function curlOf(hook: Webhook): string {
  const body = JSON.stringify(sampleBody(hook))
  return [
    `SECRET='whsec_…'`,
    `ID="msg_$(date +%s)"; AT=$(date +%s); BODY='${body}'`,
    `KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')`,
    `SIGN=$(printf '%s.%s.%s' "$ID" "$AT" "$BODY" | openssl dgst -sha256 -mac HMAC -macopt hexkey:$KEY -binary | base64)`,
    `curl -X POST '${hookUrl(hook)}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -H "webhook-id: $ID" -H "webhook-timestamp: $AT" -H "webhook-signature: v1,$SIGN" \\`,
    `  -d "$BODY"`,
  ].join('\n')
}

/** A body that has what the correlation looks for: `=body.order.id` becomes `{ order: { id: … } }`. */
function sampleBody(hook: Webhook): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const expression of Object.values(hook.correlation ?? {})) {
    const path = /^=?\s*(?:body|payload)\.([\w.]+)\s*$/.exec(expression)?.[1]?.split('.')
    if (!path) continue
    let place = body
    for (const key of path.slice(0, -1)) {
      place[key] ??= {}
      place = place[key] as Record<string, unknown>
    }
    place[path.at(-1)!] = 'D-1042'
  }
  return Object.keys(body).length > 0 ? body : { deal: 'D-1042', answer: 'accepted' }
}

const colors: Record<string, string> = {
  accepted: 'teal',
  duplicate: 'gray',
  refused: 'red',
  buffered: 'yellow',
}

/** What was received lately, and what became of it. */
export function HookLog({ hook }: { hook: Webhook }) {
  const { t } = useTranslation(['integrations', 'common'])
  const log = useInfiniteQuery(webhookLogQuery(hook.id))
  const calls = itemsOf(log)
  return (
    <section>
      <Title order={3} fz={15} mb={4}>
        {t('log.title')}
      </Title>
      {log.isPending && <Skeleton height={60} />}
      {log.error && <ErrorCard error={log.error} retry={log.refetch} />}
      {log.data && calls.length === 0 && (
        <Text fz="sm" c="dimmed">
          {t('log.empty')}
        </Text>
      )}
      {calls.length > 0 && (
        <Table fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('log.at')}</Table.Th>
              <Table.Th scope="col">{t('log.outcome')}</Table.Th>
              <Table.Th scope="col">{t('log.what')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {calls.map(call => (
              <Table.Tr key={call.id}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <When at={call.at} exact />
                </Table.Td>
                <Table.Td>
                  <Badge color={colors[call.outcome] ?? 'gray'}>
                    {t(`log.${call.outcome}`, { defaultValue: call.outcome })}
                  </Badge>
                </Table.Td>
                <Table.Td>{call.message ?? <Effect call={call} />}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {log.hasNextPage && (
        <Button mt="xs" size="xs" variant="default" onClick={() => log.fetchNextPage()}>
          {t('common:more')}
        </Button>
      )}
    </section>
  )
}

function Effect({ call }: { call: WebhookCall }) {
  const { t } = useTranslation('integrations')
  const told = [
    call.delivered ? t('log.delivered', { count: call.delivered }) : '',
    call.started ? t('log.started', { count: call.started }) : '',
  ].filter(Boolean)
  return told.join(', ') || t('log.nobody')
}
