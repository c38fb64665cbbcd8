/**
 * What may be asked of a running process. A command carries everything the step needs from outside (time, ids, the
 * CRM data its expressions read) and is recorded whole, so that history can be replayed.
 */
import type { ChildEnd } from './effects.ts'
import type { DefinitionRef, Instant, Json, Subject, Variables } from './instance.ts'

export type Command = CommandBody & {
  /** Chosen by the sender; a second command with the same id is refused as `duplicate`. */
  id: string
  at: Instant
  /** Who asked: a user id, or the name of a part of the system. */
  by?: string
  /** CRM data that expressions may read, by root name (`deal`, `company`, `owner` …). */
  data?: Record<string, Json>
}

export type CommandBody =
  | StartCommand
  /** `task` guards against answering the token's next task by mistake. */
  | { type: 'completeTask'; token: string; task?: string; outcome?: string; variables?: Variables }
  | { type: 'fireTimer'; timer: string }
  | { type: 'deliverMessage'; subscription: string; payload?: Json }
  | { type: 'deliverSignal'; subscription: string; payload?: Json }
  | { type: 'completeJob'; effect: string; output?: Json }
  | { type: 'failJob'; effect: string; code: string; message: string; cure?: string }
  | {
      type: 'throwError'
      token?: string
      effect?: string
      code: string
      message?: string
      variables?: Variables
    }
  | { type: 'throwEscalation'; token: string; code: string; variables?: Variables }
  | { type: 'endChild'; token: string; instance: string; ended: ChildEnd }
  | { type: 'retryIncident'; incident: string; variables?: Variables }
  /** An error event around the step takes what happened there, as if it had caught it. */
  | { type: 'catchIncident'; incident: string; event: string; variables?: Variables }
  /** Go on as if the step were done; `flow` says by which way, where only a person can know. */
  | { type: 'skipIncident'; incident: string; flow?: string; variables?: Variables }
  | { type: 'setVariables'; scope?: string; variables: Variables }
  | { type: 'checkConditions' }
  /** Take the token from where it stands to another node of the process; enclosing scopes are opened or closed. */
  | { type: 'moveToken'; token: string; to: string }
  | { type: 'addToken'; to: string; scope?: string; variables?: Variables }
  | { type: 'removeToken'; token: string }
  | { type: 'changeTimer'; timer: string; due: Instant }
  /** Evaluate the timer's expression again, from the instance's present variables. */
  | { type: 'recalculateTimer'; timer: string }
  /** Begin an activity of an ad-hoc sub-process; `token` stands at the sub-process. */
  | { type: 'startActivity'; token: string; activity: string; variables?: Variables }
  /** End an ad-hoc sub-process by hand. */
  | { type: 'completeAdHoc'; token: string }
  /** What came by itself (a timer, a message) could not be taken: nothing moved, and a person is told. */
  | { type: 'reportProblem'; node: string; code: string; message: string; cure?: string }
  /** Go on where the step before had to stop at its bound of moves. */
  | { type: 'continue' }
  /** Carry the instance over to another version; `step` is called with the compiled process of `to`. */
  | { type: 'migrate'; to: DefinitionRef; plan: MigrationPlan }
  | { type: 'cancel'; reason?: string }
  | { type: 'suspend'; reason?: string }
  | { type: 'resume' }

/** Which node of the old version becomes which of the new one; nodes of the same id and type need no entry. */
export interface MigrationPlan {
  nodes: Record<string, string>
  /** New ids of incoming flows at which tokens wait in joins, where they have changed. */
  flows?: Record<string, string>
  /** New ids of boundary and start events whose timers and subscriptions are made anew instead of being kept. */
  renew?: string[]
  /** New ids of boundary and start events that the old version had as well: they listen on if they do, and stay quiet if not. */
  known?: string[]
}

export interface StartCommand {
  type: 'start'
  instance: string
  definition: DefinitionRef
  /** Id of the start event; the only none start event when unset. */
  startEvent?: string
  /** Begin directly at this flow node instead (import of work that is under way). */
  startAt?: string
  /** The ended instance that is begun again with this one. */
  restartOf?: string
  variables?: Variables
  payload?: Json
  businessKey?: string
  subject?: Subject
  parent?: { instance: string; token: string }
}

/** A command that does not apply: nothing changed, and this is why. */
export interface Refused {
  code:
    | 'duplicate'
    | 'notFound'
    | 'notRunning'
    | 'notWaiting'
    | 'unknownOutcome'
    | 'unknownNode'
    | 'notAllowed'
    | 'lockLost'
    | 'invalid'
  /** A sentence a colleague would say: what was expected, what is, what to do. */
  reason: string
}
