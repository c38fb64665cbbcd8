/** What is done for each effect. A missing row does not compile. */
import type { EffectBody } from '../../core/effects.ts'
import type { Instant, ProcessInstance } from '../../core/instance.ts'
import type { EffectOf } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { broadcastSignal } from './broadcastSignal.ts'
import { cancelProcess } from './cancelProcess.ts'
import { proceed } from './proceed.ts'
import { runJob } from './runJob.ts'
import { sendMessage } from './sendMessage.ts'
import { startProcess } from './startProcess.ts'
import { tellParent } from './tellParent.ts'
import { withdrawJob } from './withdrawJob.ts'

/** Answers an instant when the effect is to be tried again then, nothing when it is done with; throws when it failed. */
export type Handler<Type extends EffectBody['type']> = (
  effect: EffectOf<Type>,
  instance: ProcessInstance,
  runtime: Runtime,
) => Promise<Instant | undefined>

export const handlers: { [Type in EffectBody['type']]: Handler<Type> } = {
  createTask: (effect, instance, { ports }) => told(ports.createTask(effect, instance)),
  changeTask: (effect, instance, { ports }) => told(ports.changeTask?.(effect, instance)),
  closeTask: (effect, instance, { ports }) => told(ports.closeTask(effect, instance)),
  enterStage: (effect, instance, { ports }) => told(ports.enterStage(effect, instance)),
  raiseIncident: (effect, instance, { ports }) => told(ports.raiseIncident(effect, instance)),
  endProcess: (effect, instance, { ports }) => told(ports.endProcess(effect, instance)),
  runJob,
  withdrawJob,
  sendMessage,
  broadcastSignal,
  startProcess,
  cancelProcess,
  tellParent,
  continue: proceed,
}

async function told(work: Promise<void> | undefined): Promise<undefined> {
  await work
  return undefined
}
