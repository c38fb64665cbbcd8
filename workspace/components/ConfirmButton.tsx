import { Button, type ButtonProps, Group, Popover, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Props extends Omit<ButtonProps, 'onClick'> {
  children: ReactNode
  /** What will happen, in a sentence. */
  question: ReactNode
  /** The verb on the button that does it. */
  verb: string
  onConfirm: () => unknown
}

/** A button for what cannot be undone: asks beside itself, in words that say what will happen. */
export function ConfirmButton({ children, question, verb, onConfirm, ...button }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} trapFocus withArrow width={300} position="bottom-end">
      <Popover.Target>
        <Button variant="default" {...button} onClick={() => setOpen(!open)}>
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="alertdialog" aria-label={verb}>
        <Text size="sm">{question}</Text>
        <Group justify="flex-end" gap="xs" mt="sm">
          <Button size="xs" variant="default" onClick={() => setOpen(false)}>
            {t('cancel')}
          </Button>
          <Button
            size="xs"
            color="red.8"
            onClick={() => {
              setOpen(false)
              onConfirm()
            }}
          >
            {verb}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
