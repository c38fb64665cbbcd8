import { IconBuilding } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Name, Phone } from '../../components/records/cells.tsx'
import type { Kind } from '../../components/records/kind.ts'
import { RecordsPage } from '../../components/records/RecordsPage.tsx'

/** The companies one sells to. */
export default function CompaniesPage() {
  const { t } = useTranslation('companies')
  const companies: Kind<'companies'> = {
    kind: 'companies',
    entity: 'company',
    icon: IconBuilding,
    columns: [
      { key: 'name', title: t('name'), show: row => <Name name={row.name} beneath={row.industry} /> },
      { key: 'industry', title: t('industry'), show: row => row.industry ?? '—', from: 'sm' },
      { key: 'country', title: t('country'), show: row => row.country ?? '—', from: 'sm' },
      { key: 'employees', title: t('employees'), end: true, from: 'lg', show: row => row.employees ?? '—' },
      { key: 'phone', title: t('phone'), show: row => <Phone number={row.phone} /> },
    ],
    fields: [
      { key: 'name', label: t('name'), type: 'text', required: true },
      { key: 'industry', label: t('industry'), type: 'text' },
      { key: 'email', label: t('email'), type: 'email' },
      { key: 'phone', label: t('phone'), type: 'phone' },
      { key: 'website', label: t('website'), type: 'text' },
      { key: 'country', label: t('country'), type: 'text' },
      { key: 'revenue', label: t('revenue'), type: 'number', help: t('revenueHelp') },
      { key: 'employees', label: t('employees'), type: 'number' },
      { key: 'founded', label: t('founded'), type: 'year' },
      { key: 'parentId', label: t('parent'), type: 'company' },
      { key: 'address', label: t('address'), type: 'longtext' },
      { key: 'requisites', label: t('requisites'), type: 'longtext', help: t('requisitesHelp') },
    ],
    dealsOf: record => ({ company: record.id }),
    hasPeople: true,
  }
  return <RecordsPage of={companies} />
}
