/** Names behind ids, looked up once for a whole answer. */
import type { Services } from '../services.ts'

export interface Named {
  id: string
  name: string
}

/** Finds the name of an id that was looked up; undefined when it is gone. */
export type NameOf = (id: string | null | undefined) => Named | undefined

/** What to look up: ids by sort; empty ones are left out. */
export interface Wanted {
  users?: (string | null | undefined)[]
  teams?: (string | null | undefined)[]
  companies?: (string | null | undefined)[]
  contacts?: (string | null | undefined)[]
}

/** One query a sort, whatever the number of records to present. */
export async function lookUpNames(
  services: Services,
  wanted: Wanted,
): Promise<{ [Sort in keyof Required<Wanted>]: NameOf }> {
  const [users, teams, companies, contacts] = await Promise.all([
    find(wanted.users, ids => services.users.findByIds(ids)),
    find(wanted.teams, ids => services.teams.findByIds(ids)),
    find(wanted.companies, ids => services.companies.findByIds(ids)),
    find(wanted.contacts, ids => services.contacts.findByIds(ids)),
  ])
  return { users, teams, companies, contacts }
}

async function find(
  ids: (string | null | undefined)[] | undefined,
  read: (ids: string[]) => Promise<{ _id: string; name: string }[]>,
): Promise<NameOf> {
  const wanted = [...new Set(ids)].filter((id): id is string => Boolean(id) && id !== 'system')
  const found = wanted.length > 0 ? await read(wanted) : []
  const names = new Map(found.map(({ _id, name }) => [_id, { id: _id, name }]))
  return id => (id === 'system' ? { id: 'system', name: 'Baton' } : id ? names.get(id) : undefined)
}

/** Leaves out what is null or undefined, so that an answer holds only what there is. */
export function present<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  ) as never
}
