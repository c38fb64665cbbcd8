import { Card, Checkbox, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { previewQuery, type Said } from '../../../api/workingTime.ts'
import { messageOf } from '../../../components/ErrorCard.tsx'
import { regional } from '../../../components/format.ts'
import { instantIn, nextFriday } from './week.ts'

interface Props {
  whose: string
  zone: string
  /** What is being edited; the saved one when unset. */
  said?: Said
}

/** “Friday 17:00 + 4 working hours = Monday 13:00”: what the working time above comes to. */
export function Preview({ whose, zone, said }: Props) {
  const { t, i18n } = useTranslation('workingTime')
  const [from, setFrom] = useState(nextFriday)
  const [text, setText] = useState('4 working hours')
  const [within, setWithin] = useState(false)
  const asked = {
    whose,
    from: instantIn(zone, from || nextFriday()),
    text: text.trim(),
    within,
    ...(said && { said }),
  }
  const [settled] = useDebouncedValue(asked, 300)
  const { data, error } = useQuery({ ...previewQuery(settled), enabled: settled.text !== '' })
  const format = new Intl.DateTimeFormat(regional(i18n.language), {
    timeZone: data?.zone ?? zone,
    weekday: 'long',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (
    <Card component="section" aria-label={t('preview.title')}>
      <Text fw={650} mb="xs">
        {t('preview.title')}
      </Text>
      <Group align="flex-end" gap="sm">
        <TextInput
          type="datetime-local"
          label={t('preview.from')}
          value={from}
          onChange={event => setFrom(event.currentTarget.value)}
        />
        <TextInput
          label={t('preview.text')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          list="working-time-examples"
          flex={1}
          miw={200}
        />
        <datalist id="working-time-examples">
          {['4 working hours', '2 working days', '90 working minutes', 'PT2H', 'P1D'].map(example => (
            <option key={example} value={example} />
          ))}
        </datalist>
      </Group>
      <Checkbox
        mt="sm"
        label={t('preview.within')}
        checked={within}
        onChange={event => setWithin(event.currentTarget.checked)}
      />
      <Text mt="sm" role="status">
        {error ? (
          messageOf(error)
        ) : data?.due ? (
          <>
            {format.format(new Date(settled.from))} + {settled.text} ={' '}
            <Text span fw={650}>
              {format.format(new Date(data.due))}
            </Text>{' '}
            <Text span c="dimmed" fz="sm">
              {data.zone}
            </Text>
          </>
        ) : (
          data?.problem
        )}
      </Text>
    </Card>
  )
}
