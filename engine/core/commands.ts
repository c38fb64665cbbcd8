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
  | { type: 'completeTask'; token: string; outcome?: string; variables?: Variables }
  | { type: 'fireTimer'; timer: string }
  | { type: 'deliverMessage'; subscription: string; payload?: Json }
  | { type: 'deliverSignal'; subscription: string; payload?: Json }
  | { type: 'completeJob'; effect: string; output?: Json }
  | { type: 'failJob'; effect: string; code: string; message: string; cure?: string }
  | { type: 'throwError'; token?: string; effect?: string; code: string; message?: string; variables?: Variables }
  | { type: 'throwEscalation'; token: string; code: string; variables?: Variables }
  | { type: 'endChild'; token: string; instance: string; ended: ChildEnd }
  | { type: 'retryIncident'; incident: string; variables?: Variables }
  | { type: 'setVariables'; scope?: string; variables: Variables }
  | { type: 'checkConditions' }
  | { type: 'moveToken'; token: string; to: string }
  | { type: 'changeTimer'; timer: string; due: Instant }
  | { type: 'cancel'; reason?: string }
  | { type: 'suspend' }
  | { type: 'resume' }

export interface StartCommand {
  type: 'start'
  instance: string
  definition: DefinitionRef
  /** Id of the start event; the only none start event when unset. */
  startEvent?: string
  /** Begin directly at this flow node instead (import of work that is under way). */
  startAt?: string
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
    | 'invalid'
  /** A sentence a colleague would say: what was expected, what is, what to do. */
  reason: string
}
