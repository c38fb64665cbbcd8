import { useEffect, useState } from 'react'
import { type LocalDraft, readDraft } from '#designer'
import type { ProcessDetail } from '../../api/types.ts'

/** Which drawing the designer opens with, and where it comes from. */
export interface Beginning {
  xml: string
  from: 'published' | 'draft' | 'browser'
  /** When it was last saved or kept. */
  at?: string
  basedOn?: number
}

/**
 * Decides once: what this browser kept and the server never got wins, then the server's draft, then what is published.
 */
export function useBeginning(process: ProcessDetail | undefined): Beginning | undefined {
  const [beginning, setBeginning] = useState<{ key: string; value: Beginning }>()
  const decided = beginning?.key === process?.key
  useEffect(() => {
    if (!process || decided) return
    let dead = false
    void readDraft(process.key).then(kept => {
      if (!dead) setBeginning({ key: process.key, value: choose(process, kept) })
    })
    return () => {
      dead = true
    }
  }, [process, decided])
  return decided ? beginning?.value : undefined
}

/** The newest drawing nobody else has. */
export function choose(process: ProcessDetail, kept: LocalDraft | undefined): Beginning {
  const { draft } = process
  if (kept && (!draft || kept.keptAt > draft.savedAt)) {
    return { xml: kept.xml, from: 'browser', at: kept.keptAt, basedOn: kept.basedOn }
  }
  if (draft) return { xml: draft.xml, from: 'draft', at: draft.savedAt, basedOn: draft.basedOn }
  return { xml: process.xml, from: 'published', basedOn: process.version }
}
