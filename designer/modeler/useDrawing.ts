import { useEffect, useRef, useState } from 'react'
import type { Problem } from '#engine/pure.ts'
import type { Say } from '#engine/texts/translate.ts'
import type { Catalogue } from '../catalogue.ts'
import { checkDrawing, sortProblems } from '../problems/check.ts'
import { markProblems } from '../problems/marks.ts'
import { showProblem } from '../problems/show.ts'
import { prefetchFeelEditor } from '../properties/feel-editor-later.ts'
import type { DesignerModeler } from './create-modeler.ts'

/** What is known of the drawing while it changes. */
export interface DrawingState {
  problems: Problem[]
  /** Grows with every change; what depends on the drawing reads again. */
  version: number
  canUndo: boolean
  canRedo: boolean
}

interface Listeners {
  onChange?: (xml: string) => void
  onProblems?: (problems: Problem[]) => void
}

const RESTING = 350

/** Watches the drawing: after each series of changes it is written, told to the page and checked. */
export function useDrawing(
  modeler: DesignerModeler | undefined,
  catalogue: Catalogue,
  say: Say,
  listeners: Listeners,
): DrawingState {
  const [state, setState] = useState<DrawingState>({
    problems: [],
    version: 0,
    canUndo: false,
    canRedo: false,
  })
  const listening = useRef(listeners)
  listening.current = listeners

  useEffect(() => {
    if (!modeler) return
    let dead = false
    let round = 0
    let timer: ReturnType<typeof setTimeout> | undefined

    const read = async (changed: boolean) => {
      const mine = ++round
      const xml = (await modeler.saveXML({ format: true })).xml ?? ''
      if (dead) return
      if (changed) listening.current.onChange?.(xml)
      const found = sortProblems(await checkDrawing(xml, catalogue))
      const problems = found.map(problem => ({ ...problem, message: say(problem.message) }))
      // Checking takes a moment; what was found in an older drawing is not news.
      if (dead || mine !== round) return
      markProblems(modeler, problems, problem => showProblem(modeler, problem))
      listening.current.onProblems?.(problems)
      setState(before => ({ ...before, problems }))
    }
    const onChanged = () => {
      const stack = modeler.get('commandStack')
      const [canUndo, canRedo] = [stack.canUndo(), stack.canRedo()]
      setState(before => ({ ...before, version: before.version + 1, canUndo, canRedo }))
      clearTimeout(timer)
      timer = setTimeout(() => void read(true), RESTING)
    }
    const onLoaded = () => {
      setState(before => ({ ...before, version: before.version + 1, canUndo: false, canRedo: false }))
      void read(true)
    }
    const eventBus = modeler.get('eventBus')
    eventBus.on('commandStack.changed', onChanged)
    eventBus.on('baton.loaded', onLoaded)
    // The drawing is shown first; checking it must not hold it up.
    timer = setTimeout(() => void read(false).then(prefetchFeelEditor), 60)
    return () => {
      dead = true
      // Leaving the page in the middle of a pause must not lose the last change.
      if (modeler.get('commandStack').canUndo()) void lastWords(modeler, listening.current)
      clearTimeout(timer)
      eventBus.off('commandStack.changed', onChanged)
      eventBus.off('baton.loaded', onLoaded)
    }
  }, [modeler, catalogue, say])
  return state
}

async function lastWords(modeler: DesignerModeler, listeners: Listeners): Promise<void> {
  try {
    const { xml } = await modeler.saveXML({ format: true })
    if (xml) listeners.onChange?.(xml)
  } catch {
    // The modeler was already taken apart; the last pause had written everything before it.
  }
}
