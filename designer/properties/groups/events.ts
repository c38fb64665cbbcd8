import { child, eventDefinition, is, list, type Moddle, text } from '../../modeler/dialect.ts'
import type { Field, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'
import { type TimerKind, timerInWords } from '../timer-words.ts'
import { countingFields } from './counting.ts'

const triggerEvents = [
  'deal.created',
  'deal.stageChanged',
  'deal.changed',
  'invoice.overdue',
  'form.submitted',
  'message.received',
  'button',
]

/** What starts the process: a record, a form, a button. */
export function triggerSection(panel: Panel): Section | undefined {
  const { t, bo } = panel
  if (
    !is(bo, 'bpmn:StartEvent') ||
    list(bo, 'eventDefinitions').length > 0 ||
    is(bo.$parent, 'bpmn:SubProcess')
  )
    return undefined
  const on = panel.extensionText('baton:Trigger', 'on')
  const fields: Field[] = [
    {
      id: 'trigger.on',
      kind: 'select',
      label: t('trigger.on'),
      options: [
        { value: '', label: t('trigger.none') },
        ...triggerEvents.map(value => ({ value, label: t(`trigger.${value}`) })),
      ],
      get: () => on,
      set: v => (v ? panel.setExtension('baton:Trigger', { on: v }) : panel.removeExtension('baton:Trigger')),
    },
  ]
  if (on) {
    fields.push({
      id: 'trigger.condition',
      kind: 'feel',
      label: t('trigger.condition'),
      hint: t('trigger.condition.hint'),
      variables: panel.variables,
      get: () => panel.extensionText('baton:Trigger', 'condition'),
      set: v => panel.setExtension('baton:Trigger', { condition: v }),
    })
  }
  return { id: 'trigger', label: t('section.trigger'), fields, open: true }
}

const TIMER = 'baton:Timer'
const timerKinds: TimerKind[] = ['timeDuration', 'timeDate', 'timeCycle']

/** When: after a while, at a moment, again and again. Says in words what was written. */
export function timerSection(panel: Panel): Section | undefined {
  const { t, bo } = panel
  const timer = eventDefinition(bo, 'bpmn:TimerEventDefinition')
  if (!timer) return undefined
  const kind = timerKinds.find(one => child(timer, one)) ?? 'timeDuration'
  const body = text(child(timer, kind), 'body')
  const write = (next: TimerKind, value: string) => {
    const expression = panel.create('bpmn:FormalExpression', { body: value }, timer)
    panel.change(timer, {
      timeDuration: undefined,
      timeDate: undefined,
      timeCycle: undefined,
      [next]: expression,
    })
  }
  return {
    id: 'timer',
    label: t('section.timer'),
    open: true,
    fields: [
      {
        id: 'timer.kind',
        kind: 'select',
        label: t('timer.kind'),
        options: timerKinds.map(value => ({ value, label: t(`timer.${value}`) })),
        get: () => kind,
        set: v => write(v as TimerKind, body),
      },
      {
        id: 'timer',
        kind: 'fx',
        label: t('timer.value'),
        placeholder: { timeDuration: 'PT48H', timeDate: '2026-12-01T09:00:00Z', timeCycle: 'R3/P1D' }[kind],
        hint: timerInWords(kind, body, t) ?? t(`timer.${kind}.hint`),
        variables: panel.variables,
        get: () => body,
        set: v => write(kind, v === undefined ? '' : String(v)),
        check: v => (v && !timerInWords(kind, v, t) ? t('check.timer') : undefined),
      },
      ...countingFields(panel, TIMER, 'calendar', 'within').filter(
        // What starts the process has no owner yet.
        ({ id }) => !beginsProcess(bo) || id !== `${TIMER}.calendar`,
      ),
      ...(kind === 'timeDate' || body.startsWith('=') ? [pastField(panel)] : []),
    ],
  }
}

const beginsProcess = (bo: Moddle) => is(bo, 'bpmn:StartEvent') && !is(bo.$parent, 'bpmn:SubProcess')

/** What becomes of a date that has passed when the step is reached. */
function pastField(panel: Panel): Field {
  const { t } = panel
  return {
    id: 'timer.past',
    kind: 'select',
    label: t('timer.past'),
    options: [
      { value: '', label: t('timer.past.fire') },
      { value: 'refuse', label: t('timer.past.refuse') },
    ],
    get: () => panel.extensionText(TIMER, 'past'),
    set: v => panel.setExtension(TIMER, { past: v || undefined }),
  }
}

/** A condition that is waited for. */
export function conditionalSection(panel: Panel): Section | undefined {
  const { t } = panel
  const definition = eventDefinition(panel.bo, 'bpmn:ConditionalEventDefinition')
  if (!definition) return undefined
  return {
    id: 'conditional',
    label: t('section.conditional'),
    open: true,
    fields: [
      {
        id: 'condition',
        kind: 'feel',
        label: t('flow.condition'),
        variables: panel.variables,
        get: () => text(child(definition, 'condition'), 'body'),
        set: v =>
          panel.change(definition, {
            condition: v ? panel.create('bpmn:FormalExpression', { body: v }, definition) : undefined,
          }),
      },
    ],
  }
}

/** Whether an event at a step's edge, or an event sub-process, stops what it interrupts. */
export function interruptSection(panel: Panel): Section | undefined {
  const { t, bo } = panel
  const boundary = is(bo, 'bpmn:BoundaryEvent')
  const eventStart = is(bo, 'bpmn:StartEvent') && bo.$parent?.get('triggeredByEvent') === true
  if (!boundary && !eventStart) return undefined
  if (
    eventDefinition(bo, 'bpmn:ErrorEventDefinition') ||
    eventDefinition(bo, 'bpmn:CompensateEventDefinition')
  )
    return undefined
  const name = boundary ? 'cancelActivity' : 'isInterrupting'
  return {
    id: 'interrupt',
    label: t('section.interrupt'),
    open: true,
    fields: [
      {
        id: name,
        kind: 'toggle',
        label: t('event.interrupting'),
        hint: t('event.interrupting.hint'),
        get: () => bo.get(name) !== false,
        set: v => panel.update({ [name]: v === true }),
      },
    ],
  }
}
