import { Tooltip } from '@mantine/core'
import { useFormat } from './format.ts'

/** A moment as people say it (“2 hours ago”), the exact one on hover; `exact` shows the date itself. */
export function When({ at, exact }: { at: string; exact?: boolean }) {
  const format = useFormat()
  return (
    <Tooltip label={exact ? format.relative(at) : format.moment(at)}>
      <time dateTime={at}>{exact ? format.moment(at) : format.relative(at)}</time>
    </Tooltip>
  )
}
