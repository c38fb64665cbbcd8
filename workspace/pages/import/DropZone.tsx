import { Button, FileButton, Group, Text } from '@mantine/core'
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import classes from './DropZone.module.css'
import type { Upload } from './useUpload.ts'

/** Takes CSV files dropped on it or chosen by the button; several at once. */
export function DropZone({ upload, small }: { upload: Upload; small?: boolean }) {
  const { t } = useTranslation('import')
  const [over, setOver] = useState(false)
  const send = (files: File[]) => {
    if (files.length > 0 && !upload.isPending) upload.mutate(files)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    send([...event.dataTransfer.files])
  }
  return (
    <>
      <section
        className={classes.zone}
        data-over={over || undefined}
        data-small={small || undefined}
        aria-label={t('drop.label')}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {!small && <IconFileSpreadsheet size={34} stroke={1.4} aria-hidden />}
        <Text fw={600}>{t(small ? 'drop.more' : 'drop.title')}</Text>
        {!small && (
          <Text c="dimmed" fz="sm">
            {t('drop.text')}
          </Text>
        )}
        <Group mt={small ? 0 : 'xs'}>
          <FileButton
            multiple
            accept=".csv,.tsv,.txt,text/csv"
            onChange={send}
            inputProps={{ 'aria-label': t('drop.choose') }}
          >
            {props => (
              <Button
                {...props}
                leftSection={<IconUpload size={16} />}
                variant={small ? 'default' : 'filled'}
                loading={upload.isPending}
              >
                {t('drop.choose')}
              </Button>
            )}
          </FileButton>
        </Group>
      </section>
      {upload.error && (
        <div style={{ marginTop: 12 }}>
          <ErrorCard error={upload.error} title={t('drop.failed')} />
        </div>
      )}
    </>
  )
}
