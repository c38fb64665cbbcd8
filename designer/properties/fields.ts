import {
  CheckboxEntry,
  FeelEntry,
  FeelTextAreaEntry,
  isFeelEntryEdited,
  isSelectEntryEdited,
  isTextAreaEntryEdited,
  isTextFieldEntryEdited,
  isToggleSwitchEntryEdited,
  SelectEntry,
  TextAreaEntry,
  TextFieldEntry,
} from '@bpmn-io/properties-panel'
import { type Component, h } from '@bpmn-io/properties-panel/preact'
import type { FeelVariable } from './variables.ts'

/** One field of the properties panel, told without the panel's own words. */
export interface Field {
  /** Unique in the panel; the name by which a problem asks for the field. */
  id: string
  label: string
  /**
   * `fx` a literal or an expression, `feel` always an expression, `choice` one of `options` or an expression;
   * the rest is what it says.
   */
  kind:
    | 'text'
    | 'area'
    | 'select'
    | 'toggle'
    | 'check'
    | 'fx'
    | 'fxArea'
    | 'feel'
    | 'choice'
    | 'buttons'
    | 'note'
  get?: () => string | boolean | undefined
  /** Gets `undefined` when the field was emptied. */
  set?: (value: string | boolean | undefined) => void
  options?: Option[]
  buttons?: { label: string; run: () => void; disabled?: boolean }[]
  hint?: string
  placeholder?: string
  variables?: FeelVariable[]
  /** A sentence when the value cannot be right; shown below the field. */
  check?: (value: string | undefined) => string | undefined
}

export interface Option {
  value: string
  label: string
}

/** A section of the panel: fields below each other, or a list that grows. */
export interface Section {
  id: string
  label: string
  fields?: Field[]
  items?: { id: string; label: string; fields: Field[]; remove?: () => void }[]
  add?: () => void
  open?: boolean
}

export interface PanelServices {
  debounce: unknown
  translate: (template: string, replacements?: Record<string, string>) => string
  expressionLabel: string
}

/** The panel's entry for a field. */
export function entryOf(field: Field, services: PanelServices): object {
  const { component, isEdited } = kinds[field.kind]
  return { ...field, services, component, isEdited }
}

interface Props extends Field {
  element: object
  services: PanelServices
}

const plain = (entry: Component, also: (props: Props) => object = () => ({})) =>
  ((props: Props) =>
    h(entry, {
      element: props.element,
      id: props.id,
      label: props.label,
      description: props.hint,
      placeholder: props.placeholder,
      debounce: props.services.debounce,
      translate: props.services.translate,
      getValue: () => props.get?.(),
      setValue: (value: string | boolean | undefined) => props.set?.(value === '' ? undefined : value),
      validate: props.check
        ? (value: unknown) => props.check?.(value === undefined ? undefined : String(value))
        : undefined,
      variables: props.variables,
      ...also(props),
    })) as Component

const asExpression = (value: string | boolean | undefined) =>
  typeof value === 'string' && value !== '' && !value.startsWith('=') ? `=${value}` : value

const feel = plain(FeelTextAreaEntry, props => ({
  feel: 'required',
  getValue: () => asExpression(props.get?.()),
}))
const fx = plain(FeelEntry, () => ({ feel: 'optional' }))
const select = plain(SelectEntry, props => ({
  getOptions: () => withCurrent(props.options ?? [], props.get?.()),
}))

/** A list to choose from whose last line opens an expression instead. */
const choice = ((props: Props) => {
  const value = props.get?.()
  if (
    typeof value === 'string' &&
    value.startsWith('=') &&
    !props.options?.some(option => option.value === value)
  ) {
    return h(fx, { ...props, set: (next: string | boolean | undefined) => props.set?.(next ?? undefined) })
  }
  const options = [
    ...withCurrent(props.options ?? [], value),
    { value: '=', label: props.services.expressionLabel },
  ]
  return h(select, {
    ...props,
    options,
    set: (next: string | undefined) => props.set?.(next === '=' ? '= ' : next),
  })
}) as Component

const buttons = ((props: Props) =>
  h(
    'div',
    { class: 'bio-properties-panel-entry baton-entry-buttons' },
    ...(props.buttons ?? []).map(button =>
      h('button', { type: 'button', disabled: button.disabled, onClick: button.run }, button.label),
    ),
  )) as Component

const note = ((props: Props) =>
  h(
    'div',
    { class: 'bio-properties-panel-entry baton-entry-note', 'data-entry-id': props.id },
    props.label,
  )) as Component

const never = () => false

const kinds: Record<Field['kind'], { component: Component; isEdited: (node: unknown) => boolean }> = {
  text: { component: plain(TextFieldEntry), isEdited: isTextFieldEntryEdited },
  area: { component: plain(TextAreaEntry, () => ({ autoResize: true })), isEdited: isTextAreaEntryEdited },
  select: { component: select, isEdited: isSelectEntryEdited },
  toggle: { component: plain(CheckboxEntry), isEdited: isToggleSwitchEntryEdited },
  check: { component: plain(CheckboxEntry), isEdited: isToggleSwitchEntryEdited },
  fx: { component: fx, isEdited: isFeelEntryEdited },
  fxArea: { component: plain(FeelTextAreaEntry, () => ({ feel: 'optional' })), isEdited: isFeelEntryEdited },
  feel: { component: feel, isEdited: isFeelEntryEdited },
  choice: { component: choice, isEdited: isSelectEntryEdited },
  buttons: { component: buttons, isEdited: never },
  note: { component: note, isEdited: never },
}

function withCurrent(options: Option[], value: string | boolean | undefined): Option[] {
  const current = value === undefined ? '' : String(value)
  return current === '' || options.some(option => option.value === current)
    ? options
    : [...options, { value: current, label: current }]
}
