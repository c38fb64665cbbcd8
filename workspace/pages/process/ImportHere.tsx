import { Alert, Loader, Modal, ScrollArea, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readDrawing } from '#designer'
import type { ProcessDetail } from '../../api/types.ts'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ChangeList, useChanges } from './ChangeList.tsx'

interface Props {
  file: File | undefined
  process: ProcessDetail
  onClose: () => void
  onTake: (xml: string) => void
}

/** Takes a file as the next draft of this process, after showing what it would change. */
export function ImportHere({ file, process, onClose, onTake }: Props) {
  const { t } = useTranslation('process')
  const read = useQuery({
    queryKey: ['imported-drawing', file?.name, file?.lastModified, file?.size],
    enabled: file !== undefined,
    queryFn: async () => readDrawing(await file!.text(), process.key),
    retry: false,
    gcTime: 0,
  })
  const changes = useChanges(process.xml || undefined, read.data)
  return (
    <Modal
      opened={file !== undefined}
      onClose={onClose}
      size="lg"
      title={t('importTitle', { file: file?.name ?? '' })}
    >
      <Stack>
        {read.isPending && file && <Loader size="sm" />}
        {read.error && (
          <Alert color="red" role="alert" title={t('importUnreadable')}>
            {read.error.message}
          </Alert>
        )}
        {read.data && (
          <>
            <Text>{t('importText')}</Text>
            {process.xml && (
              <ScrollArea.Autosize mah={300}>
                <ChangeList changes={changes.data} loading={changes.isPending} />
              </ScrollArea.Autosize>
            )}
          </>
        )}
        <DialogButtons
          onCancel={onClose}
          verb={t('importTake')}
          disabled={!read.data}
          onClick={() => {
            onTake(read.data!)
            onClose()
          }}
        />
      </Stack>
    </Modal>
  )
}
