import type { ProcessModel } from '../model/types.ts'
import type { CompiledProcess } from './types.ts'

/** ProcessModel to CompiledProcess: one flat machine a scope, hashed. The model must be free of errors. */
export function compile(model: ProcessModel): CompiledProcess {
  throw new Error(`Cannot compile ${model.key} yet`)
}
