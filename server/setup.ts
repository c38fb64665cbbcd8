/** The first administrator: by the environment, else by a one-time link on the console. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { systemActor } from './policy.ts'
import type { Services } from './services.ts'

export interface Setup {
  /** Whether this is the token of the link on the console. */
  fits(token: string): boolean
  /** Makes the environment's administrator, or prints the link, while there is nobody. */
  begin(print: (line: string) => void): Promise<void>
}

/** A token of this process's own: a link from an earlier start opens nothing. */
export function createSetup(services: Services): Setup {
  const token = randomBytes(24).toString('base64url')
  return {
    fits: given => timingSafeEqual(sha256(given), sha256(token)),
    async begin(print) {
      if (await services.users.hasAdministrator()) return
      const { admin, baseUrl } = services.config
      if (!admin) {
        print(
          `\n  Welcome to Baton. Create the first administrator here (the link works once):\n\n    ${baseUrl}/setup?token=${token}\n`,
        )
        return
      }
      if (admin.password.length < 8) throw new Error('BATON_ADMIN_PASSWORD needs at least 8 characters.')
      const known = await services.users.findByEmail(admin.email)
      if (known) {
        await services.users.setPassword(known._id, admin.password)
        await services.users.update(systemActor, known._id, { role: 'administrator', active: true })
      } else await services.users.create(systemActor, { ...admin, role: 'administrator' })
      print(`  The administrator ${admin.email} was created from BATON_ADMIN_EMAIL and BATON_ADMIN_PASSWORD.`)
    },
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
