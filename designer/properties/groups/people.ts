import { child, extension, is, list, type Moddle, type Shape, text } from '../../modeler/dialect.ts'
import type { Field, Option, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'
import { durationInWords } from '../timer-words.ts'
import { countingFields } from './counting.ts'

const ASSIGNMENT = 'baton:Assignment'

/** Who does the task, until when. */
export function assignmentSection(panel: Panel): Section | undefined {
  const { t, bo, config } = panel
  if (!is(bo, 'bpmn:UserTask') && !is(bo, 'bpmn:ManualTask')) return undefined
  const attribute = (name: string) => ({
    get: () => panel.extensionText(ASSIGNMENT, name),
    set: (v: string | boolean | undefined) => panel.setExtension(ASSIGNMENT, { [name]: v }),
  })
  const people: Option[] = [
    { value: '', label: t('people.nobody') },
    { value: '=deal.owner', label: t('people.owner') },
    { value: '=if manager != null then manager.id else deal.owner', label: t('people.manager') },
    ...config.users,
  ]
  return {
    id: 'assignment',
    label: t('section.assignment'),
    open: true,
    fields: [
      {
        id: 'assignee',
        kind: 'choice',
        label: t('people.assignee'),
        options: people,
        variables: panel.variables,
        ...attribute('assignee'),
      },
      {
        id: 'candidateGroups',
        kind: 'choice',
        label: t('people.groups'),
        hint: t('people.groups.hint'),
        options: [{ value: '', label: '—' }, ...config.groups],
        variables: panel.variables,
        ...attribute('candidateGroups'),
      },
      {
        id: 'candidateUsers',
        kind: 'fx',
        label: t('people.users'),
        variables: panel.variables,
        ...attribute('candidateUsers'),
      },
      {
        id: 'due',
        kind: 'fx',
        label: t('people.due'),
        placeholder: 'P2D',
        variables: panel.variables,
        ...attribute('due'),
        hint: dueWords(panel, panel.extensionText(ASSIGNMENT, 'due')),
      },
      ...(panel.extensionText(ASSIGNMENT, 'due') === ''
        ? []
        : countingFields(panel, ASSIGNMENT, 'dueCalendar', 'dueWithin')),
      {
        id: 'priority',
        kind: 'fx',
        label: t('people.priority'),
        placeholder: '50',
        variables: panel.variables,
        ...attribute('priority'),
      },
    ],
  }
}

function dueWords(panel: Panel, due: string): string {
  if (!due || due.startsWith('=')) return panel.t('people.due.hint')
  const words = durationInWords(due, panel.t)
  return words ? panel.t('timer.after', { duration: words }) : panel.t('people.due.hint')
}

/** The buttons of a task: one a way on. */
export function outcomesSection(panel: Panel): Section | undefined {
  const { t, bo } = panel
  if (!is(bo, 'bpmn:UserTask')) return undefined
  const flows = choiceFlows(panel.element)
  if (flows.length < 2) {
    return {
      id: 'outcomes',
      label: t('section.outcomes'),
      fields: [{ id: 'outcomes', kind: 'note', label: t('outcome.single') }],
    }
  }
  const fieldKeys = list(extension(bo, 'baton:Form'), 'fields').map(field => text(field, 'key'))
  return {
    id: 'outcomes',
    label: t('section.outcomes'),
    items: flows.map((flow, at) => ({
      id: `outcome.${flow.id}`,
      label: text(flow.businessObject, 'name') || t('outcome.unnamed', { number: at + 1 }),
      fields: outcomeFields(panel, flow, fieldKeys),
    })),
  }
}

/** The same fields, on the flow itself. */
export function outcomeSection(panel: Panel): Section | undefined {
  const source = child(panel.bo, 'sourceRef')
  if (!is(panel.bo, 'bpmn:SequenceFlow') || !source) return undefined
  const task = is(source, 'bpmn:UserTask') ? source : taskBefore(source)
  if (!task) return undefined
  const keys = list(extension(task, 'baton:Form'), 'fields').map(field => text(field, 'key'))
  const fields = outcomeFields(panel, panel.element, keys).filter(field => !field.id.endsWith('.name'))
  return { id: 'outcome', label: panel.t('section.outcome'), fields, open: true }
}

function outcomeFields(panel: Panel, flow: Shape, fieldKeys: string[]): Field[] {
  const { t } = panel
  const bo = flow.businessObject
  const id = `outcome.${flow.id}`
  const requires = panel.extensionText('baton:Outcome', 'requires', bo).split(/\s+/).filter(Boolean)
  const write = (keys: string[]) =>
    panel.setExtension('baton:Outcome', { requires: keys.join(' ') || undefined }, bo)
  return [
    {
      id: `${id}.name`,
      kind: 'text',
      label: t('outcome.name'),
      get: () => text(bo, 'name'),
      set: v => panel.updateOther(flow, { name: v }),
    },
    {
      id: `${id}.tone`,
      kind: 'select',
      label: t('outcome.tone'),
      options: ['', 'positive', 'negative'].map(value => ({
        value,
        label: t(`outcome.tone.${value || 'neutral'}`),
      })),
      get: () => panel.extensionText('baton:Outcome', 'tone', bo),
      set: v => panel.setExtension('baton:Outcome', { tone: v || undefined }, bo),
    },
    ...(fieldKeys.length > 0
      ? [{ id: `${id}.requires`, kind: 'note', label: t('outcome.requires') } as Field]
      : []),
    ...fieldKeys.map(
      (key): Field => ({
        id: `${id}.requires.${key}`,
        kind: 'check',
        label: key,
        get: () => requires.includes(key),
        set: v => write(v ? [...requires, key] : requires.filter(one => one !== key)),
      }),
    ),
  ]
}

/** The flows whose names are a task's buttons: its own, or those of the unconditional choice right behind it. */
function choiceFlows(task: Shape): Shape[] {
  const own = task.outgoing.filter(flow => is(flow, 'bpmn:SequenceFlow'))
  const next = own.length === 1 ? own[0]!.target : undefined
  const flows = next && is(next, 'bpmn:ExclusiveGateway') ? next.outgoing : own
  return flows.some(flow => child(flow.businessObject, 'conditionExpression')) ? [] : flows
}

function taskBefore(gateway: Moddle): Moddle | undefined {
  if (!is(gateway, 'bpmn:ExclusiveGateway')) return undefined
  if (list(gateway, 'outgoing').some(flow => child(flow, 'conditionExpression'))) return undefined
  const before = list(gateway, 'incoming').map(flow => child(flow, 'sourceRef'))
  return before.length === 1 && is(before[0], 'bpmn:UserTask') ? before[0] : undefined
}
