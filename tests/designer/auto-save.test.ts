import { describe, expect, it, vi } from 'vitest'
import { createAutoSave, type SaveState } from '#designer/drafts/auto-save.ts'

/** A server and a browser's storage in memory; `answer` decides how the server takes the next drawing. */
function world() {
  const sent: string[] = []
  const states: string[] = []
  let kept: string | undefined
  let answer: () => Promise<{ savedAt: string }> = async () => ({ savedAt: '10:00' })
  const saver = createAutoSave(
    {
      keepHere: async xml => {
        kept = xml
      },
      forgetHere: async () => {
        kept = undefined
      },
      send: async xml => {
        sent.push(xml)
        return answer()
      },
    },
    (state: SaveState) => states.push(state.type),
    { pause: 10_000 },
  )
  return { saver, sent, states, kept: () => kept, answers: (how: typeof answer) => (answer = how) }
}

const offline = async () => {
  throw Object.assign(new Error('The server cannot be reached.'), { status: 0 })
}

describe('A drawing saves itself and tells the truth about it', () => {
  it('keeps a change in the browser at once and says it is not saved', () => {
    const { saver, kept, states } = world()
    saver.change('<a/>')
    expect(kept()).toBe('<a/>')
    expect(states).toEqual(['unsaved'])
  })

  it('sends the newest drawing and forgets the copy in the browser', async () => {
    const { saver, sent, kept, states } = world()
    saver.change('<a/>')
    saver.change('<b/>')
    await saver.flush()
    expect(sent).toEqual(['<b/>'])
    expect(kept()).toBeUndefined()
    expect(states.at(-1)).toBe('saved')
  })

  it('sends once more when something changed while it was sending', async () => {
    const { saver, sent, answers } = world()
    answers(async () => {
      if (sent.length === 1) saver.change('<later/>')
      return { savedAt: '10:01' }
    })
    saver.change('<first/>')
    await saver.flush()
    expect(sent).toEqual(['<first/>', '<later/>'])
    expect(saver.state()).toEqual({ type: 'saved', at: '10:01' })
  })

  it('says that it is kept here while the server is away, and sends it when it is back', async () => {
    const { saver, kept, answers } = world()
    answers(offline)
    saver.change('<a/>')
    await saver.flush()
    expect(saver.state().type).toBe('offline')
    expect(kept()).toBe('<a/>')
    answers(async () => ({ savedAt: '11:00' }))
    await saver.flush()
    expect(saver.state()).toEqual({ type: 'saved', at: '11:00' })
    saver.stop()
  })

  it('does not send again what the server refused, and says why', async () => {
    const { saver, sent, kept, answers } = world()
    answers(async () => {
      throw Object.assign(new Error('Version 3 was published after you began.'), { status: 409 })
    })
    saver.change('<a/>')
    await saver.flush()
    expect(saver.state()).toEqual({ type: 'refused', reason: 'Version 3 was published after you began.' })
    expect(sent).toHaveLength(1)
    expect(kept()).toBe('<a/>')
  })

  it('sends after a pause, not at every stroke', async () => {
    vi.useFakeTimers()
    try {
      const { saver, sent } = world()
      for (const xml of ['<a/>', '<b/>', '<c/>']) saver.change(xml)
      await vi.advanceTimersByTimeAsync(9_000)
      expect(sent).toEqual([])
      await vi.advanceTimersByTimeAsync(1_000)
      expect(sent).toEqual(['<c/>'])
    } finally {
      vi.useRealTimers()
    }
  })
})
