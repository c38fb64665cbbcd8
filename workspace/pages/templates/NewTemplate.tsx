import { Modal, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { addTemplate } from '../../api/templates.ts'
import type { TemplateRow } from '../../api/types.ts'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'

/** Begins a template with a few lines that work, so that the preview shows something at once. */
export function NewTemplate({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['templates', 'common'])
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [kind, setKind] = useState<TemplateRow['kind']>('email')
  const [name, setName] = useState('')
  const save = useMutation({
    mutationFn: () =>
      addTemplate({
        kind,
        name,
        body: t(`first.${kind}`),
        ...(kind === 'email' && { subject: name }),
        sample,
      }),
    onSuccess: made => {
      void queryClient.invalidateQueries({ queryKey: ['templates'] })
      navigate(`/templates/${encodeURIComponent(made.id)}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal opened onClose={onClose} title={t('new')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form onSubmit={submit}>
        <Stack>
          <SegmentedControl
            aria-label={t('kindLabel')}
            data={(['email', 'document'] as const).map(value => ({ value, label: t(`one.${value}`) }))}
            value={kind}
            onChange={value => setKind(value as TemplateRow['kind'])}
          />
          <TextInput
            label={t('name')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            required
            data-autofocus
          />
          {save.error && <ErrorCard error={save.error} />}
          <DialogButtons onCancel={onClose} verb={t('common:create')} loading={save.isPending} />
        </Stack>
      </form>
    </Modal>
  )
}

const sample = {
  deal: { number: 1042, title: 'Annual supply', amount: 18240, currency: 'EUR' },
  company: { name: 'Example Ltd' },
  contact: { name: 'Claire Fontaine', email: 'claire@example.com' },
  owner: { name: 'Jonas Weber', email: 'jonas@example.com' },
}
