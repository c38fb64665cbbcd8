import { child, eventDefinition, is, isAny, list, type Moddle, text } from '../../modeler/dialect.ts'
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
      // A schedule starts the process: there is no owner yet, and each round has its own moment.
      ...(is(bo, 'bpmn:StartEvent') || kind === 'timeCycle'
        ? []
        : countingFields(panel, TIMER, 'calendar', 'within')),
      ...(kind === 'timeDate' || body.startsWith('=') ? [pastField(panel)] : []),
    ],
  }
}

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

interface Named {
  definition: string
  root: string
  reference: string
  section: string
  /** The attribute by which it is known at run time. */
  key: 'name' | 'errorCode' | 'escalationCode'
}

const named: Named[] = [
  {
    definition: 'bpmn:MessageEventDefinition',
    root: 'bpmn:Message',
    reference: 'messageRef',
    section: 'message',
    key: 'name',
  },
  {
    definition: 'bpmn:SignalEventDefinition',
    root: 'bpmn:Signal',
    reference: 'signalRef',
    section: 'signal',
    key: 'name',
  },
  {
    definition: 'bpmn:ErrorEventDefinition',
    root: 'bpmn:Error',
    reference: 'errorRef',
    section: 'error',
    key: 'errorCode',
  },
  {
    definition: 'bpmn:EscalationEventDefinition',
    root: 'bpmn:Escalation',
    reference: 'escalationRef',
    section: 'escalation',
    key: 'escalationCode',
  },
]

/** The name by which an event is recognised: message, signal, error code, escalation code. */
export function referenceSections(panel: Panel): Section[] {
  return named.flatMap(kind => {
    const isTask = kind.section === 'message' && isAny(panel.bo, ['bpmn:ReceiveTask', 'bpmn:SendTask'])
    const holder = isTask ? panel.bo : eventDefinition(panel.bo, kind.definition)
    if (!holder || (is(panel.bo, 'bpmn:SendTask') && !child(holder, 'messageRef'))) return []
    return [referenceSection(panel, kind, holder)]
  })
}

function referenceSection(panel: Panel, kind: Named, holder: Moddle): Section {
  const { t, bo } = panel
  const root = child(holder, kind.reference)
  const known = panel
    .roots(kind.root)
    .map(one => text(one, kind.key))
    .filter(Boolean)
  const fields: Field[] = [
    {
      id: kind.section,
      kind: 'text',
      label: t(`${kind.section}.${kind.key}`),
      hint:
        known.length > 0
          ? t('reference.known', { names: [...new Set(known)].join(', ') })
          : t(`${kind.section}.hint`),
      get: () => text(root, kind.key),
      set: v => refer(panel, kind, holder, v === undefined ? undefined : String(v)),
    },
  ]
  const catches = isAny(bo, ['bpmn:CatchEvent', 'bpmn:ReceiveTask'])
  if (kind.section === 'message') {
    const attribute = (name: string) => ({
      get: () => panel.extensionText('baton:Subscription', name),
      set: (v: string | boolean | undefined) => panel.setExtension('baton:Subscription', { [name]: v }),
    })
    if (!(is(bo, 'bpmn:StartEvent') && !is(bo.$parent, 'bpmn:SubProcess'))) {
      fields.push({
        id: 'correlationKey',
        kind: 'feel',
        label: t('message.correlationKey'),
        hint: t('message.correlationKey.hint'),
        variables: panel.variables,
        ...attribute('correlationKey'),
      })
    }
    if (!catches)
      fields.push({
        id: 'payload',
        kind: 'feel',
        label: t('message.payload'),
        variables: panel.variables,
        ...attribute('payload'),
      })
  }
  return { id: kind.section, label: t(`section.${kind.section}`), fields, open: true }
}

/** Refers to the message (error …) of that name: the one there is, the own one renamed, or a new one. */
function refer(panel: Panel, kind: Named, holder: Moddle, name: string | undefined) {
  if (!name) return panel.change(holder, { [kind.reference]: undefined })
  const current = child(holder, kind.reference)
  const existing = panel.roots(kind.root).find(root => text(root, kind.key) === name)
  if (existing) return panel.change(holder, { [kind.reference]: existing })
  if (current && users(panel, current, kind.reference) <= 1)
    return panel.change(current, { [kind.key]: name })
  const made = panel.addRoot(kind.root, { [kind.key]: name, ...(kind.key === 'name' ? {} : { name }) })
  panel.change(holder, { [kind.reference]: made })
}

/** How many events and tasks refer to a message. */
function users(panel: Panel, root: Moddle, reference: string): number {
  const within = (scope: Moddle): number =>
    list(scope, 'flowElements').reduce((sum, element) => {
      const holders = [element, ...(is(element, 'bpmn:Event') ? list(element, 'eventDefinitions') : [])]
      const direct = holders.filter(holder => refersTo(holder, reference, root)).length
      return sum + direct + (is(element, 'bpmn:SubProcess') ? within(element) : 0)
    }, 0)
  return panel.roots('bpmn:Process').reduce((sum, process) => sum + within(process), 0)
}

function refersTo(holder: Moddle, reference: string, root: Moddle): boolean {
  const descriptor = (holder as unknown as { $descriptor: { propertiesByName: Record<string, unknown> } })
    .$descriptor
  return Boolean(descriptor.propertiesByName[reference]) && holder.get(reference) === root
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
