import type { ProcessModel, Trace } from '#engine/pure.ts'

const TRIGGERS = {
  start: ['none', 'message', 'timer', 'conditional', 'signal', 'multiple', 'parallelMultiple'],
  eventSubProcess: [
    'message',
    'timer',
    'escalation',
    'error',
    'compensation',
    'conditional',
    'signal',
    'multiple',
    'parallelMultiple',
  ],
  eventSubProcessNonInterrupting: [
    'message',
    'timer',
    'escalation',
    'conditional',
    'signal',
    'multiple',
    'parallelMultiple',
  ],
  catch: ['message', 'timer', 'conditional', 'link', 'signal', 'multiple', 'parallelMultiple'],
  boundary: [
    'message',
    'timer',
    'escalation',
    'error',
    'cancel',
    'compensation',
    'conditional',
    'signal',
    'multiple',
    'parallelMultiple',
  ],
  boundaryNonInterrupting: [
    'message',
    'timer',
    'escalation',
    'conditional',
    'signal',
    'multiple',
    'parallelMultiple',
  ],
  throw: ['none', 'message', 'escalation', 'link', 'compensation', 'signal', 'multiple'],
  end: [
    'none',
    'message',
    'escalation',
    'error',
    'cancel',
    'compensation',
    'signal',
    'multiple',
    'terminate',
  ],
} as const

/** The 63 places an event may have, each seen in a model that passed or not. */
export class Positions {
  readonly seen = new Map<string, number>()

  /** Every place, as `boundary timer`. */
  static all(): string[] {
    return Object.entries(TRIGGERS).flatMap(([position, triggers]) =>
      triggers.map(trigger => `${position} ${trigger}`),
    )
  }

  /** Counts the events of a model that passed, as far as the run came by them. */
  add(models: ProcessModel[], trace: Trace[]): void {
    const visited = new Set(trace.filter(({ verb }) => HAPPENED.has(verb)).map(({ node }) => node))
    for (const model of models) {
      for (const node of Object.values(model.nodes)) {
        const place =
          visited.has(node.id) || undid(model, node.id, visited) ? placeOf(model, node.id) : undefined
        if (place) this.seen.set(place, (this.seen.get(place) ?? 0) + 1)
      }
    }
  }

  get figure() {
    const all = Positions.all()
    const missing = all.filter(place => !this.seen.has(place))
    return { passed: all.length - missing.length, of: all.length, missing }
  }
}

const HAPPENED = new Set<Trace['verb']>(['start', 'enter', 'leave', 'catch', 'throw', 'end'])

/** No token passes a compensation boundary event; it has happened when its handler ran. */
function undid(model: ProcessModel, id: string, visited: Set<string | undefined>): boolean {
  const node = model.nodes[id]!
  if (node.type !== 'boundaryEvent' || node.triggers[0]?.type !== 'compensation') return false
  const host = model.nodes[node.host]!
  return 'compensation' in host && visited.has(host.compensation)
}

function placeOf(model: ProcessModel, id: string): string | undefined {
  const node = model.nodes[id]!
  if (!('triggers' in node)) return undefined
  const position = positionOf(model, id)
  const trigger =
    node.triggers.length > 1
      ? node.parallelMultiple
        ? 'parallelMultiple'
        : 'multiple'
      : (node.triggers[0]?.type ?? 'none')
  return position && (TRIGGERS[position] as readonly string[]).includes(trigger)
    ? `${position} ${trigger}`
    : undefined
}

function positionOf(model: ProcessModel, id: string): keyof typeof TRIGGERS | undefined {
  const node = model.nodes[id]!
  switch (node.type) {
    case 'startEvent': {
      const inEventSubProcess = model.nodes[node.scope]?.type === 'eventSubProcess'
      if (!inEventSubProcess)
        return model.scopes[node.scope]?.parent === undefined || node.triggers.length === 0
          ? 'start'
          : undefined
      return node.interrupting ? 'eventSubProcess' : 'eventSubProcessNonInterrupting'
    }
    case 'boundaryEvent':
      return node.interrupting ? 'boundary' : 'boundaryNonInterrupting'
    case 'catchEvent':
      return 'catch'
    case 'throwEvent':
      return 'throw'
    case 'endEvent':
      return 'end'
    default:
      return undefined
  }
}
