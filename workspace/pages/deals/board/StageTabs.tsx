import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BoardColumn } from '../../../api/types.ts'
import { useFormat } from '../../../components/format.ts'
import classes from './Board.module.css'
import { colourOf } from './stageColours.ts'

interface Props {
  columns: BoardColumn[]
  value: string
  onChange: (stage: string) => void
}

/** The board on a phone: one stage at a time. */
export function StageTabs({ columns, value, onChange }: Props) {
  const { t } = useTranslation('deals')
  const format = useFormat()
  return (
    <nav className={classes.tabs} aria-label={t('stages')}>
      {columns.map((column, index) => (
        <UnstyledButton
          key={column.stage}
          className={classes.tab}
          aria-current={column.stage === value}
          style={{ '--stage': colourOf(column, index) }}
          onClick={() => onChange(column.stage)}
        >
          {column.name} <span className={classes.count}>{format.number(column.count)}</span>
        </UnstyledButton>
      ))}
    </nav>
  )
}
