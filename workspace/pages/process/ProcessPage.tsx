import { Center, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Navigate, useParams } from 'react-router'
import { preloadDesigner } from '#designer'
import { processQuery } from '../../api/processes.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { useCatalogue } from './catalogue.ts'
import { ProcessStudio } from './ProcessStudio.tsx'
import { isTab } from './tabs.ts'
import { useBeginning } from './useBeginning.ts'

// The page is loaded before its data is there; the designer comes in the same time.
preloadDesigner()

/** One process: drawn, tried out, compared with what it was, watched while it runs. */
export default function ProcessPage() {
  const { key = '', tab } = useParams()
  const { t } = useTranslation('process')
  // Afterwards the page holds the newest drawing itself; a refetch must not take it out of the hand.
  const process = useQuery({ ...processQuery(key), refetchOnMount: 'always' })
  const catalogue = useCatalogue()
  const beginning = useBeginning(process.data)
  if (!isTab(tab)) return <Navigate to={`/processes/${encodeURIComponent(key)}/edit`} replace />
  if (process.error && !process.data) {
    return (
      <PageBody>
        <ErrorCard error={process.error} title={t('failed')} retry={process.refetch} />
      </PageBody>
    )
  }
  if (!process.data || !beginning || !catalogue) {
    return (
      <Center h="100%">
        <Loader aria-label={t('common:loading')} />
      </Center>
    )
  }
  return (
    <ProcessStudio key={key} process={process.data} beginning={beginning} catalogue={catalogue} tab={tab} />
  )
}
