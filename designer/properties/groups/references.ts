import {
  child,
  eventDefinition,
  extension,
  is,
  isAny,
  list,
  type Moddle,
  text,
} from '../../modeler/dialect.ts'
import type { Field, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'

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
    if (!holder || doneByConnector(panel.bo)) return []
    return [referenceSection(panel, kind, holder)]
  })
}

/** A send task that has an action needs no message; one without may send one. */
const doneByConnector = (bo: Moddle) =>
  is(bo, 'bpmn:SendTask') && !child(bo, 'messageRef') && text(extension(bo, 'baton:Connector'), 'type') !== ''

function referenceSection(panel: Panel, kind: Named, holder: Moddle): Section {
  const { t } = panel
  const root = child(holder, kind.reference)
  const known = panel
    .roots(kind.root)
    .map(one => text(one, kind.key))
    .filter(Boolean)
  const name: Field = {
    id: kind.section,
    kind: 'text',
    label: t(`${kind.section}.${kind.key}`),
    hint:
      known.length > 0
        ? t('reference.known', { names: [...new Set(known)].join(', ') })
        : t(`${kind.section}.hint`),
    get: () => text(root, kind.key),
    set: v => refer(panel, kind, holder, v === undefined ? undefined : String(v)),
  }
  const fields = [name, ...(more[kind.section]?.(panel) ?? [])]
  return { id: kind.section, label: t(`section.${kind.section}`), fields, open: true }
}

const SUBSCRIPTION = 'baton:Subscription'
const more: Record<string, (panel: Panel) => Field[]> = { message: messageFields, signal: signalFields }

/** To whom a message belongs, and what it brings. What begins a process has nothing yet to compare with. */
function messageFields(panel: Panel): Field[] {
  const { t } = panel
  const way = catches(panel) ? 'catch' : 'send'
  const key: Field = {
    ...expressionField(panel, 'correlationKey'),
    label: t(`message.correlationKey.${way}`),
    hint: t(`message.correlationKey.${way}.hint`),
  }
  return [
    ...(beginsProcess(panel) ? [] : [key]),
    ...(catches(panel) ? [] : [{ ...expressionField(panel, 'payload'), hint: t('message.payload.hint') }]),
  ]
}

/** Whom a signal reaches, and what it brings. One that begins a process can only come from outside. */
function signalFields(panel: Panel): Field[] {
  const { t } = panel
  const scope: Field = {
    id: 'scope',
    kind: 'select',
    label: t(catches(panel) ? 'signal.scope.catch' : 'signal.scope.send'),
    hint: t('signal.scope.hint'),
    options: [
      { value: '', label: t('signal.scope.all') },
      { value: 'instance', label: t('signal.scope.instance') },
    ],
    get: () => panel.extensionText(SUBSCRIPTION, 'scope'),
    set: v => panel.setExtension(SUBSCRIPTION, { scope: v || undefined }),
  }
  return [
    ...(beginsProcess(panel) ? [] : [scope]),
    ...(catches(panel) ? [] : [{ ...expressionField(panel, 'payload'), hint: t('signal.payload.hint') }]),
  ]
}

/** What somebody wrote without “=” is that very text; nobody writes one here by mistake. */
function expressionField(panel: Panel, name: 'correlationKey' | 'payload'): Field {
  const stored = panel.extensionText(SUBSCRIPTION, name)
  return {
    id: name,
    kind: stored && !stored.startsWith('=') ? 'fxArea' : 'feel',
    label: panel.t(`message.${name}`),
    variables: panel.variables,
    get: () => panel.extensionText(SUBSCRIPTION, name),
    set: v => panel.setExtension(SUBSCRIPTION, { [name]: v }),
  }
}

const catches = ({ bo }: Panel) => isAny(bo, ['bpmn:CatchEvent', 'bpmn:ReceiveTask'])
const beginsProcess = ({ bo }: Panel) => is(bo, 'bpmn:StartEvent') && !is(bo.$parent, 'bpmn:SubProcess')

/** Refers to the message (error …) of that name: the one there is, the own one renamed, or a new one. */
function refer(panel: Panel, kind: Named, holder: Moddle, name: string | undefined) {
  if (!name) return panel.change(holder, { [kind.reference]: undefined })
  const current = child(holder, kind.reference)
  const existing = panel.roots(kind.root).find(root => text(root, kind.key) === name)
  if (existing) return panel.change(holder, { [kind.reference]: existing })
  if (current && users(panel, current, kind.reference) <= 1)
    return panel.change(current, { [kind.key]: name })
  panel.together(() => {
    const made = panel.addRoot(kind.root, { [kind.key]: name, ...(kind.key === 'name' ? {} : { name }) })
    panel.change(holder, { [kind.reference]: made })
  })
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
