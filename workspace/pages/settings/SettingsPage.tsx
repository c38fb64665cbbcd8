import { Box, Grid, NavLink } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useCan } from '../../api/session.ts'
import type { Permission } from '../../api/types.ts'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { AuditSection } from './AuditSection.tsx'
import { FieldsSection } from './FieldsSection.tsx'
import { HouseSection } from './HouseSection.tsx'
import { houseForms } from './houseForms.ts'
import { MailSection } from './MailSection.tsx'
import { MeSection } from './MeSection.tsx'
import classes from './settings.module.css'
import { TokensSection } from './TokensSection.tsx'
import { WorkingTimeSection } from './working-time/WorkingTimeSection.tsx'

interface Section {
  key: string
  needs?: Permission
  show(): React.ReactNode
}

/** The table of sections: what concerns oneself first, then the house. */
const sections: Section[] = [
  { key: 'me', show: () => <MeSection /> },
  { key: 'tokens', show: () => <TokensSection /> },
  {
    key: 'company',
    needs: 'settings.manage',
    show: () => <HouseSection name="company" fields={houseForms.company} />,
  },
  {
    key: 'papers',
    needs: 'settings.manage',
    show: () => <HouseSection name="papers" fields={houseForms.papers} logo />,
  },
  { key: 'workingTime', needs: 'settings.manage', show: () => <WorkingTimeSection /> },
  { key: 'fields', needs: 'settings.manage', show: () => <FieldsSection /> },
  { key: 'mail', needs: 'settings.manage', show: () => <MailSection /> },
  { key: 'audit', needs: 'audit.read', show: () => <AuditSection /> },
]

/** Settings: a menu of sections beside one form. */
export default function SettingsPage() {
  const { t } = useTranslation('settings')
  const can = useCan()
  const { section = 'me' } = useParams()
  const open = sections.filter(({ needs }) => !needs || can(needs))
  const current = open.find(({ key }) => key === section) ?? open[0]!
  return (
    <PageBody>
      <PageHeader title={t('title')} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, sm: 3, lg: 2 }}>
          <Box component="nav" aria-label={t('title')} className={classes.sections}>
            {open.map(({ key }) => (
              <NavLink
                key={key}
                component={Link}
                to={`/settings/${key}`}
                label={t(`section.${key}`)}
                active={key === current.key}
                aria-current={key === current.key ? 'page' : undefined}
                style={{ borderRadius: 8 }}
              />
            ))}
          </Box>
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 9, lg: 10 }} maw={current.key === 'audit' ? undefined : 760}>
          {current.show()}
        </Grid.Col>
      </Grid>
    </PageBody>
  )
}
