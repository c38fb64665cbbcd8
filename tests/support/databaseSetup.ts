/** One database for the whole test run: the one `MONGODB_URI` names, or an embedded one that ends with the run. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startDatabase } from '#server/embedded/index.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUri: string
  }
}

let running: Promise<{ uri: string; stop(): Promise<void> }> | undefined

/** Vitest calls this once for each project that names this file; they share one database. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const first = running === undefined
  running ??= start()
  const { uri, stop } = await running
  project.provide('databaseUri', uri)
  return first ? stop : async () => {}
}

async function start() {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-test-'))
  const log = { info() {}, warn: (fields: object, message: string) => console.warn(message, fields) }
  const database = await startDatabase({ dataDir, uri: process.env.MONGODB_URI, log })
  return {
    uri: database.uri,
    async stop() {
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
