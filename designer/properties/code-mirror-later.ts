/**
 * Stands for the parts of CodeMirror that bpmn-io's panel names itself, so that it loads without them: extensions for
 * the editor of expressions, and an editor of JSON, which no field of ours is.
 */
export interface Extension {
  onBlur?: () => void
}

/** What the panel hands to the editor of expressions; lines always wrap there, and are not numbered. */
export const EditorView = {
  lineWrapping: {} satisfies Extension,
  domEventHandlers: ({ blur }: { blur: () => void }): Extension => ({ onBlur: blur }),
}
export const lineNumbers = (): Extension => ({})

/** What the panel makes as it loads, for its editor of JSON. */
export const Annotation = { define: () => undefined }
export const jsonParseLinter = () => undefined

/** What only that editor would use. */
export const EditorState = undefined
export const bracketMatching = undefined
export const closeBrackets = undefined
export const closeBracketsKeymap = undefined
export const defaultHighlightStyle = undefined
export const defaultKeymap = undefined
export const drawSelection = undefined
export const foldGutter = undefined
export const foldKeymap = undefined
export const highlightSpecialChars = undefined
export const history = undefined
export const historyKeymap = undefined
export const json = undefined
export const keymap = undefined
export const linter = undefined
export const placeholder = undefined
export const syntaxHighlighting = undefined
