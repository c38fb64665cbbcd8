import { Button, Popover, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Json } from '../../api/types.ts'
import classes from './FieldMenu.module.css'
import { fieldsOf } from './fieldsOf.ts'

/** Everything the template may mention, with an example of each; a click puts it into the text. */
export function FieldMenu({ sample, onInsert }: { sample: Json; onInsert(snippet: string): void }) {
  const { t } = useTranslation('templates')
  const [open, setOpen] = useState(false)
  const fields = fieldsOf(sample)
  if (fields.length === 0) return null
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBraces size={15} />}
          onClick={() => setOpen(!open)}
          aria-expanded={open}
        >
          {t('fields')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label={t('fields')}>
        <ScrollArea.Autosize mah={360} w={340} type="auto">
          {fields.map(field => (
            <UnstyledButton
              key={field.path}
              className={classes.field}
              onClick={() => {
                setOpen(false)
                onInsert(field.snippet)
              }}
            >
              <Text span ff="monospace" fz={12.5}>
                {field.path}
              </Text>
              <Text span fz="xs" c="dimmed" truncate>
                {field.example}
              </Text>
            </UnstyledButton>
          ))}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}
