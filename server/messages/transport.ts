/** Hands a letter to the SMTP server and says in plain words what became of it. */
import { createTransport, type Transporter } from 'nodemailer'
import type { SmtpConfig } from '../config.ts'

export interface OutgoingLetter {
  to: string[]
  cc: string[]
  replyTo?: string
  subject: string
  html: string
  text: string
  messageId: string
  attachments: { filename: string; content: Buffer; contentType: string }[]
}

export type SendResult =
  | { type: 'sent'; response: string }
  /** Worth trying again by itself. */
  | { type: 'later'; reason: string; cure: string }
  /** Trying again would not help until somebody changes something. */
  | { type: 'refused'; reason: string; cure: string }

export interface Transport {
  send(letter: OutgoingLetter): Promise<SendResult>
  close(): void
}

/** One pooled connection to the configured server; connects with the first letter. */
export function createSmtp(config: SmtpConfig): Transport {
  const transporter: Transporter = createTransport({
    pool: true,
    maxConnections: 2,
    ...(config.url ? { url: config.url } : { host: config.host, port: config.port, secure: config.secure }),
    ...(config.user && { auth: { user: config.user, pass: config.pass ?? '' } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(letter) {
      try {
        const { response } = await transporter.sendMail({ from: senderOf(config), ...letter })
        return { type: 'sent', response: String(response) }
      } catch (error) {
        return explain(error as SmtpError, config)
      }
    },
    close: () => transporter.close(),
  }
}

interface SmtpError extends Error {
  code?: string
  responseCode?: number
  response?: string
}

/** The server's name and port, without the password that its address may hold. */
function serverOf({ url, host, port }: SmtpConfig): string {
  return url && URL.canParse(url) ? new URL(url).host : `${host}:${port ?? 587}`
}

function senderOf(config: SmtpConfig): string {
  return config.from ?? config.user ?? 'Baton <baton@localhost>'
}

function explain(error: SmtpError, config: SmtpConfig): SendResult {
  const server = serverOf(config)
  if (error.code === 'EAUTH')
    return {
      type: 'refused',
      reason: `The mail server ${server} does not accept our user name and password.`,
      cure: 'Correct SMTP_USER and SMTP_PASSWORD, restart Baton, then send again.',
    }
  const said = error.responseCode ? oneSentence(error.response ?? error.message) : ''
  if (error.responseCode && error.responseCode >= 500)
    return {
      type: 'refused',
      reason: `The mail server refused the letter: ${said}`,
      cure: 'Check the recipient and the sender address, then send again.',
    }
  if (error.responseCode)
    return {
      type: 'later',
      reason: `The mail server put the letter off: ${said}`,
      cure: 'Wait, or ask who runs the mail server.',
    }
  return {
    type: 'later',
    reason: `The mail server ${server} cannot be reached (${error.code ?? error.message}).`,
    cure: 'Check that the mail server is running and that SMTP_HOST and SMTP_PORT name it, then send again.',
  }
}

const oneSentence = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 300)
