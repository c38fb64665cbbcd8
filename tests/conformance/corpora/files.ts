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
