/**
 * What became of what another engine's file says: taken as it is, translated, ignored, or refused, element by element.
 * The file itself keeps every foreign attribute.
 */
import type { Dialect, ImportNote, ProcessModel } from '../types.ts'
import { idOf, type Moddle, type Reading } from './element.ts'

/** Local names of foreign attributes and elements that the readers understand. */
const understood = new Set(
  `assignee candidateUsers candidateGroups dueDate priority formKey topic type class delegateExpression expression
  resultVariable resultVariableName collection elementVariable calledElementVersion calledElementBinding
  calledElementVersionTag decisionRef decisionRefBinding decisionRefVersion decisionRefVersionTag decisionTableReferenceKey versionTag terminateAll errorCodeVariable
  escalationCodeVariable inputOutput formData in out ioMapping taskDefinition assignmentDefinition taskSchedule
  calledElement calledDecision formDefinition script subscription scope loopCharacteristics adHoc userTask versionTag`.split(
    /\s+/,
  ),
)

/** Of no consequence for what the process does: said once, as taken. */
const harmless = new Set(
  `asyncBefore asyncAfter async exclusive jobPriority historyTimeToLive initiator formRef formRefBinding properties
  diagramRelationId modelerTemplate modelerTemplateVersion modelerTemplateIcon isStartableInTasklist candidateStarterUsers
  candidateStarterGroups taskPriority followUpDate selected executionListeners packageName adHoc`.split(
    /\s+/,
  ),
)

/** One entry for each foreign thing at each element; expressions that were translated or could not be. */
export function reportOn(process: Moddle, model: ProcessModel, reading: Reading): ImportNote[] {
  const notes: ImportNote[] = []
  walk(process, process, reading, notes)
  for (const element of [...Object.values(model.nodes), ...Object.values(model.flows)])
    expressionsIn(element, element.id, notes)
  expressionsIn(model.correlations, model.key, notes)
  return notes
}

function walk(element: Moddle, owner: Moddle, reading: Reading, notes: ImportNote[]): void {
  const said = new Set<string>()
  for (const name of Object.keys(element.$attrs ?? {})) if (isForeign(name, reading)) said.add(name)
  for (const value of element.extensionElements?.values ?? [])
    if (isForeign(value.$type, reading)) said.add(value.$type)
  for (const name of said) notes.push({ element: idOf(owner, reading), ...verdictOn(name, element.$type) })
  for (const child of childrenOf(element)) walk(child, isNode(child) ? child : owner, reading, notes)
}

function isForeign(name: string, reading: Reading): boolean {
  const prefixes = Object.entries(reading.prefixes).filter(([dialect]) => (dialect as Dialect) !== 'baton')
  return prefixes.some(([, prefix]) => name.startsWith(`${prefix}:`))
}

function verdictOn(name: string, type: string): Pick<ImportNote, 'verdict' | 'what' | 'why'> {
  const local = name.replace(/^.*:/, '')
  const ordering = local === 'priority' && type === 'bpmn:SequenceFlow'
  if (!ordering && (understood.has(local) || harmless.has(local))) {
    const why = /Task$|ThrowEvent$|EndEvent$/.test(type) ? doneBy[local] : undefined
    return { verdict: 'taken', what: name, ...(why && { why }) }
  }
  const why = reasons.find(([pattern]) => pattern.test(ordering ? 'flow priority' : local))![1]
  return { verdict: 'ignored', what: name, why }
}

const named = 'It is taken as the name of a connector, which has to be there when the process is published.'
const worker = 'A worker outside does it, under this name.'
/** Who does the work that the file names. */
const doneBy: Record<string, string> = {
  class: named,
  delegateExpression: named,
  expression: named,
  type: named,
  topic: worker,
  taskDefinition: worker,
}

/** Why something is left out; the last one always fits. */
const reasons: [RegExp, string][] = [
  [/listener|^onE(ntry|xit)/i, 'Baton runs no listeners. Draw what they do as a step, or as an event.'],
  [/^flow priority$/, 'Conditions are looked at in the order of the drawing.'],
  [
    /^waitForCompletion$/,
    'A call always waits for the end of what it calls. Send a message to start something beside.',
  ],
  [/^skipExpression$/, 'No step is skipped by an expression. Draw a gateway before it.'],
  [
    /^mapDecisionResult$/,
    'A decision gives its value as it is: one for one output, a list for a table that collects.',
  ],
  [/^failedJobRetryTimeCycle$/, 'Say on the step how often and after what pause it is tried again.'],
  [
    /^(bgcolor|bordercolor|color|fontcolor|fontsize|selectable|dockerinfo|boundaryca|dg|erefname|metaData|elementname)$/,
    'It only concerns how the drawing looks elsewhere. It stays in the file.',
  ],
  [/(?:)/, 'It has no meaning in Baton. It stays in the file.'],
]

function childrenOf(element: Moddle): Moddle[] {
  const inner = ['flowElements', 'eventDefinitions'].flatMap(
    name => (element[name] as Moddle[] | undefined) ?? [],
  )
  const loop = element.loopCharacteristics as Moddle | undefined
  return loop ? [...inner, loop] : inner
}

function isNode(element: Moddle): boolean {
  return element.id !== undefined && !/EventDefinition$|LoopCharacteristics$/.test(element.$type)
}

/** Expressions remember what they were translated from. */
function expressionsIn(value: unknown, element: string, notes: ImportNote[]): void {
  if (value === null || typeof value !== 'object') return
  const { type, text, from, language } = value as Record<string, unknown>
  if (type === 'feel' && typeof from === 'string')
    notes.push({ element, verdict: 'translated', what: from, why: `Now ${String(text)}` })
  else if (type === 'foreign') {
    if (String(text).trim() === '') return
    notes.push({
      element,
      verdict: 'refused',
      what: String(text),
      why: `It is ${String(language)}, and FEEL has no exact counterpart. Write it anew.`,
    })
  } else for (const inner of Object.values(value)) expressionsIn(inner, element, notes)
}
