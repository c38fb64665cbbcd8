import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  type FileMapping,
  type ImportDetail,
  type ImportFields,
  type Mapping,
  saveMapping,
} from '../../api/imports.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { Notice } from '../../components/Notice.tsx'
import { FileMappingCard } from './FileMappingCard.tsx'
import { lacksOf } from './mapping.ts'
import { StepButtons } from './StepButtons.tsx'

interface Props {
  run: ImportDetail
  fields: ImportFields
  mapping: Mapping
  onChange(mapping: Mapping): void
  onBack(): void
  onNext(): void
}

/** Step 2: what each file holds and which column fills which field. */
export function MappingStep({ run, fields, mapping, onChange, onBack, onNext }: Props) {
  const { t } = useTranslation('import')
  const queryClient = useQueryClient()
  const save = useMutation({
    mutationFn: () => saveMapping(run.id, mapping),
    onSuccess: () => {
      onNext()
      void queryClient.invalidateQueries({ queryKey: ['import', run.id], exact: true })
    },
  })
  const change = (changed: FileMapping) =>
    onChange({ ...mapping, files: mapping.files.map(file => (file.file === changed.file ? changed : file)) })
  const open = run.files.filter((file, index) => lacksOf(mapping.files[index]!, file, fields).length > 0)
  return (
    <Stack>
      <Text c="dimmed" maw={720}>
        {t('mapping.intro')}
      </Text>
      {run.files.map((file, index) => (
        <FileMappingCard
          key={file.id}
          file={file}
          fields={fields}
          mapping={mapping.files[index]!}
          onChange={change}
        />
      ))}
      {save.error && <ErrorCard error={save.error} title={t('mapping.notSaved')} />}
      {open.length > 0 && (
        <Notice color="orange">
          {t('mapping.open', { files: open.map(file => file.filename).join(', ') })}
        </Notice>
      )}
      <StepButtons onBack={onBack}>
        <Button onClick={() => save.mutate()} loading={save.isPending} disabled={open.length > 0}>
          {t('mapping.next')}
        </Button>
      </StepButtons>
    </Stack>
  )
}
