/** Secrets that must be read again (to check signatures) rest encrypted; each cipher text is bound to its owner. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** A new secret in the form of the Standard Webhooks specification. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** AES-256-GCM under a key made from the server's own secret. */
export function seal(secret: string, owner: string, master: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(master), nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return [
    'v1',
    nonce.toString('base64url'),
    cipher.getAuthTag().toString('base64url'),
    sealed.toString('base64url'),
  ].join('.')
}

/** The secret again; throws when the server's secret has changed or the text is somebody else's. */
export function unseal(sealed: string, owner: string, master: string): string {
  const [, nonce = '', tag = '', text = ''] = sealed.split('.')
  const cipher = createDecipheriv('aes-256-gcm', keyFrom(master), Buffer.from(nonce, 'base64url'))
  cipher.setAAD(Buffer.from(owner)).setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([cipher.update(Buffer.from(text, 'base64url')), cipher.final()]).toString('utf8')
}

function keyFrom(master: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', 'baton webhook secrets', 32))
}

/** `v1,<base64>` over `id.timestamp.body`, as the Standard Webhooks specification signs. */
export function signature(secret: string, id: string, timestamp: string, body: Buffer): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`
}

/** Whether one of the space-separated signatures is right. */
export function isSigned(
  given: string,
  secret: string,
  id: string,
  timestamp: string,
  body: Buffer,
): boolean {
  const right = Buffer.from(signature(secret, id, timestamp, body))
  return given.split(' ').some(each => {
    const candidate = Buffer.from(each)
    return candidate.length === right.length && timingSafeEqual(candidate, right)
  })
}
