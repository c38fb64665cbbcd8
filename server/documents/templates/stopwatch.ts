import vm from 'node:vm'

const context = vm.createContext(
  { work: undefined as unknown },
  { codeGeneration: { strings: false, wasm: false } },
)
const script = new vm.Script('work()')

/**
 * Runs `work` and gives it up after `milliseconds`, even inside a regular expression. The vm is a stop-watch here,
 * not a sandbox: the code that runs is ours, only the data is somebody else's.
 */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  context.work = work
  try {
    return script.runInContext(context, { timeout: milliseconds }) as T
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new OutOfTime(milliseconds)
    throw error
  } finally {
    context.work = undefined
  }
}

/** The work took longer than it was given. */
export class OutOfTime extends Error {
  constructor(milliseconds: number) {
    super(`It took longer than ${milliseconds} ms.`)
    this.name = 'OutOfTime'
  }
}
