/** What a person should know: a task for him, an incident, a letter that did not go. */

export interface NotificationRecord {
  _id: string
  user: string
  at: Date
  type: 'task' | 'overdue' | 'incident' | 'letter' | 'import' | 'process'
  title: string
  text: string | null
  link: string | null
  read: boolean
}

export interface Notifications {
  /** Tells each user once; `key` makes a repetition harmless. */
  notify(
    users: string[],
    n: { type: NotificationRecord['type']; title: string; text?: string; link?: string; key?: string },
  ): Promise<void>
  list(user: string): Promise<{ items: NotificationRecord[]; unread: number }>
  markRead(user: string, ids?: string[]): Promise<void>
}
