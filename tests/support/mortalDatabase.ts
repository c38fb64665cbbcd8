/** A database of the test's own that can be frozen, killed, left dead for a while, and brought back at the same address. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findLauncher } from '#server/embedded/newerLibrary.ts'

export interface MortalDatabase {
  uri: string
  /** `SIGSTOP`: it holds its connections and says nothing. */
  freeze(): void
  thaw(): void
  /** `kill -9`; it stays dead until `start()`. */
  kill(): Promise<void>
  start(): Promise<void>
  end(): Promise<void>
}

export async function startMortalDatabase(): Promise<MortalDatabase> {
  const root = join(import.meta.dirname, '../..')
  const folder = mkdtempSync(join(tmpdir(), 'baton-mortal-'))
  const socket = join(folder, 'database.sock')
  const { command, args } = await findLauncher(join(root, '.cache'))
  let child: ChildProcess

  function start(): Promise<void> {
    return new Promise((ready, fail) => {
      const host = join(root, 'server/embedded/host.mjs')
      child = spawn(command, [...args, host, join(folder, 'database'), socket], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      child.stdout!.on('data', text => String(text).includes('ready') && ready())
      child.once('exit', code => fail(new Error(`The database ended with code ${code}`)))
    })
  }

  function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise(done => {
      child.once('exit', () => done())
      child.kill('SIGKILL')
    })
  }

  await start()
  return {
    uri: `mongodb://${encodeURIComponent(socket)}/baton?directConnection=true`,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill,
    start,
    async end() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
