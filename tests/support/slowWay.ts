/** A way to the database on which every answer is late. */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SlowWay {
  uri: string
  /** Milliseconds that are added to each answer from now on. */
  late: number
  close(): void
}

/** Opens it; it may become slower or quicker later. */
export async function openSlowWay(uri: string, late: number): Promise<SlowWay> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-slow-'))
  const socket = join(folder, 'slow.sock')
  const [, host = ''] = /^mongodb:\/\/([^/?,]+)/.exec(uri) ?? []
  const sockets = new Set<Socket>()
  const server = createServer(client => {
    const database = connect(addressOf(decodeURIComponent(host.split('@').at(-1)!)))
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    client.on('data', bytes => database.write(bytes))
    database.on('data', bytes => setTimeout(() => client.destroyed || client.write(bytes), way.late))
  })
  await new Promise<void>(ready => server.listen(socket, ready))
  const way: SlowWay = {
    uri: uri.replace(host, encodeURIComponent(socket)),
    late,
    close() {
      server.close()
      for (const one of sockets) one.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return way
}

function addressOf(host: string): { path: string } | { host: string; port: number } {
  if (host.startsWith('/')) return { path: host }
  const [name, port = '27017'] = host.split(':')
  return { host: name!, port: Number(port) }
}
