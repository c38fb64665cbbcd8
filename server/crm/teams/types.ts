/** Teams: who works with whom, and who heads them. */
import type { Actor } from '../../policy.ts'

export interface TeamRecord {
  _id: string
  name: string
  /** Town or region, as the board groups managers. */
  office: string | null
  /** User id of the head. */
  head: string | null
  createdAt: Date
  version: number
}

export interface Teams {
  list(): Promise<TeamRecord[]>
  findByIds(ids: string[]): Promise<TeamRecord[]>
  findByNames(names: string[]): Promise<TeamRecord[]>
  /** Ids of the teams this user heads. */
  headedBy(user: string): Promise<string[]>
  create(
    actor: Actor,
    team: { _id?: string; name: string; office?: string | null; head?: string | null },
  ): Promise<TeamRecord>
  update(
    actor: Actor,
    id: string,
    changes: { name?: string; office?: string | null; head?: string | null },
  ): Promise<TeamRecord>
}
