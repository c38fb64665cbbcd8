import { CloseButton, TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  label: string
  value: string
  onChange(value: string): void
}

/** Searches while one types, a moment after the last key; what is typed is never taken away by an answer. */
export function SearchField({ label, value, onChange, ...input }: Props) {
  const { t } = useTranslation('common')
  const [text, setText] = useState(value)
  const said = useRef(value)
  const say = useDebouncedCallback((next: string) => {
    said.current = next
    onChange(next)
  }, 250)
  useEffect(() => {
    if (value !== said.current) {
      said.current = value
      setText(value)
    }
  }, [value])
  const type = (next: string) => {
    setText(next)
    say(next)
  }
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={text && <CloseButton size="sm" aria-label={t('clear')} onClick={() => type('')} />}
      w={{ base: '100%', xs: 260 }}
      {...input}
      value={text}
      onChange={event => type(event.currentTarget.value)}
    />
  )
}
