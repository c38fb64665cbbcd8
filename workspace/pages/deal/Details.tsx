import { Alert, Button, Group, NumberInput, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import '@mantine/dates/styles.css'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { changeDeal } from '../../api/deals.ts'
import { companiesLookUp, contactsLookUp, usersQuery } from '../../api/people.ts'
import { useCan } from '../../api/session.ts'
import type { Deal } from '../../api/types.ts'
import { messageOf } from '../../components/ErrorCard.tsx'
import { useFormat, useNumberMarks } from '../../components/format.ts'
import { LookUp } from '../../components/LookUp.tsx'
import { Money } from '../../components/Money.tsx'

/** The deal's own fields and its products. Only what was changed is sent, so that two people can edit side by side. */
export function Details({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const can = useCan()
  const queryClient = useQueryClient()
  const marks = useNumberMarks()
  const users = useQuery(usersQuery)
  const form = useForm({
    initialValues: {
      title: deal.title,
      companyId: deal.company?.id ?? null,
      contactId: deal.contact?.id ?? null,
      amount: deal.amount,
      discount: deal.discount ?? null,
      owner: deal.owners[0]?.id ?? null,
      expectedClose: deal.expectedClose ?? null,
      source: deal.source ?? '',
    },
  })
  const save = useMutation({
    mutationFn: () => changeDeal(deal.id, { ...changes(form.values, deal), version: deal.version }),
    onSuccess: saved => {
      form.resetDirty()
      queryClient.setQueryData(['deal', deal.id], saved)
      void queryClient.invalidateQueries({ queryKey: ['deals'] })
      void queryClient.invalidateQueries({ queryKey: ['deal', deal.id] })
      notifications.show({ color: 'teal', message: t('common:saved') })
    },
  })
  const readOnly = !can('deals.write')

  return (
    <Stack gap="md">
      <form onSubmit={form.onSubmit(() => save.mutate())}>
        <Stack gap="sm">
          <TextInput
            label={t('details.title')}
            readOnly={readOnly}
            required
            {...form.getInputProps('title')}
          />
          <Group grow align="flex-start">
            <LookUp
              label={t('details.company')}
              query={companiesLookUp}
              value={deal.company}
              readOnly={readOnly}
              onChange={id => form.setFieldValue('companyId', id)}
            />
            <LookUp
              label={t('details.contact')}
              query={contactsLookUp}
              value={deal.contact}
              readOnly={readOnly}
              onChange={id => form.setFieldValue('contactId', id)}
            />
          </Group>
          <Group grow align="flex-start">
            <NumberInput
              label={t('details.amount', { currency: deal.currency })}
              {...marks}
              decimalScale={2}
              hideControls
              readOnly={readOnly}
              value={form.values.amount ?? ''}
              onChange={value => form.setFieldValue('amount', value === '' ? null : Number(value))}
            />
            <NumberInput
              label={t('details.discount')}
              min={0}
              max={100}
              suffix=" %"
              hideControls
              readOnly={readOnly}
              value={form.values.discount ?? ''}
              onChange={value => form.setFieldValue('discount', value === '' ? null : Number(value))}
            />
          </Group>
          <Group grow align="flex-start">
            <Select
              label={t('details.owner')}
              data={
                users.data
                  ?.filter(({ active }) => active)
                  .map(({ id, name }) => ({ value: id, label: name })) ?? []
              }
              searchable
              readOnly={readOnly}
              {...form.getInputProps('owner')}
            />
            <DateInput
              label={t('details.close')}
              clearable
              readOnly={readOnly}
              {...form.getInputProps('expectedClose')}
            />
          </Group>
          <TextInput label={t('details.source')} readOnly={readOnly} {...form.getInputProps('source')} />
          {save.error && (
            <Alert color="red" variant="light" role="alert" title={t('details.failed')}>
              {messageOf(save.error)}
            </Alert>
          )}
          {!readOnly && (
            <Group justify="flex-end">
              <Button variant="default" disabled={!form.isDirty()} onClick={() => form.reset()}>
                {t('common:cancel')}
              </Button>
              <Button type="submit" disabled={!form.isDirty()} loading={save.isPending}>
                {t('common:save')}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      <Products deal={deal} />
    </Stack>
  )
}

interface Values {
  title: string
  companyId: string | null
  contactId: string | null
  amount: number | null
  discount: number | null
  owner: string | null
  expectedClose: string | null
  source: string
}

function changes(values: Values, deal: Deal) {
  const owner = values.owner !== (deal.owners[0]?.id ?? null) && values.owner
  return {
    ...(values.title !== deal.title && { title: values.title }),
    ...(values.companyId !== (deal.company?.id ?? null) && { companyId: values.companyId }),
    ...(values.contactId !== (deal.contact?.id ?? null) && { contactId: values.contactId }),
    ...(values.amount !== deal.amount && { amount: values.amount }),
    ...(values.discount !== (deal.discount ?? null) && { discount: values.discount }),
    ...(owner && { ownerIds: [owner, ...deal.owners.slice(1).map(({ id }) => id)] }),
    ...(values.expectedClose !== (deal.expectedClose ?? null) && { expectedClose: values.expectedClose }),
    ...(values.source !== (deal.source ?? '') && { source: values.source || null }),
  }
}

function Products({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const format = useFormat()
  if (deal.products.length === 0) return null
  return (
    <section>
      <Text fw={650} mb={4}>
        {t('details.products')}
      </Text>
      <Table.ScrollContainer minWidth={420}>
        <Table className="tabular">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('details.product')}</Table.Th>
              <Table.Th ta="end">{t('details.quantity')}</Table.Th>
              <Table.Th ta="end">{t('details.price')}</Table.Th>
              <Table.Th ta="end">{t('details.discountShort')}</Table.Th>
              <Table.Th ta="end">{t('details.total')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {deal.products.map(line => (
              <Table.Tr key={`${line.productId}/${line.name}`}>
                <Table.Td>{line.name}</Table.Td>
                <Table.Td ta="end">{format.number(line.quantity)}</Table.Td>
                <Table.Td ta="end">
                  <Money value={line.price} currency={deal.currency} />
                </Table.Td>
                <Table.Td ta="end">{line.discount ? format.percent(line.discount) : '–'}</Table.Td>
                <Table.Td ta="end">
                  <Money
                    value={Math.round(line.quantity * line.price * (100 - (line.discount ?? 0))) / 100}
                    currency={deal.currency}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  )
}
