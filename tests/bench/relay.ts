/** A door for guests: a TCP port that leads to the embedded database's socket, for drivers that know no sockets. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Relay {
  /** The database's address as seen through the relay. */
  uri: string
  close(): void
}

/** Opens the relay; an address that has a host already stays as it is. */
export async function openRelay(uri: string): Promise<Relay> {
  const [, host = '', rest = ''] = /^mongodb:\/\/([^/]+)(.*)$/.exec(uri) ?? []
  const path = decodeURIComponent(host)
  if (!path.startsWith('/')) return { uri, close() {} }
  const open = new Set<Socket>()
  const server = createServer(guest => {
    const database = connect(path)
    for (const [one, other] of [
      [guest, database],
      [database, guest],
    ] as const) {
      open.add(one)
      one.setNoDelay?.(true)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    uri: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}${rest}`,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
