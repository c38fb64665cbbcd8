/**
 * Live updates. A browser holds one stream however many tabs are open (six connections to a server are all that
 * HTTP/1.1 gives): the tab that owns the lock listens and tells the others over a channel. What arrives only says
 * *what* changed; the pages that show it ask again, at most twice a second.
 */
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { apiUrl } from './client.ts'
import type { LiveEvent } from './types.ts'

/** Which queries an event makes stale. Query keys begin with these words throughout the workspace. */
const staleBy: { [T in LiveEvent['type']]: (event: Extract<LiveEvent, { type: T }>) => QueryKey[] } = {
  deal: event => [['deals'], one('deal', event.id)],
  // A task is what a deal waits for: its card and its page tell of it.
  task: event => [['tasks'], one('task', event.id), ['deals'], ['deal']],
  instance: event => [['instances'], one('instance', event.id)],
  import: event => [['imports'], one('import', event.id)],
  notification: () => [['notifications']],
  process: event => [['processes'], one('process', event.key), ['pipelines']],
  letter: () => [['letters'], ['letter']],
}

/** Many changes at once are told as one of id `*`: then every one of the kind may be stale. */
function one(kind: string, id: string | undefined): QueryKey {
  return id === undefined || id === '*' ? [kind] : [kind, id]
}

/** Opens the stream for the life of the workspace. Mounted once, by the shell. */
export function useLiveStream(): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    const stale = collectStale(queryClient)
    const channel = new BroadcastChannel('baton.live')
    channel.onmessage = message => hear(message.data as LiveEvent)
    const closing = new AbortController()
    void holdStream(closing.signal, event => {
      channel.postMessage(event)
      hear(event)
    })

    function hear(event: LiveEvent) {
      stale.add(event)
      for (const listener of listeners) listener(event)
    }
    return () => {
      closing.abort()
      channel.close()
      stale.stop()
    }
  }, [queryClient])
}

/** Tells a component of every live event, e.g. an import's progress. */
export function useLive(listener: (event: LiveEvent) => void): void {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const call = (event: LiveEvent) => latest.current(event)
    listeners.add(call)
    return () => {
      listeners.delete(call)
    }
  }, [])
}

const listeners = new Set<(event: LiveEvent) => void>()

async function holdStream(signal: AbortSignal, hear: (event: LiveEvent) => void): Promise<void> {
  const listen = () =>
    new Promise<void>(resolve => {
      const close = openStream(hear)
      signal.addEventListener('abort', () => {
        close()
        resolve()
      })
      if (signal.aborted) close()
    })
  try {
    // Web Locks need a secure context; on plain http in a local network every tab listens for itself.
    if (navigator.locks) await navigator.locks.request('baton.live', { signal }, listen)
    else await listen()
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Milliseconds until a stream that was refused, as while the database is away, is asked for again. */
const patience = 3000

/** Opens the stream, again and again; answers how to close it. A browser tries again only while nobody answers. */
function openStream(hear: (event: LiveEvent) => void): () => void {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  function open(): void {
    source = new EventSource(apiUrl('events'))
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, patience)
    })
    for (const type of Object.keys(staleBy) as LiveEvent['type'][]) {
      source.addEventListener(type, message => {
        const data = message.data ? (JSON.parse(message.data) as object) : {}
        hear({ ...data, type } as LiveEvent)
      })
    }
  }
  open()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}

function collectStale(queryClient: QueryClient) {
  const waiting = new Map<string, QueryKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const keys = [...waiting.values()]
    waiting.clear()
    for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey })
  }
  return {
    add(event: LiveEvent) {
      const keys = (staleBy[event.type] as (e: LiveEvent) => QueryKey[])(event)
      for (const key of keys) waiting.set(JSON.stringify(key), key)
      timer ??= setTimeout(flush, 500)
    },
    stop: () => clearTimeout(timer),
  }
}
