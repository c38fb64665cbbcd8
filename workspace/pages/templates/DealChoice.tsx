import { useTranslation } from 'react-i18next'
import { dealsLookUp } from '../../api/deals.ts'
import { LookUp } from '../../components/LookUp.tsx'

/** Which deal the preview is filled with; none means the template's own sample. */
export function DealChoice({ onChange }: { onChange(id: string | null): void }) {
  const { t } = useTranslation('templates')
  return (
    <LookUp
      label={t('with')}
      placeholder={t('withSample')}
      query={dealsLookUp}
      onChange={onChange}
      clearButtonProps={{ 'aria-label': t('withSample') }}
    />
  )
}
