/**
 * The pipeline of one command: take the instance, step it, commit, tell, deliver. All changes go through here, one after
 * the other for each instance; when another server was quicker, the instance is read again and the command played again.
 * Commands of one instance that wait for each other go on together: a step each, one write.
 */
import type { HistoryEntry, Outcome, Write } from '../adapters/store.ts'
import type { CompiledProcess } from '../compiler/types.ts'
import type { Command, CommandBody, StartCommand } from '../core/commands.ts'
import type { Effect } from '../core/effects.ts'
import type { DefinitionRef, ProcessInstance } from '../core/instance.ts'
import { step } from '../core/step.ts'
import { Conflict, NotFound, Refused, Unavailable } from '../errors.ts'
import type { Json } from '../model/json.ts'
import { bulk, shortened, weigh } from './bounds.ts'
import { createCommit } from './commit.ts'
import { createCrowds, type Waiting } from './crowd.ts'
import { type Held, versionOf, without } from './desk.ts'
import { nextWake } from './plan.ts'
import type { Stepped } from './ports.ts'
import type { Runtime } from './runtime.ts'

export interface Request {
  body: CommandBody
  /** The command's id: a repetition of it is refused as `duplicate`. */
  id: string
  by?: string
  /** CRM data at hand; read through the port when unset. */
  data?: Record<string, Json>
}

export interface Perform {
  /** Steps an instance; throws `NotFound`, `Refused`, `Conflict`, `Unavailable`. */
  command(instance: string, request: Request): Promise<Stepped>
  /** Starts an instance; answers the one that is there already under this id. */
  start(request: Request & { body: StartCommand }): Promise<Stepped>
}

/** What an instance was when a step began; it may change at hand while the step is under way. */
interface Base {
  instance: ProcessInstance | null
  upon: string | undefined
  journal: HistoryEntry[]
}

/** A step that is to be committed. */
interface Ready {
  process: CompiledProcess
  command: Command
  effects: Effect[]
  next: ProcessInstance
  entry: HistoryEntry
}

