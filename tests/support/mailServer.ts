/** A real SMTP server on a free port: what arrives is kept, and it can refuse or go away. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Letter {
  from: string
  to: string[]
  /** The message as it came over the wire. */
  raw: string
  subject: string
  messageId: string
}

export interface MailServer {
  port: number
  letters: Letter[]
  /** The SMTP code with which letters are refused; 0 takes them. */
  refuseWith: number
  /** It hears letters out and says nothing to them; they are not among `letters`. */
  silent: boolean
  /** Letters heard without a word. */
  unanswered: number
  /** Environment for the product to send through it. */
  env: Record<string, string>
  close(): Promise<void>
}

/** Starts one; `port` brings it back where it was before. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const mail: MailServer = {
    port,
    letters: [],
    refuseWith: 0,
    silent: false,
    unanswered: 0,
    env: {},
    close: async () => {},
  }
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 200,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (mail.silent) {
          mail.unanswered++
          return
        }
        if (mail.refuseWith) {
          done(Object.assign(new Error('Try another time'), { responseCode: mail.refuseWith }))
          return
        }
        const raw = Buffer.concat(chunks).toString('utf8')
        const { mailFrom, rcptTo } = session.envelope
        mail.letters.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(each => each.address),
          raw,
          subject: header(raw, 'Subject'),
          messageId: header(raw, 'Message-ID'),
        })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const used = (server.server.address() as AddressInfo).port
  const close = () => new Promise<void>(resolve => server.close(() => resolve()))
  const env = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(used), SMTP_FROM: 'Baton <sales@baton.test>' }
  return Object.assign(mail, { port: used, env, close })
}

/** The text of a part in quoted-printable, readable again. */
export function readable(raw: string): string {
  const joined = raw.replace(/=\r?\n/g, '')
  const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function header(raw: string, name: string): string {
  const found = new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(raw)
  return found ? found[1]!.replace(/\r?\n[ \t]/g, ' ').trim() : ''
}
