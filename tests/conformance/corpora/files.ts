import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Problem, type ProcessModel, parseBpmn } from '#engine/pure.ts'

/** A model file as Baton reads it. */
export interface ReadFile {
  models: ProcessModel[]
  problems: Problem[]
}

/** Reads a file below the folder of a collection. */
export async function readModel(folder: string, file: string): Promise<ReadFile> {
  return parseBpmn(readFileSync(join(folder, file)))
}

/** The list of a collection, or nothing when the folder has no such collection. */
export function readList<T>(folder: string, file: string): T[] | undefined {
  const path = join(folder, file)
  return statSync(path, { throwIfNoEntry: false })?.isFile()
    ? JSON.parse(readFileSync(path, 'utf8'))
    : undefined
}

/** A message flow between two pools, as drawn. */
export interface MessageFlow {
  id: string
  source: string
  target: string
}

/** The message flows of a file, and which process each participant stands for. */
export function readCollaboration(
  folder: string,
  file: string,
): { flows: MessageFlow[]; participants: Map<string, string> } {
  const xml = readFileSync(join(folder, file), 'utf8')
  const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  const tags = (name: string) => xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? []
  return {
    flows: tags('messageFlow').map(tag => ({
      id: attribute(tag, 'id'),
      source: attribute(tag, 'sourceRef'),
      target: attribute(tag, 'targetRef'),
    })),
    participants: new Map(
      tags('participant').map(tag => [attribute(tag, 'id'), attribute(tag, 'processRef')]),
    ),
  }
}
