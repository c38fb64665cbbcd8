import { Fault } from '../fault.ts'
import type { Token, Variables } from '../instance.ts'
import { textOf, visible } from '../variables.ts'
import { ask, change, note, tell, unask, type Work } from '../work.ts'
import type { Heed } from './index.ts'

/** Ask for an instance of another process; its id is known beforehand, so that asking twice starts one. */
export const callProcess: Heed<'callProcess'> = (work, token, { node }) => {
  const call = work.process.nodes[node]!
  if (call.type !== 'callActivity') return
  const now = work.tokens.get(token.id)!
  const key = textOf(work, now, call.called)
  if (!key)
    throw new Fault(
      'noCalledProcess',
      `"${call.name || node}" does not say which process to call.`,
      'Name the process and publish a new version.',
    )
  const version = call.version && textOf(work, now, call.version)
  const businessKey = call.businessKey ? textOf(work, now, call.businessKey) : work.before.businessKey
  const effect = ask(
    work,
    {
      type: 'startProcess',
      key,
      binding: call.binding,
      ...(call.binding === 'version' && version && { version: Number(version) }),
      ...(call.binding === 'tag' && version && { versionTag: version }),
      variables: handedOver(work, now, call.mapping.allIn === true),
      ...(businessKey !== undefined && { businessKey }),
      parent: { instance: work.before._id, token: token.id },
    },
    now,
  )
  note(work, token, { child: effect.id.replaceAll('/', '.'), effect: effect.id })
  tell(work, 'wait', change(work, token, { state: 'waiting' }))
}

function handedOver(work: Work, token: Token, all: boolean): Variables {
  return all ? visible(work, token) : { ...token.variables }
}

/** The token goes elsewhere: the called process is cancelled with it, unless it has ended. */
export const dropCall: Heed<'dropCall'> = (work, token) => {
  const { child, effect } = work.tokens.get(token.id)!.context ?? {}
  if (typeof child !== 'string') return
  const asked =
    work.outbox.some(entry => entry.id === effect) || work.effects.some(entry => entry.id === effect)
  if (asked) unask(work, String(effect))
  ask(work, { type: 'cancelProcess', instance: child }, token)
  note(work, token, { child: undefined, effect: undefined })
}
