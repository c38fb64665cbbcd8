import { Badge } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Product } from '../../api/types.ts'
import { Money } from '../../components/Money.tsx'
import type { Kind } from '../../components/records/kind.ts'
import { RecordsPage } from '../../components/records/RecordsPage.tsx'

/** What one sells, with its price. */
export default function ProductsPage() {
  const { t } = useTranslation('products')
  const products: Kind<'products'> = {
    kind: 'products',
    entity: 'product',
    icon: IconPackage,
    columns: [
      {
        key: 'name',
        title: t('name'),
        show: row => (
          <>
            {row.name}{' '}
            {!row.active && (
              <Badge size="sm" color="gray">
                {t('inactive')}
              </Badge>
            )}
          </>
        ),
      },
      { key: 'series', title: t('series'), show: row => row.series ?? '—', from: 'sm' },
      { key: 'code', title: t('code'), show: row => row.code ?? '—', from: 'sm' },
      {
        key: 'price',
        title: t('price'),
        end: true,
        show: row => (row.price === undefined ? '—' : <Money value={row.price} currency={row.currency} />),
      },
    ],
    fields: [
      { key: 'name', label: t('name'), type: 'text', required: true },
      { key: 'code', label: t('code'), type: 'text' },
      { key: 'series', label: t('series'), type: 'text' },
      { key: 'unit', label: t('unit'), type: 'text', help: t('unitHelp') },
      { key: 'price', label: t('price'), type: 'money' },
      { key: 'active', label: t('active'), type: 'boolean', help: t('activeHelp') },
    ],
    blank: { active: true },
    dealsOf: record => ({ product: record.id }),
    currencyOf: record => (record as Product).currency,
  }
  return <RecordsPage of={products} />
}
