/** Notifications: kept until read, told live. */
import { createHash } from 'node:crypto'
import { collection } from '../../database.ts'
import type { Services } from '../../services.ts'
import type { NotificationRecord, Notifications } from './types.ts'

/** What people are told. */
export function createNotifications(services: Services): Notifications {
  const notifications = collection<NotificationRecord>(
    services.db,
    'notifications',
    {
      _id: String,
      user: String,
      at: Date,
      type: String,
      title: String,
      text: String,
      link: String,
      read: Boolean,
    },
    [
      [{ user: 1, _id: -1 }],
      [{ user: 1, at: -1 }],
      [{ user: 1, read: 1 }],
      [{ at: 1 }, { expireAfterSeconds: 90 * 86_400 }],
    ],
  )
  return {
    async notify(users, { type, title, text, link, key }) {
      const at = services.now()
      const people = [...new Set(users)]
      const operations = people.map(user => {
        const _id = key
          ? createHash('sha256').update(`${key}/${user}`).digest('hex').slice(0, 32)
          : services.newId()
        const $setOnInsert = { user, at, type, title, text: text ?? null, link: link ?? null, read: false }
        return { updateOne: { filter: { _id }, update: { $setOnInsert }, upsert: true } }
      })
      if (operations.length > 0) await notifications.bulkWrite(operations, { ordered: false })
      services.live.publish({ type: 'notification', data: {}, to: { users: people } })
    },
    async list(user) {
      const [items, unread] = await Promise.all([
        notifications.find({ user }).sort({ at: -1 }).limit(50).lean<NotificationRecord[]>(),
        notifications.countDocuments({ user, read: false }),
      ])
      return { items, unread }
    },
    async markRead(user, ids) {
      await notifications.updateMany(
        { user, read: false, ...(ids && { _id: { $in: ids } }) },
        { $set: { read: true } },
      )
      services.live.publish({ type: 'notification', data: {}, to: { users: [user] } })
    },
  }
}
