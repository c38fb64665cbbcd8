/** The processes as people edit them: drafts beside the engine's published definitions; pipelines among them. */
import type { Definition, DefinitionSummary, Problem, StageInfo, Stepped } from '#engine'
import type { Actor } from '../../policy.ts'

export interface DraftRecord {
  /** The process key. */
  _id: string
  name: string
  xml: string
  savedAt: Date
  by: string
  /** The published version the draft began from; 0 when there was none. */
  basedOn: number
  version: number
}

/** A process with stages: a funnel for deals. */
export interface Pipeline {
  key: string
  name: string
  version: number
  stages: StageInfo[]
}

/** What reading a file showed. */
export interface Reading {
  /** Key of the process the file is filed under; null when it cannot be read at all. */
  key: string | null
  name: string
  /** The text as decoded. */
  xml: string
  problems: Problem[]
  processes: { key: string; name: string; steps: number }[]
}

export interface ProcessLibrary {
  /** Pipelines in order of their names; cached for a second. */
  pipelines(): Promise<Pipeline[]>
  pipeline(key: string): Promise<Pipeline | null>
  /** A published version, the latest when none is named; published ones never change, so they are kept in memory. */
  definition(key: string, version?: number): Promise<Definition>
  list(): Promise<{ published: Definition[]; drafts: DraftRecord[] }>
  versions(key: string): Promise<DefinitionSummary[]>
  draft(key: string): Promise<DraftRecord | null>
  /** Keeps an unfinished drawing; `basedOn` guards against overwriting somebody else's newer draft. */
  saveDraft(
    actor: Actor,
    key: string,
    xml: string,
    basedOn?: number,
  ): Promise<{ draft: DraftRecord; problems: Problem[] }>
  removeDraft(actor: Actor, key: string): Promise<void>
  /** Takes one published version or all away; refused while there are instances, unless `cascade` takes them too. */
  remove(
    actor: Actor,
    key: string,
    o: { version?: number; cascade?: boolean },
  ): Promise<{ versions: number[]; cancelled: number; removed: number }>
  /** Reads any file: what is in it and what is wrong with it. Never throws for bad input. */
  read(source: string | Uint8Array): Promise<Reading>
  check(xml: string): Promise<Problem[]>
  /** Makes the drawing the next version; throws 422 `invalidProcess` with the problems, and nothing changes. */
  publish(actor: Actor, key: string, o: { xml: string; comment?: string; svg?: string }): Promise<Definition>
  /** Deploys the processes that come with Baton where this house has none of that key. */
  deployShipped(): Promise<void>
  /** Brings what a step asks of tasks and stages into the read models at once, not waiting for the delivery. */
  settle(stepped: Stepped): Promise<void>
}
