import { ActionIcon, Badge, Button, FileButton, Group, Menu, Tabs, Text, Title, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconDots, IconDownload, IconRocket, IconTrash, IconUpload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { SaveState } from '#designer'
import { exportUrl } from '../../api/processes.ts'
import type { Problem, ProcessDetail } from '../../api/types.ts'
import classes from './process.module.css'
import { type Tab, tabs } from './tabs.ts'

interface Props {
  process: ProcessDetail
  tab: Tab
  saving: SaveState
  /** The drawing differs from what is published. */
  changed: boolean
  problems: Problem[]
  mayWrite: boolean
  onTab: (tab: Tab) => void
  onPublish: () => void
  onDiscard: () => void
  onImport: (file: File) => void
}

/** What is open, which version, how well saved; the views; publishing. */
export function StudioHeader(props: Props) {
  const { process, tab, changed, problems, mayWrite, onTab, onPublish } = props
  const { t } = useTranslation('process')
  const errors = problems.filter(problem => problem.severity === 'error').length
  const unpublished = changed || !process.version
  return (
    <header className={classes.header}>
      <Group gap={10} wrap="nowrap" miw={0}>
        <Tooltip label={t('back')}>
          <ActionIcon component={Link} to="/processes" variant="subtle" color="gray" aria-label={t('back')}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        </Tooltip>
        <Title order={1} fz={17} className={classes.title}>
          {process.name || process.key}
        </Title>
        {process.version ? (
          <Badge color="teal" flex="none" visibleFrom="xs">
            {t('version', { version: process.version })}
          </Badge>
        ) : null}
        {unpublished && (
          <Badge color="gray" flex="none">
            {t('draft')}
          </Badge>
        )}
        <Saved state={props.saving} />
      </Group>
      <Tabs value={tab} onChange={next => onTab(next as Tab)} className={classes.tabs} variant="pills">
        <Tabs.List>
          {tabs.map(one => (
            <Tabs.Tab key={one} value={one}>
              {t(`tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Group gap={8} wrap="nowrap" justify="flex-end">
        <More {...props} />
        {mayWrite && (
          <Tooltip
            label={unpublished ? t('publishErrors', { count: errors }) : t('nothingToPublish')}
            disabled={unpublished && errors === 0}
          >
            <span>
              <Button
                className={classes.publish}
                leftSection={<IconRocket size={16} />}
                disabled={!unpublished || errors > 0}
                onClick={onPublish}
              >
                {t('publish')}
              </Button>
            </span>
          </Tooltip>
        )}
      </Group>
    </header>
  )
}

function Saved({ state }: { state: SaveState }) {
  const { t, i18n } = useTranslation('process')
  if (state.type === 'clean') return null
  const text =
    state.type === 'saved'
      ? t('save.saved', { time: timeOf(state.at, i18n.language) })
      : t(`save.${state.type}`)
  const bad = state.type === 'offline' || state.type === 'refused'
  return (
    <Tooltip label={state.type === 'refused' ? state.reason : ''} disabled={state.type !== 'refused'}>
      <Text fz="sm" c={bad ? 'var(--baton-late)' : 'dimmed'} role="status" className={classes.saved}>
        {text}
      </Text>
    </Tooltip>
  )
}

/** A draft saved in this sitting was saved today: the time says enough. */
const timeOf = (at: string, language: string): string =>
  new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })

function More({ process, changed, mayWrite, onDiscard, onImport }: Props) {
  const { t } = useTranslation('process')
  return (
    <FileButton accept=".bpmn,.xml,application/xml" onChange={file => file && onImport(file)}>
      {file => (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={t('more')}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayWrite && (
              <Menu.Item leftSection={<IconUpload size={16} />} onClick={file.onClick}>
                {t('importHere')}
              </Menu.Item>
            )}
            {process.version && (
              <Export process={process} version={process.version} label={t('exportPublished')} />
            )}
            {(changed || process.draft) && <Export process={process} label={t('exportDraft')} />}
            {mayWrite && process.version && changed && (
              <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={onDiscard}>
                {t('discard')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </FileButton>
  )
}

function Export({ process, version, label }: { process: ProcessDetail; version?: number; label: string }) {
  return (
    <Menu.Item
      leftSection={<IconDownload size={16} />}
      component="a"
      href={exportUrl(process.key, version)}
      download
    >
      {label}
    </Menu.Item>
  )
}
