/**
 * The product as a user starts it: the built server in a process of its own, its database beside it, on a free port.
 * It can be killed like a machine that loses power, and started again on the same data.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const admin = { name: 'Ada Admin', email: 'ada@baton.test', password: 'a long enough passphrase' }

export interface Product {
  url: string
  dataDir: string
  /** Everything it printed so far. */
  output(): string
  /** `kill -9`: nothing is flushed, nobody is told. */
  kill(): Promise<void>
  /** Starts again after a kill or stop, on the same data and port. */
  start(): Promise<void>
  /** `SIGTERM`: it ends in good order; answers its exit code. */
  end(): Promise<number | null>
  /** Ends it in good order and removes its data. */
  stop(): Promise<void>
}

/** Starts the product on an empty data folder; `env` adds to the environment, e.g. SMTP settings. */
export async function startProduct(env: Record<string, string> = {}, args: string[] = []): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-e2e-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  let child: ChildProcess | undefined
  let output = ''

  const product: Product = {
    url,
    dataDir,
    output: () => output,
    async start() {
      child = spawn(process.execPath, ['dist/server/main.js', ...args], {
        env: {
          ...process.env,
          PORT: String(port),
          BATON_DATA: dataDir,
          BATON_URL: url,
          NODE_ENV: 'production',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child.stdout?.on('data', chunk => (output += chunk))
      child.stderr?.on('data', chunk => (output += chunk))
      const running = child
      await until(`the product to answer on ${url}`, async () => {
        if (running.exitCode !== null)
          throw new Error(`The product ended with code ${running.exitCode}:\n${output}`)
        const answer = await fetch(`${url}/api/health`).catch(() => undefined)
        return answer?.ok
      })
    },
    async kill() {
      const ended = end(child)
      child?.kill('SIGKILL')
      await ended
    },
    async end() {
      const running = child
      const ended = end(running)
      running?.kill('SIGTERM')
      await ended
      return running?.exitCode ?? null
    },
    async stop() {
      const ended = end(child)
      child?.kill('SIGTERM')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  await product.start()
  return product
}

/** An answer that is there. */
export type Found<T> = Exclude<T, false | null | undefined | '' | 0>

/** Asks again until the answer is truthy; gives up after a minute with what was awaited. */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  patience = 60_000,
): Promise<Found<T>> {
  const deadline = Date.now() + patience
  for (;;) {
    const answer = await ask()
    if (answer) return answer as Found<T>
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(resolve => child.once('exit', () => resolve()))
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port')),
      )
    })
  })
}
