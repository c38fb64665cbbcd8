/** History in plain words, and what it adds up to. */
import type { CompiledProcess, HistoryEntry } from '#engine'

type Command = HistoryEntry['command']
type Words = (command: Command, process: CompiledProcess) => string

/** What a step was, as a person says it. */
export function describeStep({ command, trace }: HistoryEntry, process: CompiledProcess): string {
  const words = sentences[command.type]?.(command, process) ?? command.type
  const reached = trace.filter(each => each.verb === 'wait').map(each => nameOf(process, each.node))
  const ended = trace.some(each => each.verb === 'end' && !each.node) ? ' The process ended.' : ''
  const incident = trace.find(each => each.verb === 'incident')
  if (incident) return `${words} It stopped at ${nameOf(process, incident.node)}.`
  return reached.length > 0
    ? `${words} Now at ${[...new Set(reached)].join(', ')}.${ended}`
    : `${words}${ended}`
}

/** How often each node was entered and each flow taken. */
export function countPasses(entries: HistoryEntry[]): {
  visited: Record<string, number>
  flows: Record<string, number>
} {
  const visited: Record<string, number> = {}
  const flows: Record<string, number> = {}
  for (const { verb, node, flow } of entries.flatMap(entry => entry.trace)) {
    if (verb === 'enter' && node) visited[node] = (visited[node] ?? 0) + 1
    if (verb === 'take' && flow) flows[flow] = (flows[flow] ?? 0) + 1
  }
  return { visited, flows }
}

const sentences: Partial<Record<Command['type'], Words>> = {
  start: (command, process) => {
    if (command.type !== 'start') return ''
    if (command.restartOf && command.startAt) return `Begun again at ${nameOf(process, command.startAt)}.`
    return command.startAt
      ? `Started at ${nameOf(process, command.startAt)}.`
      : `Started${at(command.startEvent, process)}.`
  },
  completeTask: (command, process) => {
    if (command.type !== 'completeTask') return ''
    const outcome = command.outcome ? process.flows[command.outcome]?.name : undefined
    return outcome ? `A task was completed: ${outcome}.` : 'A task was completed.'
  },
  fireTimer: () => 'A timer was due.',
  deliverMessage: () => 'A message arrived.',
  deliverSignal: () => 'A signal arrived.',
  completeJob: () => 'An automatic step was done.',
  failJob: command => (command.type === 'failJob' ? `An automatic step failed: ${command.message}` : ''),
  throwError: command =>
    command.type === 'throwError' ? `An automatic step answered the error ${command.code}.` : '',
  throwEscalation: command => (command.type === 'throwEscalation' ? `Escalated: ${command.code}.` : ''),
  endChild: () => 'A called process ended.',
  retryIncident: () => 'Tried again.',
  catchIncident: (command, process) =>
    command.type === 'catchIncident' ? `Handled by ${nameOf(process, command.event)}.` : '',
  skipIncident: (command, process) => {
    const flow = command.type === 'skipIncident' && command.flow ? process.flows[command.flow] : undefined
    return flow ? `Passed over, on to ${flow.name ?? nameOf(process, flow.target)}.` : 'Passed over.'
  },
  addToken: (command, process) =>
    command.type === 'addToken' ? `Begun by hand at ${nameOf(process, command.to)}.` : '',
  removeToken: () => 'A token was taken out.',
  recalculateTimer: () => 'A timer was counted again.',
  reportProblem: command => (command.type === 'reportProblem' ? `Could not go on: ${command.message}` : ''),
  setVariables: command =>
    command.type === 'setVariables' ? `Variables set: ${Object.keys(command.variables).join(', ')}.` : '',
  checkConditions: () => 'Its record changed.',
  moveToken: (command, process) =>
    command.type === 'moveToken' ? `Moved to ${nameOf(process, command.to)}.` : '',
  changeTimer: command =>
    command.type === 'changeTimer'
      ? `A timer was set to ${command.due.replace('T', ' ').slice(0, 16)} UTC.`
      : '',
  continue: () => 'Went on.',
  migrate: command => (command.type === 'migrate' ? `Carried over to version ${command.to.version}.` : ''),
  cancel: command =>
    command.type === 'cancel' && command.reason ? `Cancelled: ${command.reason}.` : 'Cancelled.',
  suspend: command =>
    command.type === 'suspend' && command.reason ? `Suspended: ${command.reason}.` : 'Suspended.',
  resume: () => 'Resumed.',
}

function at(node: string | undefined, process: CompiledProcess): string {
  return node ? ` at ${nameOf(process, node)}` : ''
}

/** A step's name, or its id where it has none. */
export function nameOf(process: CompiledProcess, node: string | undefined): string {
  if (!node) return 'a step'
  return process.nodes[node]?.name || node
}
