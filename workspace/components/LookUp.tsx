import { Loader, Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, type UseQueryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named } from '../api/types.ts'

interface Props<T extends Named> extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  /** The query that finds records by what is typed. */
  query: (q: string) => UseQueryOptions<T[], Error, T[], string[]>
  value?: Named | null
  onChange: (id: string | null, record?: T) => void
}

/** A choice among many records: asks the server while one types. */
export function LookUp<T extends Named>({ query, value, onChange, ...select }: Props<T>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<Named | null>(value ?? null)
  const [q] = useDebouncedValue(typed === chosen?.name ? '' : typed, 200)
  const { data, isFetching } = useQuery({ ...query(q), placeholderData: keepPreviousData })
  const found: Named[] = data ?? []
  const options = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found
  return (
    <Select
      clearable
      {...select}
      searchable
      data={options.map(({ id, name }) => ({ value: id, label: name }))}
      // The server has searched already.
      filter={({ options: all }) => all}
      value={chosen?.id ?? null}
      onSearchChange={setTyped}
      onChange={id => {
        const record = data?.find(candidate => candidate.id === id)
        setChosen(record ?? null)
        onChange(id, record)
      }}
      nothingFoundMessage={isFetching ? t('search.looking') : t('search.nothing', { q: typed })}
      rightSection={isFetching ? <Loader size={14} /> : undefined}
    />
  )
}
