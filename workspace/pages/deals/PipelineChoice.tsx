import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Pipeline } from '../../api/types.ts'

interface Props {
  pipelines: Pipeline[]
  value: string | null
  onChange: (key: string) => void
}

/** Which pipeline the page shows; loaded only where there are several. */
export default function PipelineChoice({ pipelines, value, onChange }: Props) {
  const { t } = useTranslation('deals')
  return (
    <Select
      w={176}
      aria-label={t('pipeline')}
      data={pipelines.map(({ key, name }) => ({ value: key, label: name }))}
      value={value}
      onChange={key => onChange(key ?? '')}
      allowDeselect={false}
    />
  )
}
