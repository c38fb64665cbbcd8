/**
 * The words of the machines: everything a state may ask of the core when a token enters it, leaves it or passes on.
 *
 * A word is data (`{ type: 'createUserTask', params: { node: 'Approve' } }`), so a machine stays plain JSON.
 * `core/words/` says for each word how it is heeded; a word without a row there does not compile.
 */
export interface Vocabulary {
  /** Nothing to wait for: the node is done as soon as it is entered. */
  pass: AtNode
  /** Wait until `quantity` tokens have come, go on as one (startQuantity, table 10.3). */
  gather: AtNode & { quantity: number }
  /** Park at a join until what its rule awaits has come. */
  arrive: AtNode & { rule: 'parallel' | 'inclusive' | 'complex' }

  /** Make the mapped inputs and the activity's own properties variables of the token. */
  mapInputs: AtNode
  /** Carry the mapped outputs out of the token's variables, or all that its work gave. */
  mapOutputs: AtNode
  /** Open the ears of the activity's boundary events. */
  attach: AtNode
  /** Open the ears of the event or receive task itself and wait. */
  listen: AtNode
  /** Open the ears of all triggers but the first, which has started the process already. */
  awaitRest: AtNode
  /** Open the ears of all events behind an event-based gateway and wait for the first. */
  offer: AtNode
  /** Close every ear and clock the token holds. */
  silence: AtNode

  createUserTask: AtNode
  closeUserTask: AtNode
  startJob: AtNode
  dropJob: AtNode
  runScript: AtNode
  decide: AtNode
  callProcess: AtNode
  dropCall: AtNode
  /** Send what a send task or message event names; waits when a connector does the sending. */
  sendMessage: AtNode & { trigger?: number }

  /** Open the inside of a sub-process, hold the token until it is empty. */
  openScope: AtNode
  closeScope: AtNode
  /** Open an ad-hoc sub-process: activities begin by command or by themselves. */
  openAdHoc: AtNode
  /** Run the activity once per item or while a condition holds, each round in a scope of its own. */
  openRounds: AtNode

  throwSignal: AtNode & { trigger: number }
  throwError: AtNode & { trigger: number }
  throwEscalation: AtNode & { trigger: number }
  throwCancel: AtNode
  terminate: AtNode & { all: boolean }
  /** Run the compensation handlers of what has completed, last first. */
  compensate: AtNode & { trigger: number }
  stopCompensation: AtNode
  /** Note that the activity has completed and could be compensated. */
  remember: AtNode
  /** The deal is in this stage now. */
  enterStage: AtNode

  /** The node's work is over: leave it by its flows. */
  leave: AtNode
  /** The token goes on along one flow. */
  take: { flow: string }
  /** The token ends and one starts on each flow; `conditional` ones only where their condition holds. */
  fork: { flows: string[]; conditional: boolean; default?: string; copies?: number }
  /** The token ends here. */
  end: AtNode
  /** A new token starts at a non-interrupting boundary event, the old one stays. */
  spawn: AtNode
  /** An interrupting boundary event took the token out of its activity. */
  interrupt: AtNode
}

interface AtNode {
  node: string
}

/** One word of a machine with its parameters. */
export type Word = { [T in keyof Vocabulary]: { type: T; params: Vocabulary[T] } }[keyof Vocabulary]

/** The guards of the machines: questions the core answers from the token's variables. */
export interface Guards {
  /** Whether the condition of the flow holds. */
  condition: { flow: string }
  /** Whether the condition of one of the flows holds, or one of them has none. */
  someCondition: { flows: string[] }
  /** Whether the person chose this flow. */
  outcome: { flow: string }
}

export type Guard = { [T in keyof Guards]: { type: T; params: Guards[T] } }[keyof Guards]

/** A word, said. */
export function word<T extends keyof Vocabulary>(type: T, params: Vocabulary[T]): Word {
  return { type, params } as Word
}
