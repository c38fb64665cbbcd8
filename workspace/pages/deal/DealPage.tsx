import { Anchor, Box } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { PageBody } from '../../components/PageBody.tsx'
import { DealView } from './DealView.tsx'

/** The same deal with the whole page to itself. */
export default function DealPage() {
  const { t } = useTranslation('deal')
  const { id = '' } = useParams()
  return (
    <PageBody>
      <Box maw={1180} mx="auto" pt="md">
        <Anchor
          component={Link}
          to="/deals"
          fz="sm"
          c="dimmed"
          display="inline-flex"
          style={{ gap: 6, alignItems: 'center' }}
        >
          <IconArrowLeft size={15} />
          {t('toBoard')}
        </Anchor>
        <Box mt="sm">
          <DealView key={id} id={id} wide />
        </Box>
      </Box>
    </PageBody>
  )
}
