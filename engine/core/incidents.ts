import type { Fault } from './fault.ts'
import type { Incident, Token } from './instance.ts'
import { ask, change, nextId, tell, type Work } from './work.ts'

/** A token cannot go on: it keeps its place, a person is told what happened and what would help. */
export function raise(work: Work, token: Token, fault: Fault, retry: Incident['retry']): void {
  dropIncidents(work, token.id)
  const incident: Incident = {
    id: nextId(work),
    node: token.at,
    token: token.id,
    code: fault.code,
    message: fault.message,
    ...(fault.cure !== undefined && { cure: fault.cure }),
    ...(fault.thrown && { thrown: fault.thrown }),
    at: work.command.at,
    retry,
  }
  work.incidents.set(incident.id, incident)
  work.touched.add('incidents')
  work.parked.delete(token.scope)
  const stuck = change(work, token, { state: 'incident' })
  ask(work, { type: 'raiseIncident', incident: incident.id, code: fault.code, message: fault.message }, stuck)
  tell(work, 'incident', stuck, fault.message)
}

/** The token goes on or is gone: nobody need care any more. */
export function dropIncidents(work: Work, token: string): void {
  for (const incident of work.incidents.values())
    if (incident.token === token) {
      work.incidents.delete(incident.id)
      work.touched.add('incidents')
    }
}
