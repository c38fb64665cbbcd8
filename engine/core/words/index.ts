/** How each word of the machines is heeded. A word of the vocabulary without a row does not compile. */
import type { Vocabulary, Word } from '../../elements/vocabulary.ts'
import type { Token } from '../instance.ts'
import { plan, type Work } from '../work.ts'
import { callProcess, dropCall } from './calls.ts'
import { compensate, remember, stopCompensation } from './compensating.ts'
import { end, fork, spawn, take } from './flowing.ts'
import { dropJob, sendMessage, startJob } from './jobs.ts'
import { arrive, gather } from './joining.ts'
import { attach, awaitRest, listen, offer, silence } from './listening.ts'
import { decide, enterStage, mapInputs, mapOutputs, runScript } from './mapping.ts'
import { closeScope, openAdHoc, openRounds, openScope } from './scoping.ts'
import { closeUserTask, createUserTask } from './tasks.ts'
import { terminate, throwCancel, throwError, throwEscalation, throwSignal } from './throwing.ts'

/** `hold`: the words after it are not for this token now. */
export type Heeded = 'hold' | undefined

/** What the core does when a machine says the word. */
export type Heed<T extends keyof Vocabulary> = (work: Work, token: Token, params: Vocabulary[T]) => Heeded

const words: { [T in keyof Vocabulary]: Heed<T> } = {
  pass: (work, token) => {
    plan(work, token, 'done')
  },
  leave: (work, token) => {
    plan(work, token, 'leave')
  },
  interrupt: () => {},
  gather,
  arrive,
  mapInputs,
  mapOutputs,
  attach,
  listen,
  awaitRest,
  offer,
  silence,
  createUserTask,
  closeUserTask,
  startJob,
  dropJob,
  runScript,
  decide,
  callProcess,
  dropCall,
  sendMessage,
  openScope,
  closeScope,
  openAdHoc,
  openRounds,
  throwSignal,
  throwError,
  throwEscalation,
  throwCancel,
  terminate,
  compensate,
  stopCompensation,
  remember,
  enterStage,
  take,
  fork,
  end,
  spawn,
}

export function heed(work: Work, token: Token, word: Word): Heeded {
  return (words[word.type] as Heed<never>)(work, token, word.params as never)
}
