/** Where our own sentences stand in the answers. Everything else there is people's own words, and is left alone. */
import type { Say } from '#engine'

interface Place {
  /** Path to the objects that hold them, through lists too; empty: the answer itself. */
  at: string
  fields: string[]
  /** Which of the objects; all when unset. */
  when?: (holder: Record<string, unknown>) => boolean
}

const ours = new Set(['change', 'process', 'letter', 'message', 'incident'])
const incident = (next: Record<string, unknown>) => next.type === 'incident'
const nextOf = (at: string): Place => ({ at, fields: ['text'], when: incident })

const deal = [nextOf('next')]
const instance = [
  { at: 'incidents', fields: ['message', 'cure'] },
  { at: 'tokens', fields: ['for'] },
]
const document = { fields: ['reason'] }
const letter = { fields: ['reason', 'cure'] }
const file = { fields: ['message'] }
/** Fields of the house have names of its own. */
const field = { fields: ['label'], when: (each: Holder) => !String(each.key).startsWith('fields.') }

/** By path of the route. */
const places: Record<string, Place[]> = {
  '/deals': [nextOf('items.next'), nextOf('next')],
  '/deals/board': [nextOf('columns.cards.next')],
  '/deals/board/:stage': [nextOf('items.next')],
  '/deals/:id': deal,
  '/deals/:id/move': deal,
  '/deals/:id/moves': [{ at: '', fields: ['reason'] }],
  '/deals/:id/timeline': [
    { at: 'items', fields: ['title', 'text'], when: entry => ours.has(String(entry.type)) },
  ],
  '/deals/:id/documents': [
    { at: 'items', ...document },
    { at: '', ...document },
  ],
  // The button of a step with one way out, which nobody named.
  '/tasks/:id': [{ at: 'outcomes', fields: ['name'], when: outcome => outcome.id === 'complete' }],
  '/documents': [{ at: 'items', ...document }],
  '/documents/:id': [{ at: '', ...document }],
  '/documents/:id/retry': [{ at: '', ...document }],
  '/letters': [{ at: 'items', ...letter }],
  '/letters/:id': [{ at: '', ...letter }],
  '/letters/:id/send': [{ at: '', ...letter }],
  '/notifications': [{ at: 'items', fields: ['title', 'text'], when: entry => entry.type !== 'task' }],
  '/instances/:id': instance,
  '/instances/:id/history': [
    { at: 'items', fields: ['text'] },
    { at: 'items.command', fields: ['message'] },
  ],
  '/decisions': [{ at: 'problems', ...file }],
  '/decisions/:key/try': [{ at: '', fields: ['message', 'cure'] }],
  '/imports/fields': ['deal', 'company', 'contact', 'product', 'user'].map(at => ({ at, ...field })),
  '/imports/:id': [
    { at: 'files', fields: ['warnings'] },
    { at: '', fields: ['failure', 'reason', 'message'] },
  ],
  '/imports/:id/files': [{ at: '', fields: ['warnings'] }],
  '/imports/:id/files/:file': [{ at: '', fields: ['warnings'] }],
  '/imports/:id/preview': [
    { at: 'files.problems', ...file },
    { at: 'files.notices', ...file },
  ],
  '/imports/:id/problems': [{ at: 'items', ...file }],
  '/imports/:id/report': [{ at: 'items', ...file }],
  '/processes': [{ at: 'problems', ...file }],
  '/processes/:key/draft': [{ at: 'problems', ...file }],
  '/processes/:key/publish': [{ at: 'problems', ...file }],
  '/processes/check': [{ at: 'problems', ...file }],
  '/webhooks/:id/log': [{ at: 'items', ...file }],
}

/** The answer of a route with our sentences said as the reader wants; what is not ours stays as it is. */
export function spoken(path: string, answer: unknown, say: Say): unknown {
  return (places[path] ?? []).reduce(
    (body, place) =>
      change(body, place.at === '' ? [] : place.at.split('.'), holder => told(holder, place, say)),
    answer,
  )
}

type Holder = Record<string, unknown>

function told(holder: Holder, { fields, when }: Place, say: Say): Holder {
  if (when && !when(holder)) return holder
  const copy = { ...holder }
  for (const field of fields) {
    const value = copy[field]
    if (typeof value === 'string') copy[field] = say(value)
    else if (Array.isArray(value))
      copy[field] = value.map(each => (typeof each === 'string' ? say(each) : each))
  }
  return copy
}

/** A copy of the value in which the objects at the path are changed; what lies elsewhere is shared. */
function change(value: unknown, path: string[], to: (holder: Holder) => Holder): unknown {
  if (Array.isArray(value)) return value.map(item => change(item, path, to))
  if (!isPlain(value)) return value
  const [key, ...rest] = path
  if (key === undefined) return to(value)
  return key in value ? { ...value, [key]: change(value[key], rest, to) } : value
}

function isPlain(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
