import 'dmn-js/dist/assets/diagram-js.css'
import 'dmn-js/dist/assets/dmn-js-shared.css'
import 'dmn-js/dist/assets/dmn-js-drd.css'
import 'dmn-js/dist/assets/dmn-js-decision-table.css'
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css'
import 'dmn-js/dist/assets/dmn-js-literal-expression.css'
import 'dmn-js/dist/assets/dmn-font/css/dmn.css'
import { Alert, Button, Group } from '@mantine/core'
import DmnModeler from 'dmn-js/lib/Modeler'
import { useEffect, useRef, useState } from 'react'
import type { Texts } from '../i18n/texts.ts'
import classes from './decisions.module.css'

interface Props {
  dmn: string
  t: Texts
  onSave: (dmn: string) => void
  onClose: () => void
}

/** A decision table to fill in: conditions, answers, one rule a line. */
export default function DecisionEditor({ dmn, t, onSave, onClose }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<DmnModeler>()
  const [failure, setFailure] = useState<string>()
  useEffect(() => {
    const container = document.createElement('div')
    container.className = classes.canvas ?? ''
    container.dir = 'ltr'
    place.current!.append(container)
    const made = new DmnModeler({ container })
    let dead = false
    const open = async () => {
      try {
        await made.importXML(dmn)
        const views = made.getViews()
        const table = views.find(view => view.type === 'decisionTable') ?? views[0]
        if (table && !dead) await made.open(table)
        if (!dead) setEditor(made)
      } catch (error) {
        if (!dead) setFailure(error instanceof Error ? error.message : String(error))
      }
    }
    void open()
    return () => {
      dead = true
      setEditor(undefined)
      made.destroy()
      container.remove()
    }
  }, [dmn])
  const save = async () => {
    if (!editor) return
    onSave((await editor.saveXML({ format: true })).xml)
    onClose()
  }
  return (
    <>
      {failure && (
        <Alert color="red" title={t('decision.broken')}>
          {failure}
        </Alert>
      )}
      <div ref={place} className={classes.place} />
      <Group justify="flex-end" mt="sm">
        <Button variant="default" onClick={onClose}>
          {t('decision.cancel')}
        </Button>
        <Button disabled={!editor} onClick={() => void save()}>
          {t('decision.take')}
        </Button>
      </Group>
    </>
  )
}
