/** The processes as people edit them: drafts beside the engine's published definitions; pipelines among them. */
import type { Definition, Problem, StageInfo } from '#engine'
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

export interface ProcessLibrary {
  /** Pipelines in order of their names; cached for a second. */
  pipelines(): Promise<Pipeline[]>
  pipeline(key: string): Promise<Pipeline | null>
  draft(key: string): Promise<DraftRecord | null>
  saveDraft(actor: Actor, key: string, xml: string, basedOn?: number): Promise<{ draft: DraftRecord; problems: Problem[] }>
  removeDraft(actor: Actor, key: string): Promise<void>
  check(xml: string): Promise<Problem[]>
  publish(actor: Actor, key: string, o: { xml: string; comment?: string; svg?: string }): Promise<Definition>
}
