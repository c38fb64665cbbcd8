/**
 * Jobs that somebody outside does: he fetches them by topic, has them to himself for a while, and says how it went. A
 * lock that has run out gives the job to the next one under the same id; whoever lost it is refused. A waiting job costs
 * one small document, found by index; nothing looks through instances.
 */
import type { WaitingJob } from '../adapters/store.ts'
import type { CommandBody } from '../core/commands.ts'
import type { Json, ProcessInstance, Token, Variables } from '../core/instance.ts'
import { NotFound, Refused } from '../errors.ts'
import { durationMilliseconds } from '../model/durations.ts'
import type { EffectOf, FetchJobs, JobsDoor, LockedJob, Stepped } from './ports.ts'
import type { Runtime } from './runtime.ts'

export interface Jobs extends JobsDoor {
  /** Keeps a job until somebody fetches it. */
  offer(effect: EffectOf<'runJob'>, instance: ProcessInstance): Promise<void>
  /** Lets nobody wait for jobs any longer. */
  stop(): void
}

/** Milliseconds for which a job stays its worker's while his answer is being taken in. */
const answering = 30_000
/** Milliseconds until the jobs of a suspended instance are looked at again. */
const suspended = 30_000
/** Milliseconds between two looks while somebody waits: jobs that other servers offered are found by these. */
const between = 1000
const longestLock = 24 * 3_600_000
const longestWait = 60_000
const most = 100

export function createJobs(runtime: Runtime): Jobs {
  const { store, clock } = runtime
  const sleepers = new Set<{ topics: Set<string>; wake(): void }>()

  async function fetchOnce({ worker, topics, max = 1 }: FetchJobs): Promise<LockedJob[]> {
    const found: LockedJob[] = []
    const wanted = Math.min(most, max)
    for (const { topic, lock } of topics) {
      const milliseconds = Math.min(longestLock, Math.max(1, lock))
      while (found.length < wanted) {
        const limit = wanted - found.length
        const locked = await store.jobs.lock({ worker, topic, milliseconds, limit })
        found.push(...(await onlyWanted(locked, worker)))
        if (locked.length < limit) break
      }
    }
    return found
  }

  /** A job whose token has gone elsewhere meanwhile is dropped, one that is held is put back. */
  async function onlyWanted(locked: WaitingJob[], worker: string): Promise<LockedJob[]> {
    const looked = await Promise.all(
      locked.map(async job => {
        const instance = await waitingFor(job)
        if (!instance) await store.jobs.remove(job._id)
        else if (instance.status === 'suspended')
          await store.jobs.release(job._id, worker, { milliseconds: suspended })
        else return present(job, instance)
        return undefined
      }),
    )
    return looked.filter(job => job !== undefined)
  }

  /** The instance, if a token of it still waits for this job. What is at hand may be old: only a fresh look says no. */
  async function waitingFor({ _id, instance }: WaitingJob): Promise<ProcessInstance | undefined> {
    for (const sure of [false, true]) {
      if (sure) runtime.desk.drop(instance)
      const held = await runtime.desk.take(instance)
      if (held && tokenOf(held.instance, _id)) return held.instance
    }
    return undefined
  }

  /** Makes sure that it is his, and that it stays so until his answer is in. */
  async function hold(id: string, worker: string): Promise<WaitingJob> {
    const job = await store.jobs.extend(id, worker, answering)
    if (!job) throw await lost(id, worker)
    return job
  }

  async function lost(id: string, worker: string): Promise<Error> {
    const job = await store.jobs.get(id)
    if (!job) return new NotFound('job', id, 'This job is done, or it is not needed any more.')
    const reason =
      job.worker === undefined
        ? `Expected the job to be ${worker}'s, but nobody has it now. Fetch it again.`
        : `Expected the job to be ${worker}'s, but its lock ran out and ${job.worker} has it now.`
    return new Refused({ code: 'lockLost', reason }, job.instance)
  }

  /** Tells the process how it went. What nobody waits for any more is no job any more. */
  async function report(job: WaitingJob, what: string, body: CommandBody, by: string): Promise<Stepped> {
    try {
      const stepped = await runtime.perform.command(job.instance, { body, id: `${job._id}/${what}`, by })
      await store.jobs.remove(job._id)
      return stepped
    } catch (error) {
      const over = error instanceof NotFound || (error instanceof Refused && error.code !== 'invalid')
      if (over && !(await waitingFor(job))) await store.jobs.remove(job._id)
      throw error
    }
  }

  function ring(topic: string): void {
    for (const sleeper of sleepers) if (sleeper.topics.has(topic)) sleeper.wake()
  }

  function rest(topics: Set<string>, milliseconds: number): Promise<void> {
    return new Promise(done => {
      const sleeper = { topics, wake }
      const timer = setTimeout(wake, milliseconds)
      function wake(): void {
        clearTimeout(timer)
        sleepers.delete(sleeper)
        done()
      }
      sleepers.add(sleeper)
    })
  }

  return {
    async offer(effect, { _id: instance, definition: { key, version } }) {
      const { input, retries, backoff, topic = '' } = effect.job
      const node = effect.node ?? ''
      const process = { key, version }
      await store.jobs.offer({ _id: effect.id, topic, instance, node, process, input, retries, backoff })
      ring(topic)
    },
    async fetch(request) {
      const topics = new Set(request.topics.map(({ topic }) => topic))
      const until = performance.now() + Math.min(longestWait, request.wait ?? 0)
      for (;;) {
        const found = await fetchOnce(request)
        const left = until - performance.now()
        if (found.length > 0 || left <= 0 || runtime.stopping || request.signal?.aborted) return found
        await rest(topics, Math.min(left, between))
      }
    },
    async extend({ job, worker, lock }) {
      const milliseconds = Math.min(longestLock, Math.max(1, lock))
      const extended = await store.jobs.extend(job, worker, milliseconds)
      if (!extended) throw await lost(job, worker)
      return { lockedUntil: extended.availableAt }
    },
    async unlock({ job, worker }) {
      if (!(await store.jobs.release(job, worker, { milliseconds: 0 }))) throw await lost(job, worker)
    },
    async complete({ job: id, worker, variables = {}, by = worker }) {
      const job = await hold(id, worker)
      return report(job, 'done', { type: 'completeJob', effect: id, output: variables }, by)
    },
    async throwError({ job: id, worker, code, message, variables, by = worker }) {
      const job = await hold(id, worker)
      const body = {
        type: 'throwError' as const,
        effect: id,
        code,
        ...(message !== undefined && { message }),
        ...(variables && { variables }),
      }
      return report(job, 'error', body, by)
    },
    async fail({ job: id, worker, reason, retries, retryIn, by = worker }) {
      const job = await hold(id, worker)
      const left = retries ?? job.retries - 1
      if (left > 0) {
        const milliseconds = retryIn ?? pause(job)
        const given = await store.jobs.release(id, worker, { milliseconds, retries: left, failure: reason })
        if (!given) throw await lost(id, worker)
        return { retriesLeft: left, nextAttemptAt: clock.in(milliseconds) }
      }
      const message = `The worker ${worker} could not do it: ${reason}`
      const cure = 'Remove the cause, then retry.'
      await report(
        job,
        'failed',
        { type: 'failJob', effect: id, code: 'attemptsExhausted', message, cure },
        by,
      )
      return { retriesLeft: 0 }
    },
    async find(filter) {
      const found = await store.jobs.find({ ...filter, limit: filter.limit ?? 100 })
      const now = clock.instant()
      return found.map(job => ({
        id: job._id,
        topic: job.topic,
        instance: job.instance,
        node: job.node,
        process: job.process,
        retries: job.retries,
        attempts: job.attempts,
        createdAt: job.createdAt,
        ...(job.worker !== undefined && job.availableAt > now && lockOf(job)),
        ...(job.failure !== undefined && { failure: job.failure }),
      }))
    },
    topics: () => store.jobs.topics(),
    stop() {
      for (const sleeper of [...sleepers]) sleeper.wake()
    },
  }
}

