import vm from 'node:vm'

const context = vm.createContext(
  { work: undefined as unknown },
  { codeGeneration: { strings: false, wasm: false } },
)
const script = new vm.Script('work()')

/** How much longer a second and third try may take on a machine that had no time for the first. */
const patience = [1, 4, 16]

/**
 * Runs `work` and gives it up after `milliseconds`, even inside a regular expression. The vm is a stop-watch here,
 * not a sandbox: the code that runs is ours, only the data is somebody else's. Work that was stopped though it had
 * hardly been given the processor is run again, so it must be repeatable.
 */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  for (const factor of patience) {
    const before = process.cpuUsage()
    try {
      return once(milliseconds * factor, work)
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
      const { user, system } = process.cpuUsage(before)
      if ((user + system) / 1000 >= milliseconds * 0.8) break
    }
  }
  throw new OutOfTime(milliseconds)
}

function once<T>(milliseconds: number, work: () => T): T {
  context.work = work
  try {
    return script.runInContext(context, { timeout: milliseconds }) as T
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
