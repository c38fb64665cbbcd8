import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { type AutoSave, createAutoSave, forgetDraft, keepDraft, type SaveState } from '#designer'
import { saveDraft } from '../../api/processes.ts'

export interface Saving extends Pick<AutoSave, 'change' | 'flush' | 'reset'> {
  state: SaveState
}

/** Saves the draft of a process while it is drawn, and says truthfully how far that got. */
export function useSaving(key: string, basedOn: number | undefined, mayWrite: boolean): Saving {
  const client = useQueryClient()
  const [state, setState] = useState<SaveState>({ type: 'clean' })
  const [saver, setSaver] = useState<AutoSave>()
  useEffect(() => {
    if (!mayWrite) return
    const made = createAutoSave(
      {
        keepHere: async xml =>
          void (await keepDraft({ key, xml, basedOn, keptAt: new Date().toISOString() })),
        forgetHere: async () => void (await forgetDraft(key)),
        send: async xml => {
          const saved = await saveDraft(key, xml, basedOn)
          void client.invalidateQueries({ queryKey: ['processes'] })
          return saved
        },
      },
      setState,
    )
    setSaver(made)
    const onOnline = () => void made.flush()
    window.addEventListener('online', onOnline)
    return () => {
      window.removeEventListener('online', onOnline)
      made.stop()
    }
  }, [key, basedOn, mayWrite, client])

  const unsafe =
    state.type === 'unsaved' ||
    state.type === 'saving' ||
    state.type === 'offline' ||
    state.type === 'refused'
  useEffect(() => {
    if (!unsafe) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsafe])

  return useMemo(
    () => ({
      state,
      change: xml => saver?.change(xml),
      flush: async () => saver?.flush(),
      reset: next => saver?.reset(next),
    }),
    [state, saver],
  )
}
