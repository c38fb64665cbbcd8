import { Button, Tabs } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '../../api/types.ts'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { AllowList } from './AllowList.tsx'
import { Secrets } from './Secrets.tsx'
import { WebhookDialog } from './WebhookDialog.tsx'
import { WebhookList } from './WebhookList.tsx'

const filters = { tab: 'webhooks', hook: '' }

/** How other programs reach Baton, and which ones Baton may reach. */
export default function IntegrationsPage() {
  const { t } = useTranslation('integrations')
  const [search, change] = useSearchState(filters)
  const [editing, edit] = useState<Webhook | 'new'>()
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        actions={
          search.tab === 'webhooks' && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => edit('new')}>
              {t('hook.new')}
            </Button>
          )
        }
      />
      <Tabs value={search.tab} onChange={tab => change({ tab: tab ?? 'webhooks' })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="webhooks">{t('webhooks')}</Tabs.Tab>
          <Tabs.Tab value="outside">{t('outside')}</Tabs.Tab>
          <Tabs.Tab value="secrets">{t('secrets.tab')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="webhooks">
          <WebhookList
            opened={search.hook}
            onOpen={hook => change({ hook })}
            onNew={() => edit('new')}
            onEdit={edit}
          />
        </Tabs.Panel>
        <Tabs.Panel value="outside">
          <AllowList />
        </Tabs.Panel>
        <Tabs.Panel value="secrets">
          <Secrets />
        </Tabs.Panel>
      </Tabs>
      {editing && (
        <WebhookDialog hook={editing === 'new' ? undefined : editing} onClose={() => edit(undefined)} />
      )}
    </PageBody>
  )
}
