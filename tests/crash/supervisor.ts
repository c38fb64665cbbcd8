import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Ask } from './asks.ts'

/** One place for a server: what it is started with, each time. */
export interface Place {
  args: string[]
  /** Another build than the others'. */
  script?: string
  /** Options of Node, e.g. what to load first. */
  options?: string[]
  env?: Record<string, string>
}

export interface Supervisor {
  start(): Promise<unknown>
  /** Asks the server at a place (any, when unset); false when it is not known whether it was done. */
  ask(what: Ask, place?: number): Promise<boolean>
  /** Asks one after the other until one says that it is done. */
  insist(what: Ask): Promise<void>
  /** `kill -9`; answers when it is dead. */
  kill(place: number): Promise<void>
  /** How often a server fell, whoever had done it. */
  readonly falls: number
  stop(): Promise<void>
}

/** Keeps a server at each place, as systemd or docker would: one that falls has a successor at once. */
export function createSupervisor(script: string, places: Place[]): Supervisor {
  const alive: (ChildProcess | undefined)[] = []
  const children = new Set<ChildProcess>()
  const waiting = new Map<number, (done: boolean) => void>()
  let numbers = 0
  let falls = 0
  let stopping = false

  function spawn(place: number): Promise<void> {
    if (stopping) return Promise.resolve()
    const { args, options = [], env = {}, ...other } = places[place]!
    return new Promise(ready => {
      const child = fork(other.script ?? script, args, {
        execArgv: options,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      let begun = false
      children.add(child)
      child.setMaxListeners(0)
      child.on('message', (message: { ready: true } | { n: number; ok: boolean }) => {
        if ('ready' in message) {
          begun = true
          alive[place] = child
          return ready()
        }
        waiting.get(message.n)?.(message.ok)
        waiting.delete(message.n)
      })
      child.once('exit', () => {
        children.delete(child)
        if (alive[place] === child) alive[place] = undefined
        if (stopping) return ready()
        falls++
        // One that cannot even begin is not started over and over.
        setTimeout(() => void spawn(place).then(ready), begun ? 0 : 1000)
      })
    })
  }

  const supervisor: Supervisor = {
    start: () => Promise.all(places.map((_, place) => spawn(place))),
    ask(what, place = numbers % places.length) {
      const n = numbers++
      const child = alive[place]
      if (!child) return Promise.resolve(false)
      return new Promise(done => {
        const fell = () => done(false)
        waiting.set(n, ok => {
          child.off('exit', fell)
          done(ok)
        })
        child.once('exit', fell)
        child.send({ n, ask: what }, error => error && done(false))
      })
    },
    async insist(what) {
      while (!(await supervisor.ask(what))) await new Promise(done => setTimeout(done, 100))
    },
    async kill(place) {
      const child = alive[place]
      if (!child) return
      const dead = once(child, 'exit')
      child.kill('SIGKILL')
      await dead
    },
    get falls() {
      return falls
    },
    async stop() {
      stopping = true
      for (const child of children) child.kill('SIGKILL')
      while (children.size > 0) await new Promise(done => setTimeout(done, 20))
    },
  }
  return supervisor
}
