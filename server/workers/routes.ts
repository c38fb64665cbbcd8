/** `/api/jobs`: steps that programs outside do. Each speaks with a token that may do jobs and need do nothing else. */
import { durationMilliseconds, type JobSummary, type LockedJob, type Variables } from '#engine'
import { invalid } from '../middleware/errors.ts'
import type { Call, Route, Schema } from '../routes/route.ts'
import {
  id,
  input,
  integer,
  list,
  many,
  map,
  moment,
  output,
  page,
  paging,
  string,
  text,
  values,
  words,
} from '../routes/schemas.ts'

const tag = 'Jobs'
const permission = 'jobs.work'
/** A worker asks and answers more often than a person does. */
const rate = { points: 12_000, seconds: 60, instead: true as const }
const duration: Schema = { type: 'string', format: 'duration', maxLength: 40 }
const worker = words(200)
const definition = output({ key: string, version: integer() })
const jobOut = output(
  {
    id: string,
    topic: string,
    worker: string,
    lockedUntil: moment,
    attempt: integer(),
    retries: integer(),
    instance: string,
    process: definition,
    node: string,
    input: map(),
    variables: map(),
  },
  { businessKey: string, subject: output({ entity: string, id: string }), failure: string },
)
const summaryOut = output(
  {
    id: string,
    topic: string,
    instance: string,
    process: definition,
    node: string,
    retries: integer(),
    attempts: integer(),
    createdAt: moment,
  },
  { worker: string, lockedUntil: moment, failure: string },
)
const lost = '`lockLost`: the lock ran out and somebody else has the job; `notWaiting`: the process went on'

export const workerRoutes: Route[] = [
  {
    method: 'post',
    path: '/jobs/fetch',
    tag,
    summary: 'Fetch and lock jobs by topic',
    description:
      'Each job is this worker’s until `lockedUntil`, by the database’s clock; then anybody may fetch it again under the ' +
      'same `id`: do the work so that doing it twice under one id does no harm. With `wait` (seconds) the answer is ' +
      'held back until there is a job. A lock lasts a minute unless the topic says otherwise (ISO 8601, a day at most).',
    permission,
    rate,
    body: input(
      {
        worker,
        topics: list(input({ topic: words(200), lock: duration }, ['topic']), 50),
        max: integer(1, 100),
        wait: integer(0, 60),
      },
      ['worker', 'topics'],
    ),
    answers: { 200: output({ items: many(jobOut) }) },
    async handle({ services, body }) {
      const { worker: name, topics, max, wait = 0 } = body as FetchBody
      const jobs = await services.engine.jobs.fetch({
        worker: name,
        topics: topics.map(({ topic, lock }) => ({ topic, lock: milliseconds(lock, 'lock') ?? 60_000 })),
        ...(max !== undefined && { max }),
        wait: wait * 1000,
      })
      return { items: jobs.map(presentJob) }
    },
  },
  {
    method: 'get',
    path: '/jobs',
    tag,
    summary: 'Jobs that wait or are being done',
    permission: 'instances.read',
    query: input({ topic: id, instance: id, ...paging }),
    answers: { 200: page(summaryOut) },
    async handle({ services, query }) {
      const { cursor, limit, ...filter } = query as { cursor?: string; limit: number }
      const after = cursor === undefined ? {} : { after: innerId(cursor) }
      const found = await services.engine.jobs.find({ ...filter, ...after, limit })
      const last = found.at(-1)
      return {
        items: found.map(presentSummary),
        ...(last && found.length === limit && { next: outerId(last.id) }),
      }
    },
  },
  {
    method: 'get',
    path: '/jobs/topics',
    tag,
    summary: 'How many jobs wait, by topic',
    permission: 'instances.read',
    answers: {
      200: output({ items: many(output({ topic: string, waiting: integer(), locked: integer() })) }),
    },
    handle: async ({ services }) => ({ items: await services.engine.jobs.topics() }),
  },
  answer(
    'complete',
    'The job is done; its variables go to the process',
    { variables: values() },
    async (call, job) => {
      const { variables } = call.body as { variables?: Variables }
      const stepped = await call.services.engine.jobs.complete({ ...job, ...(variables && { variables }) })
      await call.services.processes.settle(stepped)
    },
  ),
  {
    ...answer(
      'fail',
      'The job did not work this time',
      { reason: words(2000), retries: integer(0, 1000), retryIn: duration },
      async (call, job) => {
        const { reason, retries, retryIn } = call.body as FailBody
        const pause = milliseconds(retryIn, 'retryIn')
        return call.services.engine.jobs.fail({
          ...job,
          reason,
          ...(retries !== undefined && { retries }),
          ...(pause !== undefined && { retryIn: pause }),
        })
      },
      ['reason'],
    ),
    description:
      '`retries` are the attempts left after this one (one less each time when it is not given), `retryIn` the pause ' +
      'until the next; with none left the process shows an incident.',
    answers: { 200: output({ retriesLeft: integer() }, { nextAttemptAt: moment }), 409: lost },
  },
  answer(
    'error',
    'The job ends in a business error, which the drawing may catch',
    { code: words(200), message: text(2000), variables: values() },
    async (call, job) => {
      const error = call.body as { code: string; message?: string; variables?: Variables }
      const { code, message, variables } = error
      const stepped = await call.services.engine.jobs.throwError({
        ...job,
        code,
        ...(message !== undefined && { message }),
        ...(variables && { variables }),
      })
      await call.services.processes.settle(stepped)
    },
    ['code'],
  ),
  {
    ...answer(
      'extend',
      'Keep the job longer, counted from now',
      { lock: duration },
      async (call, job) => {
        const { lock } = call.body as { lock: string }
        return call.services.engine.jobs.extend({ ...job, lock: milliseconds(lock, 'lock')! })
      },
      ['lock'],
    ),
    answers: { 200: output({ lockedUntil: moment }), 409: lost },
  },
  answer('unlock', 'Give the job back undone; anybody may fetch it at once', {}, async (call, job) =>
    call.services.engine.jobs.unlock(job),
  ),
]

