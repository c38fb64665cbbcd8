/** What people typed and have not saved yet: it survives a reload, a wrong click, a lost session. */
import { useCallback, useState } from 'react'

/**
 * Like `useState`, kept in this browser under `key` until `forget()`. `null` as key keeps nothing. The draft
 * wins over `initial`; `kept` says that there was one.
 */
export function useDraft<T>(key: string | null, initial: T) {
  const [state, setState] = useState(() => ({ key, ...read<T>(key, initial) }))
  // Another thing is being edited: take up its own draft, in the same render.
  const current = state.key === key ? state : { key, ...read<T>(key, initial) }
  if (current !== state) setState(current)

  const change = useCallback(
    (next: T) => {
      setState({ key, value: next, kept: true })
      if (key) storage()?.setItem(prefix + key, JSON.stringify(next))
    },
    [key],
  )
  const forget = useCallback(
    (next?: T) => {
      if (key) storage()?.removeItem(prefix + key)
      setState(before => ({ key, value: next ?? before.value, kept: false }))
    },
    [key],
  )
  return { value: current.value, kept: current.kept, change, forget }
}

export type Draft<T> = ReturnType<typeof useDraft<T>>

const prefix = 'baton.draft.'

function read<T>(key: string | null, initial: T): { value: T; kept: boolean } {
  const text = key && storage()?.getItem(prefix + key)
  if (!text) return { value: initial, kept: false }
  try {
    return { value: JSON.parse(text) as T, kept: true }
  } catch {
    return { value: initial, kept: false }
  }
}

// Private windows of some browsers refuse storage altogether.
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
