/** Who is to take a message that may not wait: exactly one, or all. */
import type { Letter } from '../adapters/store.ts'
import { NotCorrelated } from '../errors.ts'
import type { Matching } from './matching.ts'
import type { Starting } from './starting.ts'

/** How many of those who want it an error names. */
const named = 5

/** The takers by name; none when the message starts a process. Throws `NotCorrelated`, and then nothing has happened. */
export async function choose(
  letter: Letter,
  mode: 'one' | 'all',
  matching: Matching,
  starting: Starting,
): Promise<Letter['takers']> {
  const takers: Letter['takers'] = {}
  const waiting: string[] = []
  for await (const { instance, subscription } of matching.wanting(letter)) {
    const { key } = instance.definition
    const { id, node } = subscription
    takers[takers[key] ? `${key} ${instance._id} ${id}` : key] = {
      instance: instance._id,
      node,
      subscription: id,
    }
    waiting.push(`${key} ${instance._id} at ${node}`)
    if (mode === 'one' && waiting.length > named) break
  }
  if (mode === 'one' && waiting.length > 1) throw ambiguous(letter, 'wait for', waiting)
  if (mode === 'one' && waiting.length === 1) return takers
  const starts = letter.instance === undefined ? await starting.startable(letter) : []
  if (waiting.length === 0 && starts.length === 0) throw nobodyWaits(letter)
  if (mode === 'one' && starts.length > 1)
    throw ambiguous(
      letter,
      'start by',
      starts.map(({ definition }) => definition.key),
    )
  return takers
}

function ambiguous(letter: Letter, verb: string, takers: string[]): NotCorrelated {
  const more = takers.length > named ? ' and more' : ''
  const list = takers.slice(0, named).join(', ')
  return new NotCorrelated(
    'ambiguous',
    `Several ${verb} ${titleOf(letter)}: ${list}${more}. Nobody got it. Say which instance, add a key, or send it to all.`,
  )
}

/** The failure of a message that nobody wants at this moment. */
export function nobodyWaits(letter: Letter): NotCorrelated {
  return new NotCorrelated(
    'nobodyWaits',
    `Nobody waits for ${titleOf(letter)}, and it starts no process. Publish it to keep it until somebody does.`,
  )
}

function titleOf({ name, key }: Letter): string {
  return `the message "${name}"${key === undefined ? '' : ` for ${key}`}`
}
