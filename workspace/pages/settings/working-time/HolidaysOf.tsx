import { Group, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { holidaysQuery, placesQuery, type Said } from '../../../api/workingTime.ts'
import { useFormat } from '../../../components/format.ts'

interface Props {
  place: Said['place']
  onChange(place: Said['place']): void
}

/** Whose public holidays are free, with the next of them, so that one sees what was chosen. */
export function HolidaysOf({ place, onChange }: Props) {
  const { t, i18n } = useTranslation('workingTime')
  const format = useFormat()
  const { data: countries = [] } = useQuery(placesQuery(i18n.language))
  const { data: states = [] } = useQuery({
    ...placesQuery(i18n.language, place?.country),
    enabled: !!place,
  })
  const today = new Date().toISOString().slice(0, 10)
  const year = Number(today.slice(0, 4))
  const { data: these = [] } = useQuery(holidaysQuery(i18n.language, year, place))
  const { data: next = [] } = useQuery(holidaysQuery(i18n.language, year + 1, place))
  const coming = [...these, ...next].filter(({ date }) => date >= today).slice(0, 4)
  const options = (list: typeof countries) => list.map(({ code, name }) => ({ value: code, label: name }))
  return (
    <>
      <Group align="flex-end">
        <Select
          label={t('holidays.country')}
          placeholder={t('holidays.none')}
          data={options(countries)}
          value={place?.country ?? null}
          onChange={country => onChange(country ? { country } : null)}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('common:clear') }}
          w={{ base: '100%', xs: 260 }}
        />
        {place && states.length > 0 && (
          <Select
            label={t('holidays.state')}
            placeholder={t('holidays.wholeCountry')}
            data={options(states)}
            value={place.state ?? null}
            onChange={state => onChange({ country: place.country, ...(state && { state }) })}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('common:clear') }}
            w={{ base: '100%', xs: 260 }}
          />
        )}
      </Group>
      {coming.length > 0 && (
        <Text fz="sm" c="dimmed" mt={6}>
          {t('holidays.next', {
            list: coming.map(({ date, name }) => `${name} (${format.day(date)})`).join(', '),
          })}
        </Text>
      )}
    </>
  )
}
