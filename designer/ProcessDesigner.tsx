import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css'
import '@bpmn-io/properties-panel/assets/properties-panel.css'
import 'diagram-js-minimap/assets/diagram-js-minimap.css'
import 'bpmn-js-color-picker/colors/color-picker.css'
import './modeler/modeler.css'
import './picture/picture.css'
import './properties/properties.css'
import { Alert, Loader } from '@mantine/core'
import { type DragEvent, type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { Problem } from '#engine/pure.ts'
import { BlocksPanel } from './blocks/BlocksPanel.tsx'
import { blocksOf } from './blocks/blocks.ts'
import { addBlock, pickUp } from './blocks/create.ts'
import type { Catalogue } from './catalogue.ts'
import { DecisionDialog } from './decisions/DecisionDialog.tsx'
import classes from './designer.module.css'
import { createTexts, type Locale, pageLocale } from './i18n/texts.ts'
import type { DesignerModeler } from './modeler/create-modeler.ts'
import { useDrawing } from './modeler/useDrawing.ts'
import { openDrawing, useModeler } from './modeler/useModeler.ts'
import { useShortcuts } from './modeler/useShortcuts.ts'
import { Outline } from './outline/Outline.tsx'
import { standalone } from './picture/standalone.ts'
import { BottomPanel } from './problems/BottomPanel.tsx'
import { showProblem, tellFields } from './problems/show.ts'
import { Toolbar } from './toolbar/Toolbar.tsx'

/** What the page around the designer may ask of it. */
export interface DesignerHandle {
  /** The drawing as it is now, well formatted. */
  xml(): Promise<string>
  svg(): Promise<string>
  /** Replaces the drawing by another; answers why not, when it cannot be read. */
  load(xml: string): Promise<{ failure?: string; warnings: string[] }>
  /** Selects the element of a problem and focuses its field. */
  show(problem: Problem): void
}

export interface ProcessDesignerProps {
  /** The drawing to begin with; give another `key` to begin anew. */
  xml: string
  catalogue: Catalogue
  locale?: Locale
  /** Called with the new XML after the last of a series of changes. */
  onChange?: (xml: string) => void
  onProblems?: (problems: Problem[]) => void
  /** What the server found when it refused to publish. */
  refusal?: Problem[]
  /** Ctrl+S. */
  onSave?: () => void
  /** A `.bpmn` file was dropped on the canvas. */
  onFile?: (file: File) => void
  ref?: Ref<DesignerHandle>
}

/** The designer: blocks at the left, the drawing (or its outline) in the middle, properties at the right, problems below. */
export default function ProcessDesigner(props: ProcessDesignerProps) {
  const { catalogue, locale = pageLocale() } = props
  const t = useMemo(() => createTexts(locale), [locale])
  const blocks = useMemo(() => blocksOf(catalogue.connectors, t), [catalogue, t])
  const places = { canvas: useRef<HTMLDivElement>(null), properties: useRef<HTMLDivElement>(null) }
  const { modeler, failure } = useModeler(places, props.xml, catalogue, locale)
  const [view, setView] = useState<'diagram' | 'outline'>('diagram')
  const drawing = useDrawing(modeler, catalogue, t.say, props)
  useShortcuts(modeler, props.onSave)
  useImperativeHandle(props.ref, () => handleOf(modeler), [modeler])

  const problems = useMemo(
    () => [...(props.refusal ?? []), ...drawing.problems],
    [props.refusal, drawing.problems],
  )
  useEffect(() => modeler && tellFields(modeler, problems), [modeler, problems])
  const acceptFile = (event: DragEvent) => {
    const file = event.dataTransfer.files[0]
    if (!file || !props.onFile) return
    event.preventDefault()
    props.onFile(file)
  }
  return (
    <div className={classes.designer}>
      <BlocksPanel
        blocks={blocks}
        t={t}
        onAdd={block => modeler && addBlock(block, modeler)}
        onPickUp={(block, event) => modeler && view === 'diagram' && pickUp(block, modeler, event)}
      />
      <div className={classes.middle}>
        {modeler && <Toolbar modeler={modeler} t={t} view={view} onView={setView} state={drawing} />}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: only files are dropped here; the menu imports them too */}
        <div
          ref={places.canvas}
          className={`baton-canvas ${classes.canvas}`}
          hidden={view === 'outline'}
          onDragOver={event => event.dataTransfer.types.includes('Files') && event.preventDefault()}
          onDrop={acceptFile}
        >
          {failure && (
            <Alert className={classes.failure} color="red" title={t('picture.broken')}>
              {failure}
            </Alert>
          )}
          {!modeler && !failure && <Loader className={classes.loading} aria-label={t('loading')} />}
        </div>
        {view === 'outline' && modeler && (
          <Outline modeler={modeler} blocks={blocks} t={t} version={drawing.version} />
        )}
        {modeler && (
          <BottomPanel
            modeler={modeler}
            problems={problems}
            catalogue={catalogue}
            t={t}
            version={drawing.version}
          />
        )}
      </div>
      <aside className={classes.properties} aria-label={t('properties.title')} ref={places.properties} />
      {modeler && <DecisionDialog modeler={modeler} t={t} />}
    </div>
  )
}

function handleOf(modeler: DesignerModeler | undefined): DesignerHandle {
  const made = () => {
    if (!modeler) throw new Error('The drawing is not open yet.')
    return modeler
  }
  return {
    xml: async () => (await made().saveXML({ format: true })).xml ?? '',
    svg: async () => standalone((await made().saveSVG()).svg),
    load: async xml => {
      const { failure, warnings } = await openDrawing(made(), xml)
      if (!failure) made().get('eventBus').fire('baton.loaded')
      return { failure, warnings }
    },
    show: problem => showProblem(made(), problem),
  }
}
