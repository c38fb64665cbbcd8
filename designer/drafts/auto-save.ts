/** What the page may truthfully say about the drawing. */
export type SaveState =
  | { type: 'clean' }
  | { type: 'unsaved' }
  | { type: 'saving' }
  | { type: 'saved'; at: string }
  /** The server is out of reach; the drawing is kept in this browser and sent when it is back. */
  | { type: 'offline' }
  /** The server does not want it; the drawing is kept in this browser. */
  | { type: 'refused'; reason: string }

/** Where drafts go. `send` throws an error with `status` when the server answered, without one when it did not. */
export interface DraftPlaces {
  keepHere(xml: string): Promise<void>
  forgetHere(): Promise<void>
  send(xml: string): Promise<{ savedAt: string }>
}

export interface AutoSave {
  /** A new state of the drawing; kept here at once, sent after a pause. */
  change(xml: string): void
  /** Sends what is waiting now; resolves when there is nothing left to send or sending failed. */
  flush(): Promise<void>
  /** Forgets what is waiting, e.g. after publishing. */
  reset(state?: SaveState): void
  state(): SaveState
  stop(): void
}

/**
 * Saves a drawing while it is drawn: one request at a time, the newest drawing last, nothing claimed that did not
 * happen.
 */
export function createAutoSave(
  places: DraftPlaces,
  onState: (state: SaveState) => void,
  options: { pause?: number; again?: number } = {},
): AutoSave {
  const { pause = 900, again = 8_000 } = options
  let waiting: string | undefined
  let state: SaveState = { type: 'clean' }
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<void> | undefined
  let stopped = false

  const become = (next: SaveState) => {
    state = next
    if (!stopped) onState(next)
  }
  const plan = (delay: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), delay)
  }
  const send = async () => {
    while (waiting !== undefined) {
      const xml = waiting
      become({ type: 'saving' })
      try {
        const { savedAt } = await places.send(xml)
        if (waiting !== xml) continue
        waiting = undefined
        await places.forgetHere()
        become({ type: 'saved', at: savedAt })
      } catch (error) {
        return fail(error)
      }
    }
  }
  const fail = (error: unknown) => {
    const status = (error as { status?: number }).status ?? 0
    if (status >= 400 && status < 500) return become({ type: 'refused', reason: (error as Error).message })
    become({ type: 'offline' })
    if (!stopped) plan(again)
  }
  const flush = async () => {
    clearTimeout(timer)
    sending ??= send().finally(() => {
      sending = undefined
    })
    return sending
  }
  return {
    change(xml) {
      waiting = xml
      // Only what is kept somewhere may be called kept; a browser without storage leaves it unsaved.
      void places.keepHere(xml).catch(() => {})
      if (state.type !== 'saving') become({ type: 'unsaved' })
      plan(pause)
    },
    flush,
    reset(next = { type: 'clean' }) {
      clearTimeout(timer)
      waiting = undefined
      void places.forgetHere().catch(() => {})
      become(next)
    },
    state: () => state,
    stop() {
      stopped = true
      clearTimeout(timer)
      if (waiting !== undefined) void flush()
    },
  }
}
