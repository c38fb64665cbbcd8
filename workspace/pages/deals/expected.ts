/** The arithmetic of the forecast. */
import type { BoardColumn, Pipeline } from '../../api/types.ts'

export interface Expected {
  column: BoardColumn
  /** Percent; undefined where the drawing does not say. */
  probability: number | undefined
  /** Sum × probability of an open stage; a won or lost deal is no longer expected. */
  worth: number
}

/** Each column with what is expected of it. A stage without a probability counts as nothing, and shows as “–”. */
export function expected(columns: BoardColumn[], pipeline: Pipeline): Expected[] {
  return columns.map(column => {
    const drawn = pipeline.stages.find(stage => stage.key === column.stage)?.probability
    const probability = column.kind === 'won' ? 100 : column.kind === 'lost' ? 0 : drawn
    const worth = column.kind === 'open' ? (column.sum * (probability ?? 0)) / 100 : 0
    return { column, probability, worth }
  })
}
