import type { Trigger, TriggerType } from '../../model/types.ts'
import type { Word } from '../vocabulary.ts'

/** Where BPMN allows an event to stand (§10.5.6, tables 10.89–10.93). */
export type Position =
  | 'start'
  | 'eventSubProcess'
  | 'eventSubProcessNonInterrupting'
  | 'catch'
  | 'boundary'
  | 'boundaryNonInterrupting'
  | 'throw'
  | 'end'

/** One trigger: where it may stand, what throwing it says to the core, and what a listener for it is. */
export interface TriggerKind<T extends TriggerType = TriggerType> {
  positions: Position[]
  /** The words of a throw or end event with this trigger; absent where it cannot be thrown. */
  throws?(node: string, index: number, trigger: Extract<Trigger, { type: T }>): Word[]
  /** Throwing it holds the token until the core says that it is done. */
  holds?: boolean
  /** The kind of ear a catching event opens; absent when the core finds the catcher itself, as with errors. */
  ear?: 'message' | 'signal' | 'condition' | 'timer'
}
