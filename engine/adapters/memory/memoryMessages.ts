/** Messages in memory. */
import type { Letter, MessageStore } from '../store.ts'

/** Makes an empty store of messages. */
export function memoryMessages(): MessageStore {
  const letters = new Map<string, Letter>()
  /** Those somebody may still want. */
  const open = new Map<string, Letter>()
  const put = (letter: Letter) => {
    letters.set(letter._id, letter)
    if (letter.status === 'done') open.delete(letter._id)
    else open.set(letter._id, letter)
  }
  const change = (id: string, changed: Partial<Letter>) => {
    const letter = letters.get(id)
    if (letter) put({ ...letter, ...changed })
  }
  const oldestFirst = (a: Letter, b: Letter) => a.receivedAt.localeCompare(b.receivedAt)

  return {
    async get(id) {
      return letters.get(id) ?? null
    },
    async receive(letter) {
      const known = letters.get(letter._id)
      if (!known) put(letter)
      return known ?? null
    },
    async take(id, process, taker) {
      const letter = letters.get(id)
      const has = letter?.takers[process]
      if (!letter || (has && has.subscription !== taker.subscription)) return false
      if (has && has.instance !== taker.instance) return false
      change(id, { takers: { ...letter.takers, [process]: taker } })
      return true
    },
    async release(id, process) {
      const { [process]: _, ...takers } = letters.get(id)?.takers ?? {}
      change(id, { takers })
    },
    async finish(id, changed) {
      change(id, changed)
    },
    async waiting({ name, key }, now) {
      return [...open.values()]
        .filter(one => one.kind === 'message' && one.name === name && one.expiresAt > now)
        .filter(one => one.key === undefined || one.key === key)
        .sort(oldestFirst)
    },
    async due(now, limit) {
      const due = [...open.values()].filter(one => one.lookAt <= now)
      return due.sort((a, b) => a.lookAt.localeCompare(b.lookAt)).slice(0, limit)
    },
    async tidy(now, forget) {
      for (const letter of letters.values()) {
        if (letter.receivedAt < forget && letter.expiresAt <= now) {
          letters.delete(letter._id)
          open.delete(letter._id)
        } else if (letter.status === 'waiting' && letter.expiresAt <= now)
          change(letter._id, { status: 'done' })
      }
    },
  }
}
