import type FeelEditor from '@bpmn-io/feel-editor'
import type { FeelEditorOptions } from '@bpmn-io/feel-editor'
import type { Extension } from './code-mirror-later.ts'

/** Fetches the editor of expressions and all of CodeMirror with it; the second time it is there. */
const loadFeelEditor = () => import('@bpmn-io/feel-editor')

/** Fetches it before a field asks. What cannot be fetched now is no error: it is asked for again. */
export const prefetchFeelEditor = () => void loadFeelEditor().catch(() => {})

/** Before the first character: nothing is chosen, and a backspace is nobody's business. */
const nowhere = { ranges: [{ from: -1, to: -1 }], mainIndex: 0 }

/**
 * Stands for the library's editor of expressions until that one is here: shows the expression and remembers what it is
 * asked meanwhile. So the drawing need not wait for an editor that the step chosen first may not even have.
 */
export default class FeelEditorLater {
  private editor: FeelEditor | undefined
  private options: FeelEditorOptions
  private text: HTMLElement
  /** Where the caret belongs, once somebody asked for it. */
  private caret: { position?: number } | undefined

  constructor({ extensions, ...options }: FeelEditorOptions & { extensions: Extension[] }) {
    this.options = options
    for (const { onBlur } of extensions)
      if (onBlur) options.container.addEventListener('focusout', () => onBlur())
    const standIn = document.createElement('div')
    standIn.className = 'cm-editor'
    this.text = document.createElement('div')
    this.text.textContent = options.value ?? ''
    for (const [name, value] of Object.entries({ ...options.contentAttributes, class: 'cm-content' }))
      this.text.setAttribute(name, value)
    standIn.append(this.text)
    options.container.append(standIn)
    const open = (Editor: typeof FeelEditor) => {
      // The panel empties the place when the field goes away.
      if (!standIn.isConnected) return
      standIn.remove()
      const contentAttributes = { ...this.options.contentAttributes, class: 'cm-lineWrapping' }
      this.editor = new Editor({ ...this.options, contentAttributes })
      if (this.caret) this.editor.focus(this.caret.position)
    }
    loadFeelEditor().then(
      ({ default: Editor }) => open(Editor),
      // Offline: the expression can be read, and be changed when the step is chosen again.
      () => {},
    )
  }

  setValue(value: string) {
    this.options = { ...this.options, value }
    this.text.textContent = value
    this.editor?.setValue(value)
  }

  focus(position?: number) {
    this.caret = { position }
    this.editor?.focus(position)
  }

  getSelection(): ReturnType<FeelEditor['getSelection']> {
    return this.editor?.getSelection() ?? nowhere
  }

  setVariables(variables: unknown[]) {
    this.options = { ...this.options, variables }
    this.editor?.setVariables(variables)
  }

  setEngines(engines: unknown) {
    this.options = { ...this.options, engines }
    this.editor?.setEngines(engines)
  }

  setPlaceholder(placeholder: string) {
    this.options = { ...this.options, placeholder }
    this.editor?.setPlaceholder(placeholder)
  }
}
