/** Secrets that must be read again rest encrypted in the database; each cipher text is bound to its owner. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** AES-256-GCM under a key made from the server's own secret; `owner` says whose it is, e.g. a record's id. */
export function seal(secret: string, owner: string, master: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(master), nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  const parts = [nonce, cipher.getAuthTag(), sealed].map(part => part.toString('base64url'))
  return ['v1', ...parts].join('.')
}

/** The secret again; throws when the server's secret has changed or the text is somebody else's. */
export function unseal(sealed: string, owner: string, master: string): string {
  const [, nonce = '', tag = '', text = ''] = sealed.split('.')
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(master), Buffer.from(nonce, 'base64url'))
  decipher.setAAD(Buffer.from(owner)).setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
}

function keyFrom(master: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', 'baton sealed secrets', 32))
}
