/** Processes as the API shows them, field by field. */
import type { Definition, StageInfo } from '#engine'
import type { Services } from '../../services.ts'
import { lookUpNames, type NameOf, present } from '../names.ts'
import { isPipeline } from './index.ts'
import type { DraftRecord } from './types.ts'

/** Every process with its figures; those that exist only as a draft have no version. */
export async function presentList(services: Services): Promise<Record<string, unknown>[]> {
  const { published, drafts } = await services.processes.list()
  const names = await lookUpNames(services, { users: published.map(each => each.deployedBy) })
  const withDraft = new Set(drafts.map(draft => draft._id))
  const rows = await Promise.all(
    published.map(
      async (each): Promise<Record<string, unknown>> => ({
        ...presentPublished(each, names.users),
        hasDraft: withDraft.has(each.key),
        ...(await figures(services, each.key)),
      }),
    ),
  )
  const known = new Set(published.map(each => each.key))
  const only = drafts.filter(draft => !known.has(draft._id)).map(presentDraftOnly)
  return [...rows, ...only].sort((a, b) => String(a.name).localeCompare(String(b.name)))
}

/** One process: what is published, and the draft beside it. */
export async function presentProcess(
  services: Services,
  published: Definition | null,
  draft: DraftRecord | null,
): Promise<Record<string, unknown>> {
  const names = await lookUpNames(services, { users: [published?.deployedBy, draft?.by] })
  const head = published
    ? {
        ...presentPublished(published, names.users),
        hasDraft: draft !== null,
        ...(await figures(services, published.key)),
      }
    : presentDraftOnly(draft!)
  return {
    ...head,
    xml: published?.xml ?? draft!.xml,
    ...(draft && {
      draft: {
        xml: draft.xml,
        savedAt: draft.savedAt.toISOString(),
        basedOn: draft.basedOn,
        ...present({ by: names.users(draft.by) }),
      },
    }),
    triggers: published?.process.triggers.map(presentTrigger) ?? [],
    stages: published?.process.stages.map(presentStage) ?? [],
  }
}

/** A stage without the drawing's inner names. */
export function presentStage({ key, name, kind, color, probability }: StageInfo): Record<string, unknown> {
  return { key, name, kind, ...present({ color, probability }) }
}

function presentPublished(each: Definition, users: NameOf): Record<string, unknown> {
  return {
    key: each.key,
    name: each.name,
    version: each.version,
    publishedAt: each.deployedAt,
    isPipeline: isPipeline(each),
    ...present({ publishedBy: users(each.deployedBy), svg: each.svg }),
  }
}

function presentDraftOnly(draft: DraftRecord): Record<string, unknown> {
  return { key: draft._id, name: draft.name, hasDraft: true, running: 0, incidents: 0, isPipeline: false }
}

async function figures(services: Services, key: string): Promise<{ running: number; incidents: number }> {
  const [running, incidents] = await Promise.all([
    services.engine.instances.count({ key, status: 'running' }),
    services.engine.instances.count({ key, withIncident: true, status: ['running', 'suspended'] }),
  ])
  return { running, incidents }
}

type Trigger = Definition['process']['triggers'][number]

function presentTrigger(trigger: Trigger): Record<string, unknown> {
  const condition =
    'condition' in trigger && trigger.condition?.type === 'feel' ? trigger.condition.text : undefined
  const on =
    trigger.type === 'record'
      ? trigger.on
      : 'name' in trigger
        ? `${trigger.type}: ${trigger.name}`
        : trigger.type
  return { on, startEvent: trigger.node, ...present({ condition }) }
}
