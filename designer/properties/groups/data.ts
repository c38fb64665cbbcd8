import { newDecisionTable } from '../../decisions/new-table.ts'
import { child, is, isAny, text } from '../../modeler/dialect.ts'
import type { Field, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'

const CALL = 'baton:Call'
const DECISION = 'baton:Decision'

/** What a script or a decision computes: an expression, or a decision table. */
export function decisionSection(panel: Panel): Section | undefined {
  const { t, bo } = panel
  if (!isAny(bo, ['bpmn:ScriptTask', 'bpmn:BusinessRuleTask'])) return undefined
  const attribute = (name: string) => ({
    get: () => panel.extensionText(DECISION, name),
    set: (v: string | boolean | undefined) => panel.setExtension(DECISION, { [name]: v }),
  })
  const expression: Field = {
    id: 'expression',
    kind: 'feel',
    label: t('decision.expression'),
    hint: t('decision.expression.hint'),
    variables: panel.variables,
    ...attribute('expression'),
  }
  const result: Field = {
    id: 'result',
    kind: 'text',
    label: t('decision.result'),
    hint: t('decision.result.hint'),
    ...attribute('result'),
  }
  const table = panel.extensionText(DECISION, 'dmn')
  const asks = !table && panel.extensionText(DECISION, 'decisionRef') !== ''
  const drawn = [...(table ? [tableNote(panel)] : [expression]), tableButtons(panel, table)]
  const fields = is(bo, 'bpmn:ScriptTask')
    ? [expression]
    : [...(table ? [] : askedFields(panel)), ...(asks ? [] : drawn)]
  const label = t(is(bo, 'bpmn:ScriptTask') ? 'section.script' : 'section.decision')
  return { id: 'decision', label, open: true, fields: [...fields, result] }
}

const versionsAsked = ['', 'deployment', 'version', 'tag'] as const

/** A decision of an imported DMN file, and which of its versions. */
function askedFields(panel: Panel): Field[] {
  const { t, config } = panel
  const get = (name: string) => panel.extensionText(DECISION, name)
  const asked = get('decisionRef')
  const none = { decisionVersion: undefined, decisionBinding: undefined, decisionTag: undefined }
  if (!asked && config.decisions.length === 0) return []
  const which: Field = {
    id: 'decisionRef',
    kind: 'select',
    label: t('decision.asked'),
    hint: t('decision.asked.hint'),
    options: [{ value: '', label: t('decision.asked.none') }, ...config.decisions],
    get: () => asked,
    set: v =>
      panel.setExtension(
        DECISION,
        v ? { decisionRef: v, expression: undefined } : { decisionRef: undefined, ...none },
      ),
  }
  if (!asked) return [which]
  const binding = get('decisionBinding') || (get('decisionVersion') && 'version')
  const version: Field = {
    id: 'decision.binding',
    kind: 'select',
    label: t('call.binding'),
    options: versionsAsked.map(value => ({ value, label: t(`decision.binding.${value || 'latest'}`) })),
    get: () => binding,
    set: v =>
      panel.setExtension(DECISION, {
        ...none,
        decisionBinding: v || undefined,
        ...(v === 'version' && { decisionVersion: 1 }),
      }),
  }
  if (binding !== 'version' && binding !== 'tag') return [which, version]
  const name = binding === 'tag' ? 'decisionTag' : 'decisionVersion'
  const number = (v: unknown) => (/^[1-9]\d*$/.test(String(v)) ? Number(v) : undefined)
  const exact: Field = {
    id: name,
    kind: 'text',
    label: t(`call.binding.${binding}`),
    get: () => get(name),
    set: v => panel.setExtension(DECISION, { [name]: v === undefined || binding === 'tag' ? v : number(v) }),
    check: v => (binding === 'version' && v && number(v) === undefined ? t('check.number') : undefined),
  }
  return [which, version, exact]
}

const tableNote = (panel: Panel): Field => ({ id: 'dmn', kind: 'note', label: panel.t('decision.hasTable') })

function tableButtons(panel: Panel, table: string): Field {
  const { t, bo } = panel
  const edit = () => {
    panel.ask('baton.editDecision', {
      dmn: table || newDecisionTable(text(bo, 'name') || t('section.decision')),
      save: (dmn: string) => panel.setExtension(DECISION, { dmn, expression: undefined }),
    })
  }
  const remove = () => panel.setExtension(DECISION, { dmn: undefined, decisionRef: undefined })
  return {
    id: 'dmn.edit',
    kind: 'buttons',
    label: '',
    buttons: [
      { label: t(table ? 'decision.edit' : 'decision.make'), run: edit },
      ...(table ? [{ label: t('decision.remove'), run: remove }] : []),
    ],
  }
}

/** Which process a call activity starts. */
export function callSection(panel: Panel): Section | undefined {
  const { t, bo, config } = panel
  if (!is(bo, 'bpmn:CallActivity')) return undefined
  const options = config.processes.map(process => ({ value: process.key, label: process.name }))
  return {
    id: 'call',
    label: t('section.call'),
    open: true,
    fields: [
      {
        id: 'calledElement',
        kind: 'choice',
        label: t('call.process'),
        options: [{ value: '', label: '—' }, ...options],
        variables: panel.variables,
        get: () => text(bo, 'calledElement'),
        set: v => panel.update({ calledElement: v }),
      },
      ...bindingFields(panel),
    ],
  }
}

const bindings = ['latest', 'deployment', 'version', 'tag'] as const

/** Which of its versions: the newest, the one published with this drawing, or a certain one. */
function bindingFields(panel: Panel): Field[] {
  const { t } = panel
  const binding = panel.extensionText(CALL, 'binding') || 'latest'
  const which: Field = {
    id: 'call.binding',
    kind: 'select',
    label: t('call.binding'),
    options: bindings.map(value => ({ value, label: t(`call.binding.${value}`) })),
    get: () => binding,
    set: v => (v === 'latest' ? panel.removeExtension(CALL) : panel.setExtension(CALL, { binding: v })),
  }
  if (binding !== 'version' && binding !== 'tag') return [which]
  const version: Field = {
    id: 'call.version',
    kind: 'fx',
    label: t(`call.binding.${binding}`),
    variables: panel.variables,
    get: () => panel.extensionText(CALL, 'version'),
    set: v => panel.setExtension(CALL, { version: v }, panel.bo, true),
  }
  return [which, version]
}

type LoopKind = 'none' | 'parallel' | 'sequential' | 'while'

/** Doing a step again: for each item of a list, at once or one by one, or while a condition holds. */
export function loopSection(panel: Panel): Section | undefined {
  const { t, bo } = panel
  if (!is(bo, 'bpmn:Activity')) return undefined
  const loop = child(bo, 'loopCharacteristics')
  const multi = is(loop, 'bpmn:MultiInstanceLoopCharacteristics')
  const kind: LoopKind = !loop
    ? 'none'
    : !multi
      ? 'while'
      : loop.get('isSequential') === true
        ? 'sequential'
        : 'parallel'
  const fields: Field[] = [
    {
      id: 'loop',
      kind: 'select',
      label: t('loop.kind'),
      options: (['none', 'parallel', 'sequential', 'while'] as const).map(value => ({
        value,
        label: t(`loop.${value}`),
      })),
      get: () => kind,
      set: v => setLoop(panel, v as LoopKind),
    },
  ]
  if (loop && multi) {
    const attribute = (name: string, fieldKind: 'text' | 'feel'): Field => ({
      id: `loop.${name}`,
      kind: fieldKind,
      label: t(`loop.${name}`),
      variables: panel.variables,
      get: () => panel.extensionText('baton:Loop', name, loop),
      set: v => panel.setExtension('baton:Loop', { [name]: v }, loop),
    })
    fields.push(attribute('collection', 'feel'), attribute('element', 'text'))
    fields.push(attribute('outputCollection', 'text'), attribute('outputElement', 'feel'))
  }
  const condition = multi ? 'completionCondition' : 'loopCondition'
  if (loop) {
    fields.push({
      id: `loop.${condition}`,
      kind: 'feel',
      label: t(`loop.${condition}`),
      variables: panel.variables,
      get: () => text(child(loop, condition), 'body'),
      set: v =>
        panel.change(loop, {
          [condition]: v ? panel.create('bpmn:FormalExpression', { body: v }, loop) : undefined,
        }),
    })
  }
  return { id: 'loop', label: t('section.loop'), fields }
}

function setLoop(panel: Panel, kind: LoopKind) {
  const { bo } = panel
  const loop = child(bo, 'loopCharacteristics')
  if (kind === 'none') return panel.update({ loopCharacteristics: undefined })
  if (kind === 'while') {
    return panel.update({ loopCharacteristics: panel.create('bpmn:StandardLoopCharacteristics', {}, bo) })
  }
  const isSequential = kind === 'sequential'
  if (is(loop, 'bpmn:MultiInstanceLoopCharacteristics')) return panel.change(loop!, { isSequential })
  panel.update({
    loopCharacteristics: panel.create('bpmn:MultiInstanceLoopCharacteristics', { isSequential }, bo),
  })
}

/** Attributes of other systems that Baton keeps but does not read. */
export function foreignSection(panel: Panel): Section | undefined {
  const holder = child(panel.bo, 'extensionElements')
  const values = (holder?.get('values') ?? []) as { $type: string }[]
  const foreign = values.filter(value => !value.$type.startsWith('baton:')).map(value => value.$type)
  if (foreign.length === 0) return undefined
  const label = panel.t('foreign.kept', { names: [...new Set(foreign)].join(', ') })
  return {
    id: 'foreign',
    label: panel.t('section.foreign'),
    fields: [{ id: 'foreign', kind: 'note', label }],
  }
}
