/** The stream of live updates, as Server-Sent Events. */
import { PassThrough } from 'node:stream'
import { limit } from '../../middleware/limits.ts'
import type { Actor } from '../../policy.ts'
import type { Call, Route } from '../../routes/route.ts'
import type { Services } from '../../services.ts'
import type { LiveEvent } from './types.ts'

/** Proxies close a connection that says nothing for a minute. */
const breathe = 25_000
const mostPerPerson = limit(120, 60)

export const liveRoutes: Route[] = [
  {
    method: 'get',
    path: '/events',
    tag: 'Live updates',
    summary: 'Hints that something changed, as Server-Sent Events',
    description:
      'Events `deal {id}`, `task {id}`, `instance {id}`, `import {id, done, total}`, `notification`, `process {key}`, ' +
      '`letter`; an id of `*` means many. `Last-Event-ID` resumes where a broken connection ended.',
    permission: 'signedIn',
    answers: { 200: 'A stream of `text/event-stream`' },
    handle: stream,
  },
]

async function stream({ actor, session, headers, services, answer }: Call) {
  await mostPerPerson.demand(actor.id)
  const out = new PassThrough()
  const last = headers['last-event-id']
  const after = typeof last === 'string' && /^[0-9a-f]{24}$/.test(last) ? last : undefined
  out.write('retry: 2000\n\n')
  const send = (id: string, { type, data }: LiveEvent) => {
    if (out.writableEnded) return
    // A reader that does not keep up loses its stream; it resumes by the last id.
    if (out.writableLength > 1_000_000) out.end()
    else out.write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  const leave = services.live.subscribe(actor, after, send, () => out.end())
  const breathing = setInterval(async () => {
    const same = await stillHimself(services, actor, session?.id).catch(() => true)
    if (same && !out.writableEnded) out.write(': still here\n\n')
    else out.end()
  }, breathe)
  breathing.unref()
  out.on('close', () => {
    clearInterval(breathing)
    leave()
  })
  return answer(200, out, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
}

/** Whether the stream may go on as it began: the person is active, signed in, with the same role and teams. */
async function stillHimself(services: Services, actor: Actor, session: string | undefined): Promise<boolean> {
  const [now, open] = await Promise.all([
    services.users.actor(actor.id),
    session === undefined || services.sessions.isOpen(session),
  ])
  return open && JSON.stringify(now) === JSON.stringify(actor)
}
