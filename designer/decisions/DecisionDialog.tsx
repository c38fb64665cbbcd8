import { Loader, Modal } from '@mantine/core'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Texts } from '../i18n/texts.ts'
import type { DesignerModeler } from '../modeler/create-modeler.ts'
import type { DiagramEvent } from '../modeler/dialect.ts'

const DecisionEditor = lazy(() => import('./DecisionEditor.tsx'))

interface Asked {
  dmn: string
  save: (dmn: string) => void
}

/** Opens the table editor when the properties panel asks for it. */
export function DecisionDialog({ modeler, t }: { modeler: DesignerModeler; t: Texts }) {
  const [asked, setAsked] = useState<Asked>()
  useEffect(() => {
    const eventBus = modeler.get('eventBus')
    const onAsked = (event: DiagramEvent) => {
      setAsked({ dmn: String(event.dmn), save: event.save as Asked['save'] })
    }
    eventBus.on('baton.editDecision', onAsked)
    return () => eventBus.off('baton.editDecision', onAsked)
  }, [modeler])
  const close = () => setAsked(undefined)
  return (
    <Modal opened={asked !== undefined} onClose={close} size="80rem" title={t('decision.table')}>
      {asked && (
        <Suspense fallback={<Loader />}>
          <DecisionEditor dmn={asked.dmn} t={t} onSave={asked.save} onClose={close} />
        </Suspense>
      )}
    </Modal>
  )
}
