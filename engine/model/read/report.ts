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
  calledElementVersionTag decisionRef decisionRefBinding decisionRefVersion decisionTableReferenceKey versionTag terminateAll errorCodeVariable
  escalationCodeVariable inputOutput formData in out ioMapping taskDefinition assignmentDefinition taskSchedule
  calledElement calledDecision script subscription scope loopCharacteristics adHoc userTask versionTag`.split(
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
  for (const name of said) notes.push({ element: idOf(owner, reading), ...verdictOn(name) })
  for (const child of childrenOf(element)) walk(child, isNode(child) ? child : owner, reading, notes)
}

function isForeign(name: string, reading: Reading): boolean {
  const prefixes = Object.entries(reading.prefixes).filter(([dialect]) => (dialect as Dialect) !== 'baton')
  return prefixes.some(([, prefix]) => name.startsWith(`${prefix}:`))
}

function verdictOn(name: string): Pick<ImportNote, 'verdict' | 'what' | 'why'> {
  const local = name.replace(/^.*:/, '')
  if (understood.has(local) || harmless.has(local)) return { verdict: 'taken', what: name }
  const why = /listener/i.test(local)
    ? 'Baton runs no listeners. Draw what they do as a step, or as an event.'
    : 'It has no meaning in Baton. It stays in the file.'
  return { verdict: 'ignored', what: name, why }
}

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
  else if (type === 'foreign')
    notes.push({
      element,
      verdict: 'refused',
      what: String(text),
      why: `It is ${String(language)}, and FEEL has no exact counterpart. Write it anew.`,
    })
  else for (const inner of Object.values(value)) expressionsIn(inner, element, notes)
}