function lockOf({ worker, availableAt }: WaitingJob) {
  return { worker: worker!, lockedUntil: availableAt }
}

/** The drawing's pause, doubled with each attempt that was made, at most a day. */
function pause({ backoff, attempts }: WaitingJob): number {
  const first = durationMilliseconds(backoff) ?? 10_000
  return Math.min(longestLock, first * 2 ** Math.max(0, attempts - 1))
}

function tokenOf({ tokens, status }: ProcessInstance, effect: string): Token | undefined {
  if (status !== 'running' && status !== 'suspended') return undefined
  return tokens.find(({ context }) => context?.effect === effect)
}

function present(job: WaitingJob, instance: ProcessInstance): LockedJob {
  const token = tokenOf(instance, job._id)!
  const { businessKey, subject } = instance
  return {
    id: job._id,
    topic: job.topic,
    worker: job.worker!,
    lockedUntil: job.availableAt,
    attempt: job.attempts,
    retries: job.retries,
    instance: job.instance,
    process: job.process,
    node: token.at,
    input: job.input,
    variables: visibleTo(instance, token),
    ...(businessKey !== undefined && { businessKey }),
    ...(subject && { subject }),
    ...(job.failure !== undefined && { failure: job.failure }),
  }
}

/** All that the step itself would see, the nearest first. */
function visibleTo({ variables, scopes }: ProcessInstance, token: Token): Variables {
  const byId = new Map(scopes.map(scope => [scope.id, scope]))
  const frames: (Record<string, Json> | undefined)[] = [token.variables]
  for (let scope = byId.get(token.scope); scope; scope = byId.get(scope.parent ?? ''))
    frames.push(scope.variables)
  return Object.assign({}, variables, ...frames.reverse())
}
