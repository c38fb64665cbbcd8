/** Signatures as the Standard Webhooks specification describes them. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new secret in the form of the Standard Webhooks specification. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
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
