import { Alert, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import '@mantine/dates/styles.css'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { addDeal } from '../../api/deals.ts'
import { companiesLookUp, contactsLookUp, usersQuery } from '../../api/people.ts'
import { useSession } from '../../api/session.ts'
import type { Pipeline } from '../../api/types.ts'
import { messageOf } from '../../components/ErrorCard.tsx'
import { useNumberMarks } from '../../components/format.ts'
import { LookUp } from '../../components/LookUp.tsx'

interface Props {
  pipeline: Pipeline
  /** Where it begins; the pipeline's first stage when the address only says that one is wanted. */
  stage: string
  onClose: () => void
}

/** A new deal: a title is enough, the rest may be asked later by the process. */
export default function NewDeal({ pipeline, stage, onClose }: Props) {
  const { t } = useTranslation('deals')
  const { user, config } = useSession()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const marks = useNumberMarks()
  const users = useQuery(usersQuery)
  const open = pipeline.stages.filter(({ kind }) => kind === 'open')
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      title: '',
      companyId: '',
      contactId: '',
      amount: '' as number | '',
      owner: user.id,
      stage: open.some(({ key }) => key === stage) ? stage : (open[0]?.key ?? ''),
      expectedClose: '',
    },
    validate: { title: value => (value.trim() ? null : t('new.titleNeeded')) },
  })
  const add = useMutation({
    mutationFn: (values: typeof form.values) =>
      addDeal({
        title: values.title.trim(),
        pipeline: pipeline.key,
        stage: values.stage || undefined,
        companyId: values.companyId || undefined,
        contactId: values.contactId || undefined,
        amount: values.amount === '' ? undefined : Number(values.amount),
        ownerIds: values.owner ? [values.owner] : undefined,
        expectedClose: values.expectedClose || undefined,
      }),
    onSuccess: deal => {
      void queryClient.invalidateQueries({ queryKey: ['deals'] })
      onClose()
      void navigate(`/deals/${deal.id}`)
    },
  })

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('new.title')}
      size={560}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={form.onSubmit(values => add.mutate(values))} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t('new.what')}
            placeholder={t('new.whatExample')}
            withAsterisk
            data-autofocus
            key={form.key('title')}
            {...form.getInputProps('title')}
          />
          <Group grow align="flex-start">
            <LookUp
              label={t('new.company')}
              query={companiesLookUp}
              onChange={id => form.setFieldValue('companyId', id ?? '')}
            />
            <LookUp
              label={t('new.contact')}
              query={contactsLookUp}
              onChange={id => form.setFieldValue('contactId', id ?? '')}
            />
          </Group>
          <Group grow align="flex-start">
            <NumberInput
              label={t('new.amount', { currency: config.currency })}
              {...marks}
              decimalScale={2}
              min={0}
              hideControls
              key={form.key('amount')}
              {...form.getInputProps('amount')}
            />
            <DateInput
              label={t('new.close')}
              clearable
              onChange={date => form.setFieldValue('expectedClose', date ?? '')}
            />
          </Group>
          <Group grow align="flex-start">
            <Select
              label={t('new.owner')}
              data={
                users.data
                  ?.filter(({ active }) => active)
                  .map(({ id, name }) => ({ value: id, label: name })) ?? []
              }
              searchable
              key={form.key('owner')}
              {...form.getInputProps('owner')}
            />
            <Select
              label={t('new.stage')}
              data={open.map(({ key, name }) => ({ value: key, label: name }))}
              allowDeselect={false}
              key={form.key('stage')}
              {...form.getInputProps('stage')}
            />
          </Group>
          {add.error && (
            <Alert color="red" variant="light" role="alert" title={t('new.failed')}>
              {messageOf(add.error)}
            </Alert>
          )}
          <DialogButtons onCancel={onClose} verb={t('new.add')} loading={add.isPending} />
        </Stack>
      </form>
    </Modal>
  )
}
