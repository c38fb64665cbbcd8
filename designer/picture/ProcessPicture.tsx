import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import '../modeler/modeler.css'
import './picture.css'
import { ActionIcon, Alert, Group, Tooltip } from '@mantine/core'
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react'
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import { useEffect, useMemo, useRef, useState } from 'react'
import batonModdle from '#engine/model/baton.json'
import type { ConnectorInfo } from '../catalogue.ts'
import { createTexts, type Locale, pageLocale } from '../i18n/texts.ts'
import { layOut } from '../layout/lay-out.ts'
import { blockRendererModule } from '../modeler/block-renderer.ts'
import type { Services } from '../modeler/dialect.ts'
import { bringIntoView, showAll, showStart } from '../modeler/fit.ts'
import { themedDrawing } from '../modeler/themed.ts'
import { type Marks, mark } from './marks.ts'

export interface ProcessPictureProps extends Marks {
  xml: string
  /** BPMN id of the element that is framed. */
  selected?: string
  onSelect?: (node: string | null) => void
  height?: number | string
  locale?: Locale
  /** What the picture shows, for those who do not see it. */
  label?: string
  connectors?: ConnectorInfo[]
}

type Viewer = NavigatedViewer<Services>

/** A diagram to look at: where the tokens are, what was passed and how often, what is broken. */
export default function ProcessPicture(props: ProcessPictureProps) {
  const { xml, height = 320, locale = pageLocale(), selected, onSelect, connectors } = props
  const t = useMemo(() => createTexts(locale), [locale])
  const place = useRef<HTMLElement>(null)
  const [viewer, setViewer] = useState<Viewer>()
  const [failure, setFailure] = useState<string>()
  const select = useRef(onSelect)
  select.current = onSelect

  useEffect(() => {
    const container = document.createElement('div')
    container.style.cssText = 'position:absolute;inset:0'
    container.dir = 'ltr'
    place.current!.append(container)
    const made: Viewer = new NavigatedViewer({
      container,
      ...themedDrawing,
      moddleExtensions: { baton: batonModdle },
      baton: { connectors },
      additionalModules: [blockRendererModule],
    } as never)
    let dead = false
    const eventBus = made.get('eventBus')
    eventBus.on('element.click', event => {
      const element = event.element
      const chosen = element && element !== made.get('canvas').getRootElement() ? element : undefined
      select.current?.(chosen ? (chosen.labelTarget ?? chosen).id : null)
    })
    const open = async () => {
      try {
        const drawn = await layOut(xml)
        if (dead) return
        await made.importXML(drawn.xml)
        if (dead) return
        setFailure(undefined)
        showStart(made.get('canvas'), 0.5)
        setViewer(made)
      } catch (error) {
        if (!dead) setFailure(error instanceof Error ? error.message : String(error))
      }
    }
    void open()
    // Until somebody moves the picture it is fitted to whatever room it gets.
    let touched = false
    place.current!.addEventListener('wheel', () => (touched = true), { passive: true, once: true })
    place.current!.addEventListener('pointerdown', () => (touched = true), { once: true })
    const watch = new ResizeObserver(() => {
      if (container.offsetWidth === 0) return
      made.get('canvas').resized()
      if (!touched && made.getDefinitions()) showStart(made.get('canvas'), 0.5)
    })
    watch.observe(place.current!)
    return () => {
      dead = true
      watch.disconnect()
      setViewer(undefined)
      made.destroy()
      container.remove()
    }
  }, [xml, connectors])

  const { tokens, visited, flows, incidents, showCounts, changes } = props
  useEffect(() => {
    if (!viewer) return
    return mark(viewer, { tokens, visited, flows, incidents, showCounts, changes }, t)
  }, [viewer, tokens, visited, flows, incidents, showCounts, changes, t])

  useEffect(() => {
    const canvas = viewer?.get('canvas')
    if (!canvas || !selected || !viewer?.get('elementRegistry').get(selected)) return
    canvas.addMarker(selected, 'baton-chosen')
    return () => canvas.removeMarker(selected, 'baton-chosen')
  }, [viewer, selected])

  const first = tokens?.at(-1)?.node
  useEffect(() => {
    if (viewer && first && viewer.get('elementRegistry').get(first))
      bringIntoView(viewer.get('canvas'), first)
  }, [viewer, first])

  const canvas = viewer?.get('canvas')
  return (
    <section
      ref={place}
      aria-label={props.label ?? t('picture.label')}
      className="baton-canvas baton-picture readonly"
      style={{ height }}
    >
      {failure && (
        <Alert color="red" m="md" title={t('picture.broken')}>
          {failure}
        </Alert>
      )}
      {canvas && (
        <Group gap={4} className="baton-picture-tools">
          <Tool label={t('zoom.in')} onClick={() => viewer?.get('zoomScroll').stepZoom(1)} icon={IconPlus} />
          <Tool
            label={t('zoom.out')}
            onClick={() => viewer?.get('zoomScroll').stepZoom(-1)}
            icon={IconMinus}
          />
          <Tool label={t('zoom.fit')} onClick={() => showAll(canvas)} icon={IconFocusCentered} />
        </Group>
      )}
    </section>
  )
}

function Tool({ label, onClick, icon: Icon }: { label: string; onClick: () => void; icon: typeof IconPlus }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size="sm" aria-label={label} onClick={onClick}>
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  )
}
