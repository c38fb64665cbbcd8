/** A real SMTP server that keeps what it gets and can be told to refuse. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface TestSmtp {
  port: number
  /** Raw messages as they came. */
  received: { from: string; to: string[]; raw: string }[]
  /** The code with which letters are refused; 0 takes them. */
  refuseWith: number
  stop(): Promise<void>
}

/** Listens on a free port, or on the given one. */
export async function startSmtp(port = 0): Promise<TestSmtp> {
  const smtp: TestSmtp = { port: 0, received: [], refuseWith: 0, stop: async () => {} }
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 200,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        if (smtp.refuseWith) {
          callback(Object.assign(new Error('Try another time'), { responseCode: smtp.refuseWith }))
          return
        }
        const { mailFrom, rcptTo } = session.envelope
        smtp.received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(recipient => recipient.address),
          raw: Buffer.concat(chunks).toString('utf8'),
        })
        callback()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  smtp.port = (server.server.address() as AddressInfo).port
  smtp.stop = () => new Promise<void>(resolve => server.close(() => resolve()))
  return smtp
}
