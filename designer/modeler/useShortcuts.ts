import { useEffect } from 'react'
import type { DesignerModeler } from './create-modeler.ts'

/**
 * Undo, redo, find and save wherever the focus is. bpmn-js hears keys only while its canvas has the focus; typing in a
 * field keeps its own undo.
 */
export function useShortcuts(modeler: DesignerModeler | undefined, onSave?: () => void): void {
  useEffect(() => {
    if (!modeler) return
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return
      const key = event.key.toLowerCase()
      if (key === 's' && onSave) {
        event.preventDefault()
        return onSave()
      }
      const target = event.target as HTMLElement
      const elsewhere = !target.closest('.baton-canvas, input, textarea, [contenteditable], [role=dialog]')
      if (!elsewhere || modeler.get('canvas').getContainer().offsetWidth === 0) return
      const stack = modeler.get('commandStack')
      if (key === 'z' && event.shiftKey ? stack.canRedo() : key === 'y' && stack.canRedo()) stack.redo()
      else if (key === 'z' && stack.canUndo()) stack.undo()
      else if (key === 'f') modeler.get('searchPad').open()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [modeler, onSave])
}
