import { Alert, Button, Group, Loader } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type Catalogue, type DesignerHandle, forgetDraft, ProcessDesigner, ProcessTest } from '#designer'
import { discardDraft } from '../../api/processes.ts'
import { useCan } from '../../api/session.ts'
import type { Problem, ProcessDetail } from '../../api/types.ts'
import { When } from '../../components/When.tsx'
import { ImportHere } from './ImportHere.tsx'
import { InstancesTab } from './InstancesTab.tsx'
import { PublishDialog } from './PublishDialog.tsx'
import classes from './process.module.css'
import { StudioHeader } from './StudioHeader.tsx'
import type { Tab } from './tabs.ts'
import type { Beginning } from './useBeginning.ts'
import { useSaving } from './useSaving.ts'
import { VersionsTab } from './VersionsTab.tsx'

interface Props {
  process: ProcessDetail
  beginning: Beginning
  catalogue: Catalogue
  tab: Tab
}

/** The four views of one process. The designer stays mounted while others are looked at, and keeps its undo. */
export function ProcessStudio({ process, beginning, catalogue, tab }: Props) {
  const { i18n } = useTranslation('process')
  const navigate = useNavigate()
  const client = useQueryClient()
  const mayWrite = useCan()('processes.write')
  const designer = useRef<DesignerHandle>(null)
  const [opened, setOpened] = useState({ number: 0, xml: beginning.xml, from: beginning.from })
  const [xml, setXml] = useState(beginning.xml)
  const [problems, setProblems] = useState<Problem[]>([])
  const [refusal, setRefusal] = useState<Problem[]>([])
  const [publishing, setPublishing] = useState(false)
  const [brought, setBrought] = useState<File>()
  const [basedOn, setBasedOn] = useState(beginning.basedOn ?? process.version)
  const edited = useRef(beginning.from !== 'published')
  const saving = useSaving(process.key, basedOn, mayWrite)
  const locale = i18n.language.startsWith('ru') ? 'ru' : 'en'
  const address = `/processes/${encodeURIComponent(process.key)}`

  const onChange = useCallback(
    (next: string) => {
      edited.current = true
      setXml(next)
      setRefusal([])
      saving.change(next)
    },
    [saving],
  )
  /** Shows another drawing in the designer: a restored version, an imported file, the published one again. */
  const open = useCallback(
    (next: string, from: Beginning['from']) => {
      edited.current = from !== 'published'
      setXml(next)
      setRefusal([])
      setBasedOn(process.version)
      setOpened(before => ({ number: before.number + 1, xml: next, from }))
    },
    [process.version],
  )
  // Somebody published while this was only looked at: look at what they published.
  useEffect(() => {
    if (!edited.current && process.xml && process.xml !== xml) open(process.xml, 'published')
  }, [process.xml, xml, open])
  const restore = (next: string) => {
    open(next, 'draft')
    saving.change(next)
    navigate(`${address}/edit`)
  }
  const discard = async () => {
    saving.reset()
    await Promise.allSettled([discardDraft(process.key), forgetDraft(process.key)])
    open(process.xml, 'published')
    void client.invalidateQueries({ queryKey: ['process', process.key] })
  }
  useEffect(() => {
    document.title = `${process.name} · Baton`
  }, [process.name])

  const changed = xml !== process.xml
  return (
    <div className={classes.studio}>
      <StudioHeader
        process={process}
        tab={tab}
        saving={saving.state}
        changed={changed}
        problems={problems}
        mayWrite={mayWrite}
        onTab={next => navigate(`${address}/${next}`)}
        onPublish={() => setPublishing(true)}
        onDiscard={() => void discard()}
        onImport={setBrought}
      />
      <Notices
        process={process}
        basedOn={basedOn}
        keptAt={opened.from === 'browser' ? beginning.at : undefined}
        changed={changed}
        onDiscard={() => void discard()}
        onKeep={() => setBasedOn(process.version)}
      />
      <div className={classes.pane} hidden={tab !== 'edit'}>
        <Suspense fallback={<Loader m="xl" />}>
          <ProcessDesigner
            key={`${opened.number}.${locale}`}
            ref={designer}
            xml={opened.number === 0 && xml !== opened.xml ? xml : opened.xml}
            catalogue={catalogue}
            locale={locale}
            refusal={refusal}
            onChange={onChange}
            onProblems={setProblems}
            onSave={() => void saving.flush()}
            onFile={setBrought}
          />
        </Suspense>
      </div>
      {tab === 'test' && (
        <div className={classes.pane}>
          <Suspense fallback={<Loader m="xl" />}>
            <ProcessTest xml={xml} catalogue={catalogue} locale={locale} />
          </Suspense>
        </div>
      )}
      {tab === 'versions' && (
        <VersionsTab process={process} xml={xml} changed={changed} mayWrite={mayWrite} onRestore={restore} />
      )}
      {tab === 'instances' && (
        <Suspense fallback={<Loader m="xl" />}>
          <InstancesTab process={process} />
        </Suspense>
      )}
      <PublishDialog
        opened={publishing}
        onClose={() => setPublishing(false)}
        process={process}
        xml={xml}
        problems={problems}
        drawing={() => designer.current!.svg()}
        saving={saving}
        onPublished={version => {
          edited.current = false
          setBasedOn(version)
          setOpened(before => ({ ...before, from: 'published' }))
        }}
        onRefused={found => {
          setRefusal(found)
          setPublishing(false)
          navigate(`${address}/edit`)
          const first = found[0]
          if (first) setTimeout(() => designer.current?.show(first), 150)
        }}
      />
      <ImportHere file={brought} process={process} onClose={() => setBrought(undefined)} onTake={restore} />
    </div>
  )
}

interface NoticesProps {
  process: ProcessDetail
  basedOn?: number
  /** Set when the drawing was kept in this browser and never reached the server. */
  keptAt?: string
  changed: boolean
  onDiscard: () => void
  onKeep: () => void
}

/** What must be known before drawing on: the drawing comes from this browser, or somebody published meanwhile. */
function Notices({ process, basedOn, keptAt, changed, onDiscard, onKeep }: NoticesProps) {
  const { t } = useTranslation('process')
  const [seen, setSeen] = useState(false)
  const outdated =
    changed && basedOn !== undefined && process.version !== undefined && basedOn < process.version
  if (!outdated && (!keptAt || seen || !changed)) return null
  return (
    <Alert color="yellow" variant="light" py={6} radius={0}>
      <Group gap="sm">
        {outdated ? t('notice.outdated', { based: basedOn, version: process.version }) : t('notice.browser')}
        {!outdated && keptAt && <When at={keptAt} />}
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            setSeen(true)
            onKeep()
          }}
        >
          {t('notice.keep')}
        </Button>
        {process.version && (
          <Button size="compact-xs" variant="default" onClick={onDiscard}>
            {t('notice.usePublished')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
