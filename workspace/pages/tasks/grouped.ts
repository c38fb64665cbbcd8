/** The list of tasks with its headings: overdue, today, planned, without a date. */
import type { TaskRow, TaskState, TaskView } from '../../api/types.ts'

export type Line =
  | { type: 'head'; key: string; group: TaskState | 'done'; count: number }
  | { type: 'task'; key: string; row: TaskRow }

const order: TaskState[] = ['overdue', 'today', 'planned', 'noDate']

/** Keeps the order within a group as the server gave it; finished tasks stand in one group. */
export function grouped(rows: TaskRow[], view: TaskView): Line[] {
  if (rows.length === 0) return []
  if (view === 'done') return [head('done', rows.length), ...rows.map(task)]
  return order.flatMap(state => {
    const found = rows.filter(row => row.state === state)
    return found.length > 0 ? [head(state, found.length), ...found.map(task)] : []
  })
}

function head(group: TaskState | 'done', count: number): Line {
  return { type: 'head', key: `#${group}`, group, count }
}

function task(row: TaskRow): Line {
  return { type: 'task', key: row.id, row }
}
