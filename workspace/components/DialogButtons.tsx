import { Button, type ButtonProps, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface Props extends Pick<ButtonProps, 'loading' | 'disabled' | 'color'> {
  /** What the dialog is for, as its button says it. */
  verb: string
  /** Without it the button sends the form around it. */
  onClick?(): void
  onCancel(): void
  'data-autofocus'?: boolean
}

/** How a dialog ends: never mind, or do it. */
export function DialogButtons({ verb, onCancel, ...button }: Props) {
  const { t } = useTranslation('common')
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {t('cancel')}
      </Button>
      <Button type={button.onClick ? 'button' : 'submit'} {...button}>
        {verb}
      </Button>
    </Group>
  )
}
