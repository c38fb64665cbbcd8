import { Alert, Button, Group, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import '@mantine/dates/styles.css'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client.ts'
import { changeDeal } from '../../api/deals.ts'
import { companiesLookUp, contactsLookUp, usersQuery } from '../../api/people.ts'
import { useCan } from '../../api/session.ts'
import type { Deal, FormField, Json } from '../../api/types.ts'
import { messageOf } from '../../components/ErrorCard.tsx'
import { useNumberMarks } from '../../components/format.ts'
import { LookUp } from '../../components/LookUp.tsx'
import { useCustomFields } from '../../components/records/useCustomFields.ts'
import { FieldInput } from '../../components/task/FieldInput.tsx'
import classes from './deal.module.css'
import { Products } from './Products.tsx'

/** The deal's own fields and its products. Only what was changed is sent, so that two people can edit side by side. */
export function Details({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const can = useCan()
  const queryClient = useQueryClient()
  const marks = useNumberMarks()
  const users = useQuery(usersQuery)
  const form = useForm({ initialValues: valuesOf(deal) })
  const followed = useRef(deal)
  // What changed elsewhere, by colleagues or by a process, is shown; what is being typed here stays.
  useEffect(() => {
    if (followed.current.version === deal.version) return
    const typed = typedIn(form.getValues(), valuesOf(followed.current))
    followed.current = deal
    form.setInitialValues(valuesOf(deal))
    form.setValues({ ...valuesOf(deal), ...typed })
  }, [deal, form])
  const ownFields = useCustomFields('deal')
  const save = useMutation({
    mutationFn: () => changeDeal(deal.id, { ...changes(form.values, deal), version: deal.version }),
    onSuccess: saved => {
      followed.current = saved
      form.setInitialValues(valuesOf(saved))
      form.setValues(valuesOf(saved))
      queryClient.setQueryData(['deal', deal.id], saved)
      void queryClient.invalidateQueries({ queryKey: ['deals'] })
      void queryClient.invalidateQueries({ queryKey: ['deal', deal.id] })
      notifications.show({ color: 'teal', message: t('common:saved') })
    },
  })
  const readOnly = !can('deals.write')
  const wrong =
    save.error instanceof ApiError ? ((save.error.details.fields ?? {}) as Record<string, string>) : {}

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
              key={`company ${deal.company?.id}`}
              label={t('details.company')}
              query={companiesLookUp}
              value={deal.company}
              readOnly={readOnly}
              onChange={id => form.setFieldValue('companyId', id)}
            />
            <LookUp
              key={`contact ${deal.contact?.id}`}
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
          {ownFields.length > 0 && (
            <fieldset disabled={readOnly} className={classes.ownFields} aria-label={t('details.own')}>
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
                {ownFields.map(field => (
                  <FieldInput
                    key={field.key}
                    field={field as FormField}
                    value={form.values.fields[keyOf(field)] ?? null}
                    currency={deal.currency}
                    required={!!field.required}
                    error={wrong[field.key]}
                    onChange={value =>
                      form.setFieldValue('fields', { ...form.values.fields, [keyOf(field)]: value })
                    }
                  />
                ))}
              </SimpleGrid>
            </fieldset>
          )}
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
      <Products key={deal.id} deal={deal} />
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
  /** The fields that the house has added, by key. */
  fields: Record<string, Json>
}

function valuesOf(deal: Deal): Values {
  return {
    title: deal.title,
    companyId: deal.company?.id ?? null,
    contactId: deal.contact?.id ?? null,
    amount: deal.amount,
    discount: deal.discount ?? null,
    owner: deal.owners[0]?.id ?? null,
    expectedClose: deal.expectedClose ?? null,
    source: deal.source ?? '',
    fields: deal.fields,
  }
}

/** The values that differ from what the form began with. */
function typedIn(values: Values, before: Values): Partial<Values> {
  const differs = (key: keyof Values) => JSON.stringify(values[key]) !== JSON.stringify(before[key])
  const keys = (Object.keys(before) as (keyof Values)[]).filter(differs)
  return Object.fromEntries(keys.map(key => [key, values[key]]))
}

function changes(values: Values, deal: Deal) {
  const owner = values.owner !== (deal.owners[0]?.id ?? null) && values.owner
  const changed = Object.entries(values.fields).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(deal.fields[key]),
  )
  return {
    ...(values.title !== deal.title && { title: values.title }),
    ...(values.companyId !== (deal.company?.id ?? null) && { companyId: values.companyId }),
    ...(values.contactId !== (deal.contact?.id ?? null) && { contactId: values.contactId }),
    ...(values.amount !== deal.amount && { amount: values.amount }),
    ...(values.discount !== (deal.discount ?? null) && { discount: values.discount }),
    ...(owner && { ownerIds: [owner, ...deal.owners.slice(1).map(({ id }) => id)] }),
    ...(values.expectedClose !== (deal.expectedClose ?? null) && { expectedClose: values.expectedClose }),
    ...(values.source !== (deal.source ?? '') && { source: values.source || null }),
    ...(changed.length > 0 && { fields: Object.fromEntries(changed) }),
  }
}

/** `fields.region` is `region` in the deal's own fields. */
const keyOf = ({ key }: { key: string }) => key.replace(/^fields\./, '')
