import { queryOptions } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import type { DealRow, Named, Page } from '../../api/types.ts'
import { LookUp } from '../../components/LookUp.tsx'

const dealsLookUp = (q: string) =>
  queryOptions({
    queryKey: ['deals', 'lookUp', q],
    queryFn: async ({ signal }): Promise<Named[]> => {
      const found = await api.get<Page<DealRow>>('deals', { q, limit: 20 }, signal)
      return found.items.map(deal => ({
        id: deal.id,
        name: `${deal.title} · ${deal.company?.name ?? deal.number}`,
      }))
    },
    staleTime: 60_000,
  })

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