interface FetchBody {
  worker: string
  topics: { topic: string; lock?: string }[]
  max?: number
  wait?: number
}
interface FailBody {
  reason: string
  retries?: number
  retryIn?: string
}

/** What a worker says about a job of his. */
function answer(
  verb: string,
  summary: string,
  says: Record<string, Schema>,
  tell: (call: Call, job: { job: string; worker: string; by: string }) => Promise<unknown>,
  required: string[] = [],
): Route {
  return {
    method: 'post',
    path: `/jobs/:id/${verb}`,
    tag,
    summary,
    permission,
    rate,
    body: input({ worker, ...says }, ['worker', ...required]),
    answers: { 204: 'Done', 404: 'No job any more: it was done, or the process went on', 409: lost },
    async handle(call) {
      const { worker: name } = call.body as { worker: string }
      return tell(call, { job: innerId(call.params.id!), worker: name, by: call.actor.id })
    },
  }
}

function presentJob({ id: job, ...rest }: LockedJob) {
  return { id: outerId(job), ...rest }
}

function presentSummary({ id: job, ...rest }: JobSummary) {
  return { id: outerId(job), ...rest }
}

/** Job ids hold two slashes, which proxies in front of us may take for parts of the address. */
const outerId = (job: string) => job.replace(/\/(\d+)\/(\d+)$/, '.$1.$2')
const innerId = (job: string) => job.replace(/\.(\d+)\.(\d+)$/, '/$1/$2')

function milliseconds(text: string | undefined, field: string): number | undefined {
  if (text === undefined) return undefined
  const found = durationMilliseconds(text)
  if (found === null || found <= 0)
    throw invalid(`“${text}” is no length of time; write PT30S for half a minute.`, { [field]: 'invalid' })
  return found
}
