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
  const saving = useSaving(process.key, process.version, mayWrite)
  const locale = i18n.language.startsWith('ru') ? 'ru' : 'en'
  const address = `/processes/${encodeURIComponent(process.key)}`

  const onChange = useCallback(
    (next: string) => {
      setXml(next)
      setRefusal([])
      saving.change(next)
    },
    [saving],
  )
  /** Shows another drawing in the designer: a restored version, an imported file, the published one again. */
  const open = useCallback((next: string, from: Beginning['from']) => {
    setXml(next)
    setRefusal([])
    setOpened(before => ({ number: before.number + 1, xml: next, from }))
  }, [])
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
      <Notices process={process} beginning={beginning} from={opened.from} onDiscard={() => void discard()} />
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
          <InstancesTab processKey={process.key} />
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
  beginning: Beginning
  from: Beginning['from']
  onDiscard: () => void
}

/** What must be known before drawing on: the drawing comes from this browser, or somebody published meanwhile. */
function Notices({ process, beginning, from, onDiscard }: NoticesProps) {
  const { t } = useTranslation('process')
  const [seen, setSeen] = useState(false)
  if (seen || from === 'published') return null
  const outdated =
    beginning.basedOn !== undefined && process.version !== undefined && beginning.basedOn < process.version
  if (from !== 'browser' && !outdated) return null
  return (
    <Alert color="yellow" py={6} radius={0} withCloseButton onClose={() => setSeen(true)}>
      <Group gap="sm">
        {from === 'browser'
          ? t('notice.browser')
          : t('notice.outdated', { based: beginning.basedOn, version: process.version })}
        {beginning.at && <When at={beginning.at} />}
        <Button size="compact-xs" variant="default" onClick={onDiscard}>
          {t('notice.usePublished')}
        </Button>
      </Group>
    </Alert>
  )
}
