/** Two servers at work, watched from outside: what they acknowledge, and what the world is told. */
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { buildWorker, createPeople, deploy, readLines } from './fire.ts'
import { createSupervisor, type Place } from './supervisor.ts'
import { type Findings, verify } from './verify.ts'

export interface Scene {
  /** The database as those see it who check. */
  uri: string
  /** What is particular about each server; `uri` leads it to the database by another way. */
  servers: (Omit<Place, 'args'> & { uri?: string })[]
  /** Instances under way at once. */
  load: number
  /** Milliseconds. */
  lease?: number
}

/** Publishes the process under fire, starts the servers, and begins the work. */
export async function openScene({ uri, servers, load, lease = 15_000 }: Scene) {
  const folder = mkdtempSync(join(tmpdir(), 'baton-scene-'))
  const sink = join(folder, 'sink')
  closeSync(openSync(sink, 'a'))
  await deploy(uri)
  const script = await buildWorker(folder)
  const places = servers.map(({ uri: way = uri, ...place }) => ({
    ...place,
    args: [way, sink, String(lease)],
  }))
  const supervisor = createSupervisor(script, places)
  await supervisor.start()
  const store = createMongoStore({ uri })
  await store.open()
  const people = createPeople(supervisor, sink, load)

  return {
    store,
    supervisor,
    /** Ends the work and tells what came of it. */
    async end(patience = 60_000): Promise<Findings> {
      await people.finish(patience)
      const look = () => verify(store, people.acknowledged, readLines(sink), people.started)
      // What was told a moment ago may be yet to leave the outbox.
      for (let tries = 0; tries < 10; tries++) {
        const { notes } = await look()
        if (!notes.some(note => note.includes('never left the outbox'))) break
        await pause(1000)
      }
      return look()
    },
    async close() {
      await supervisor.stop()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Nothing lost, nothing twice, all at its end. */
export const inOrder = { notes: [], lost: 0, duplicated: 0, stuck: 0 }

export const pause = (milliseconds: number) => new Promise<void>(done => setTimeout(done, milliseconds))
