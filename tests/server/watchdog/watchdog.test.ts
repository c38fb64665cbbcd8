import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, describe, expect, it } from 'vitest'

const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** A server whose watchdog has patience for one second. */
async function serve(...options: string[]) {
  const child = fork(`${import.meta.dirname}/guarded.ts`, {
    execArgv: ['--import', 'tsx', ...options],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  children.push(child)
  let printed = ''
  child.stdout!.on('data', text => (printed += text))
  const ended = once(child, 'exit').then(([, signal]) => String(signal))
  await once(child, 'message')
  return {
    child,
    ended,
    printed: () => printed,
    /** How it came out of being stuck for so long. */
    async getStuck(milliseconds: number, idle = false) {
      const moves = once(child, 'message').then(() => 'moves')
      child.send({ milliseconds, idle })
      return Promise.race([moves, ended])
    },
  }
}

describe.concurrent('A server whose event loop stands still', () => {
  it('is ended by its watchdog, which says what it was at', async () => {
    const server = await serve()
    expect(await server.getStuck(60_000)).toBe('SIGKILL')
    const { level, msg, stack } = JSON.parse(server.printed().trim())
    expect([level, msg]).toEqual([
      60,
      expect.stringMatching(/Nothing moves.*busy at getStuck \(.*guarded.ts/),
    ])
    expect(stack.length).toBeGreaterThan(1)
  })

  it('is left alone when it gets no turn, for six times as long', async () => {
    const server = await serve()
    expect(await server.getStuck(2500, true)).toBe('moves')
    expect(await server.getStuck(60_000, true)).toBe('SIGKILL')
  })

  it('is left alone when the whole process was stopped, as on a machine that sleeps', async () => {
    const server = await serve()
    server.child.kill('SIGSTOP')
    await new Promise(done => setTimeout(done, 2500))
    server.child.kill('SIGCONT')
    expect(await server.getStuck(300)).toBe('moves')
  })

  it('is left alone when somebody debugs it', async () => {
    const server = await serve('--inspect=127.0.0.1:0')
    expect(await server.getStuck(2500)).toBe('moves')
  })
})
