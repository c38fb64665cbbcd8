/** Tells "the database does not answer" from every other failure. */
import { Unavailable } from '../../errors.ts'

const silent = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'PoolClearedOnNetworkError',
  'MongooseServerSelectionError',
])

/** Stepping down, shutting down, interrupted: another moment, another primary. */
const passing = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436])

interface Failure {
  name?: string
  /** A number from the server, a word from the socket. */
  code?: number | string
  message?: string
  errorResponse?: unknown
}

export function isUnavailable(error: unknown): boolean {
  if (error instanceof Unavailable) return true
  const { name, code, message, errorResponse } = error as Failure
  // A bulk write wraps what went wrong.
  if (name === 'MongoBulkWriteError' && errorResponse instanceof Error) return isUnavailable(errorResponse)
  if (typeof code === 'string') return /^E(PIPE|CONN|NOENT|TIMEDOUT|HOST|NET)/.test(code)
  return (
    silent.has(name ?? '') ||
    passing.has(code ?? -1) ||
    (name === 'MongooseError' && /buffering timed out/.test(message ?? ''))
  )
}

/** Waits for the database's answer; its silence becomes `Unavailable`. */
export async function answer<Value>(promise: Promise<Value>): Promise<Value> {
  try {
    return await promise
  } catch (error) {
    throw isUnavailable(error) && !(error instanceof Unavailable) ? new Unavailable(error) : error
  }
}
