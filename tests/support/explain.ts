/** What the database reads to answer: whether by an index, and how many documents it looks at. */
import type { Connection } from 'mongoose'

/** A command as the driver sent it. */
export type Asked = Record<string, unknown>

/** The stages of a command's plan, and the documents it examined when it was carried out again. */
export async function explain(
  connection: Connection,
  command: Asked,
): Promise<{ stages: string[]; documents: number }> {
  const { lsid: _, $db: __, $clusterTime: ___, writeConcern: ____, ...plain } = command
  const told = await connection.db!.command({ explain: plain, verbosity: 'executionStats' })
  const stages: string[] = []
  let documents = 0
  JSON.stringify(told, (key, value) => {
    if (key === 'stage') stages.push(String(value))
    if (key === 'totalDocsExamined') documents += Number(value)
    return value
  })
  return { stages, documents }
}