export function createPerform(runtime: Runtime): Perform {
  const { store, ports, clock, desk, lanes, settings } = runtime
  const commit = createCommit(store.instances)

  /**
   * Steps upon each other, one write for all; answers how many are done with. From the first on that is refused, or when
   * somebody else was quicker twice, they are left to be played by themselves.
   */
  async function together(id: string, crowd: Waiting[], again = true): Promise<number> {
    const steps: Ready[] = []
    try {
      const held = await desk.take(id)
      if (!held) return 0
      const base = baseOf(held)
      for (const { request, marks } of crowd) {
        const before = steps.at(-1)?.next ?? base.instance
        const ready = await prepare(before, request, marks).catch(() => null)
        if (!ready) break
        steps.push(ready)
      }
      if (steps.length < 2) return 0
      const stepped = await write(held, base, steps)
      if (!stepped) {
        desk.drop(id)
        return again ? together(id, crowd, false) : 0
      }
      for (const [n, one] of stepped.entries()) crowd[n]!.done(one)
      return stepped.length
    } catch (error) {
      if (!(error instanceof Unavailable)) return 0
      for (const { fail } of crowd.slice(0, steps.length)) fail(error)
      return steps.length
    }
  }

  async function play(id: string, { request, marks }: Waiting): Promise<Stepped> {
    let sure = false
    for (let tries = 1; tries <= settings.tries; tries++) {
      const held = await desk.take(id)
      if (!held) throw new NotFound('instance', id)
      const before = marks.size > 0 && (await committedBefore(held, request.id, marks))
      if (before) return before
      const stepped = await attempt(held, request, marks).catch(async error => {
        // What is at hand may be behind what another server did: only what was just read may refuse.
        if (!(error instanceof Refused)) throw error
        if (sure && (error.code !== 'duplicate' || (await stands(held)))) throw error
        sure = true
        return null
      })
      if (stepped) return stepped
      desk.drop(id)
      await patience(tries)
    }
    throw new Conflict(id)
  }

  async function begin(request: Request & { body: StartCommand }): Promise<Stepped> {
    const id = request.body.instance
    const marks = new Set<string>()
    for (let tries = 1; tries <= settings.tries; tries++) {
      // Nearly always it is new: the database says so when it takes it, which spares a question before.
      const stepped = desk.peek(id)?.sure ? null : await attempt(null, request, marks)
      if (stepped) return stepped
      const there = await desk.take(id)
      if (there && (await stands(there)))
        return {
          ...(await unchanged(there)),
          command: { ...request.body, id: request.id, at: there.instance.startedAt },
        }
      desk.drop(id)
      await patience(tries)
    }
    throw new Conflict(id)
  }

  /** One try: null when somebody else was quicker. */
  async function attempt(held: Held | null, request: Request, marks: Set<string>): Promise<Stepped | null> {
    const base = baseOf(held)
    const stepped = await write(held, base, [await prepare(base.instance, request, marks)])
    return stepped && stepped[0]!
  }

  /** The step itself, with all that is to be written; throws `Refused`. */
  async function prepare(
    instance: ProcessInstance | null,
    request: Request,
    marks: Set<string>,
  ): Promise<Ready> {
    const process = await runtime.definitions.process(versionFor(request.body, instance))
    const command = await complete(process, instance, request)
    const result = step(process, instance, command)
    if (!result.ok)
      throw new Refused(result.refused, instance?._id ?? (request.body as StartCommand).instance)
    const { instance: next, effects } = result
    plan(next, effects)
    const { problem, large } = weigh(next)
    if (problem) throw new Refused({ code: 'invalid', reason: problem }, next._id)
    if (large && !(instance && weigh(instance).large)) warnOfBulk(next)
    await settings.beforeCommit?.(next._id, command.type)
    const entry = toEntry(next, command, shortened(result.trace))
    marks.add(entry.commit)
    return { process, command, effects, next, entry }
  }

  function warnOfBulk(instance: ProcessInstance): void {
    const text =
      'The data of an instance is large, which makes each of its steps slow. Keep large texts in documents'
    ports.log.warn({ instance: instance._id, ...bulk(instance) }, text)
  }

  /** Commits what was stepped; null when somebody else was quicker. The commit builds upon what the first step began from. */
  async function write(held: Held | null, base: Base, steps: Ready[]): Promise<Stepped[] | null> {
    const { instance, upon, journal } = base
    const write: Write = {
      previous: instance,
      upon,
      next: steps.at(-1)!.next,
      journal: [...journal, ...steps.map(({ entry }) => entry)],
      delivered: held ? [...held.delivered] : [],
    }
    const outcome = await commitSurely(write)
    if (outcome === 'lost') return null
    const kept = keep(held, write)
    const all = steps.map(({ process, command, effects, next, entry: { trace } }, n) => {
      const instance = n < steps.length - 1 ? next : kept.instance
      return { instance, process, trace, command, effects }
    })
    const effects = steps.flatMap(one => one.effects)
    runtime.outbox.follow(kept, effects, instance)
    for (const stepped of all) tell(stepped)
    return all
  }

  /** What expressions read is fetched only for processes that read something. */
  async function complete(
    process: CompiledProcess,
    instance: ProcessInstance | null,
    { body, id, by, data }: Request,
  ): Promise<Command> {
    const subject = body.type === 'start' ? body.subject : instance?.subject
    const wanted = process.reads.length > 0 && body.type !== 'suspend'
    const read = data ?? (wanted ? await ports.readData(subject, process.reads) : undefined)
    const command: Command = { ...body, id, at: clock.instant() }
    if (by !== undefined) command.by = by
    if (read) command.data = read
    return command
  }

  /**
   * New effects get their lease, the instance its wake-up: should this server die now, another one finds them. Nobody
   * else has yet seen what the step has made, so it is completed rather than copied.
   */
  function plan(next: ProcessInstance, effects: Effect[]): void {
    const lease = effects.length > 0 ? clock.in(settings.lease) : ''
    for (const effect of effects) {
      effect.attempts = 1
      effect.notBefore = lease
    }
    const wakeAt = nextWake(next)
    if (wakeAt !== undefined) next.wakeAt = wakeAt
  }

  async function commitSurely(write: Write): Promise<Outcome> {
    try {
      return await commit(write)
    } catch (error) {
      // Whether it was written is not known: what is at hand may be out of date.
      if (error instanceof Unavailable) desk.drop(write.next._id)
      throw error
    }
  }

  /** Acknowledged: it is on disk, and so is everything it was built upon. */
  function keep(previous: Held | null, { next, journal, delivered }: Write): Held {
    const { commit } = journal.at(-1)!
    const held = previous ?? desk.put({ instance: next, journal, commit })
    for (const id of delivered) held.delivered.delete(id)
    held.instance = without(next, new Set([...delivered, ...held.delivered]))
    held.commit = commit
    held.sure = next.revision
    held.journal = journal.filter(({ revision }) => revision > held.filed)
    return held
  }

  /** Whether what was read has reached the disk, so that it may be answered for. */
  async function stands(held: Held): Promise<boolean> {
    return held.sure === held.instance.revision || store.instances.confirm(versionOf(held))
  }

  /** A write that seemed lost may have reached the database late: then one of this command's own marks is there. */
  async function committedBefore(
    held: Held,
    commandId: string,
    marks: ReadonlySet<string>,
  ): Promise<Stepped | null> {
    const { instance, journal } = held
    if (!instance.recentCommands.includes(commandId)) return null
    const after = Math.max(0, instance.revision - instance.recentCommands.length - 1)
    const filed = await store.history.read(instance._id, { after, limit: instance.recentCommands.length + 2 })
    const entry = [...journal, ...filed].find(({ commit }) => marks.has(commit))
    if (!entry || !(await stands(held))) return null
    return { ...(await unchanged(held)), trace: entry.trace, command: entry.command }
  }

  async function unchanged(held: Held): Promise<Omit<Stepped, 'command'>> {
    const process = await runtime.definitions.process(held.instance.definition)
    return { instance: held.instance, process, trace: [], effects: [] }
  }

  function tell(stepped: Stepped): void {
    for (const listener of runtime.listeners) {
      try {
        listener(stepped)
      } catch (error) {
        ports.log.error({ error, instance: stepped.instance._id }, 'A listener failed; the step stands')
      }
    }
  }

  return {
    command: createCrowds(lanes, { together, alone: play }),
    start: request => lanes.run(request.body.instance, () => begin(request)),
  }
}

function baseOf(held: Held | null): Base {
  return { instance: held?.instance ?? null, upon: held?.commit, journal: held?.journal ?? [] }
}

function versionFor(body: CommandBody, instance: ProcessInstance | null): DefinitionRef {
  if (body.type === 'start') return body.definition
  if (body.type === 'migrate') return body.to
  return instance!.definition
}

function toEntry(next: ProcessInstance, command: Command, trace: HistoryEntry['trace']): HistoryEntry {
  const { _id: instance, revision } = next
  const { at, by } = command
  const _id = `${instance}/${revision}`
  const entry: HistoryEntry = { _id, instance, revision, at, command, trace, commit: mark() }
  if (by !== undefined) entry.by = by
  return entry
}

const here = Math.random().toString(36).slice(2, 10)
let marks = 0
/** Unlike any other commit's, on any server. */
function mark(): string {
  return `${here}${(marks++).toString(36)}`
}

/** A little longer each time, and not in step with the others. */
function patience(tries: number): Promise<void> {
  const most = Math.min(100, 2 ** tries)
  return new Promise(done => setTimeout(done, Math.random() * most))
}
