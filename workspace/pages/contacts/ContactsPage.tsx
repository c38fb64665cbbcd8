import { IconAddressBook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Name, Phone } from '../../components/records/cells.tsx'
import type { Kind } from '../../components/records/kind.ts'
import { RecordsPage } from '../../components/records/RecordsPage.tsx'

/** The people one talks to. */
export default function ContactsPage() {
  const { t } = useTranslation('contacts')
  const contacts: Kind<'contacts'> = {
    kind: 'contacts',
    entity: 'contact',
    icon: IconAddressBook,
    columns: [
      { key: 'name', title: t('name'), show: row => <Name name={row.name} beneath={row.company?.name} /> },
      { key: 'company', title: t('company'), show: row => row.company?.name ?? '—', from: 'sm' },
      { key: 'position', title: t('position'), show: row => row.position ?? '—', from: 'lg' },
      { key: 'email', title: t('email'), show: row => row.email ?? '—', from: 'sm' },
      { key: 'phone', title: t('phone'), show: row => <Phone number={row.phone} /> },
    ],
    fields: [
      { key: 'name', label: t('name'), type: 'text', required: true },
      { key: 'companyId', label: t('company'), type: 'company' },
      { key: 'position', label: t('position'), type: 'text' },
      { key: 'email', label: t('email'), type: 'email' },
      { key: 'phone', label: t('phone'), type: 'phone' },
      { key: 'birthday', label: t('birthday'), type: 'date' },
    ],
    dealsOf: record => ({ contact: record.id }),
  }
  return <RecordsPage of={contacts} />
}
