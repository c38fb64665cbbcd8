/** The parts of the bpmn.io family that ship no types, as far as the designer uses them. */

declare module 'bpmn-js-properties-panel' {
  import type { ModuleDeclaration } from 'didi'
  export const BpmnPropertiesPanelModule: ModuleDeclaration
}

declare module '@bpmn-io/properties-panel' {
  import type { Component } from '@bpmn-io/properties-panel/preact'
  export const TextFieldEntry: Component
  export const TextAreaEntry: Component
  export const SelectEntry: Component
  export const CheckboxEntry: Component
  export const ToggleSwitchEntry: Component
  export const NumberFieldEntry: Component
  export const FeelEntry: Component
  export const FeelTextAreaEntry: Component
  export const FeelNumberEntry: Component
  export const CollapsibleEntry: Component
  export const ListEntry: Component
  export const Group: Component
  export const ListGroup: Component
  export const isTextFieldEntryEdited: (node: unknown) => boolean
  export const isTextAreaEntryEdited: (node: unknown) => boolean
  export const isSelectEntryEdited: (node: unknown) => boolean
  export const isCheckboxEntryEdited: (node: unknown) => boolean
  export const isToggleSwitchEntryEdited: (node: unknown) => boolean
  export const isNumberFieldEntryEdited: (node: unknown) => boolean
  export const isFeelEntryEdited: (node: unknown) => boolean
}

declare module '@bpmn-io/properties-panel/preact' {
  export interface VNode {
    type: unknown
  }
  export type Component = (props: never) => VNode | null
  export function h(type: unknown, props: object | null, ...children: unknown[]): VNode
}

declare module '@bpmn-io/properties-panel/preact/hooks' {
  export function useState<T>(initial: T): [T, (next: T) => void]
  export function useEffect(effect: () => (() => void) | undefined, inputs?: unknown[]): void
}

declare module 'diagram-js-minimap' {
  import type { ModuleDeclaration } from 'didi'

  const minimapModule: ModuleDeclaration
  export default minimapModule
}

declare module 'diagram-js-grid' {
  import type { ModuleDeclaration } from 'didi'

  const gridModule: ModuleDeclaration
  export default gridModule
}

declare module 'bpmn-js-color-picker' {
  import type { ModuleDeclaration } from 'didi'

  const colorPickerModule: ModuleDeclaration
  export default colorPickerModule
}

declare module 'bpmn-js-create-append-anything' {
  import type { ModuleDeclaration } from 'didi'
  export const CreateAppendAnythingModule: ModuleDeclaration
}

declare module 'bpmn-auto-layout' {
  export function layoutProcess(xml: string): Promise<string>
}

declare module 'bpmn-js-differ' {
  export interface Differences {
    _added: Record<string, unknown>
    _removed: Record<string, unknown>
    _changed: Record<string, { model: unknown; attrs: Record<string, unknown> }>
    _layoutChanged: Record<string, unknown>
  }
  export function diff(before: unknown, after: unknown): Differences
}

declare module 'bpmn-js-i18n/translations/ru' {
  const translations: Record<string, string>
  export default translations
}

declare module '@tabler/icons-react/dist/esm/icons/*' {
  import type { IconNode } from '@tabler/icons-react'
  export const __iconNode: IconNode
}

declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>)
    fromXML(xml: string): Promise<{ rootElement: unknown; warnings: unknown[] }>
    toXML(root: unknown, options?: object): Promise<{ xml: string }>
  }
}

declare module 'dmn-js/lib/Modeler' {
  interface View {
    type: 'drd' | 'decisionTable' | 'literalExpression' | 'boxedExpression'
    id: string
  }
  export default class DmnModeler {
    constructor(options: { container: HTMLElement })
    importXML(xml: string): Promise<{ warnings: unknown[] }>
    getViews(): View[]
    open(view: View): Promise<unknown>
    saveXML(options?: { format?: boolean }): Promise<{ xml: string }>
    destroy(): void
  }
}

declare module '@bpmn-io/feel-editor' {
  export interface FeelEditorOptions {
    container: HTMLElement
    value?: string
    extensions?: unknown[]
    contentAttributes?: Record<string, string>
    variables?: unknown[]
    engines?: unknown
    placeholder?: string
  }
  export default class FeelEditor {
    constructor(options: FeelEditorOptions)
    setValue(value: string): void
    focus(position?: number): void
    getSelection(): { ranges: readonly { from: number; to: number }[]; mainIndex: number }
    setVariables(variables: unknown[]): void
    setEngines(engines: unknown): void
    setPlaceholder(placeholder: string): void
  }
}
