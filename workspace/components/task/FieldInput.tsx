import { Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { DateInput, DateTimePicker } from '@mantine/dates'
import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { usersQuery } from '../../api/people.ts'
import type { FormField, Json } from '../../api/types.ts'
import { useNumberMarks } from '../format.ts'

export interface FieldProps {
  field: FormField
  value: Json
  currency: string
  required: boolean
  error?: string
  onChange: (value: Json) => void
}

/** One field of a task's form, by its type. */
export function FieldInput(props: FieldProps) {
  const Input = inputs[props.field.type] ?? Text
  return <Input {...props} />
}

const inputs: Record<FormField['type'], ComponentType<FieldProps>> = {
  text: Text,
  longtext: LongText,
  number: Numeric,
  money: Money,
  date: Day,
  datetime: Moment,
  boolean: YesNo,
  select: Choice,
  multiselect: Choices,
  user: Person,
  email: props => <Text {...props} type="email" />,
  phone: props => <Text {...props} type="tel" />,
}

function shared({ field, required, error }: FieldProps) {
  return {
    label: field.label,
    description: field.help,
    // Help below the input, so that inputs of a row stand in one line.
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as (
      | 'label'
      | 'input'
      | 'description'
      | 'error'
    )[],
    withAsterisk: required,
    'aria-required': required || undefined,
    error,
    'data-field': field.key,
  }
}

function Text({ type, ...props }: FieldProps & { type?: 'email' | 'tel' }) {
  return (
    <TextInput
      {...shared(props)}
      type={type}
      value={String(props.value ?? '')}
      onChange={event => props.onChange(event.currentTarget.value)}
    />
  )
}

function LongText(props: FieldProps) {
  return (
    <Textarea
      {...shared(props)}
      autosize
      minRows={2}
      maxRows={10}
      value={String(props.value ?? '')}
      onChange={event => props.onChange(event.currentTarget.value)}
    />
  )
}

function Numeric(props: FieldProps) {
  return (
    <NumberInput
      {...shared(props)}
      value={typeof props.value === 'number' ? props.value : ''}
      onChange={value => props.onChange(value === '' ? null : Number(value))}
      {...useNumberMarks()}
      hideControls
    />
  )
}

function Money(props: FieldProps) {
  const { i18n } = useTranslation()
  const sign = new Intl.NumberFormat(i18n.language, {
    style: 'currency',
    currency: props.currency,
    currencyDisplay: 'narrowSymbol',
  })
    .formatToParts(0)
    .find(part => part.type === 'currency')?.value
  return (
    <NumberInput
      {...shared(props)}
      value={typeof props.value === 'number' ? props.value : ''}
      onChange={value => props.onChange(value === '' ? null : Number(value))}
      {...useNumberMarks()}
      decimalScale={2}
      leftSection={sign}
      hideControls
    />
  )
}

function Day(props: FieldProps) {
  return (
    <DateInput
      {...shared(props)}
      value={props.value ? String(props.value).slice(0, 10) : null}
      onChange={value => props.onChange(value)}
      clearable
      popoverProps={{ withinPortal: true }}
    />
  )
}

function Moment(props: FieldProps) {
  return (
    <DateTimePicker
      {...shared(props)}
      value={props.value ? new Date(String(props.value)) : null}
      onChange={value => props.onChange(value ? new Date(value).toISOString() : null)}
      clearable
    />
  )
}

function YesNo(props: FieldProps) {
  const { label, description, error } = shared(props)
  return (
    <Checkbox
      label={label}
      description={description}
      error={error}
      checked={props.value === true}
      onChange={event => props.onChange(event.currentTarget.checked)}
      mt={6}
    />
  )
}

function Choice(props: FieldProps) {
  return (
    <Select
      {...shared(props)}
      data={props.field.options ?? []}
      value={props.value === null ? null : String(props.value)}
      onChange={value => props.onChange(value)}
      searchable={(props.field.options?.length ?? 0) > 8}
      clearable={!props.required}
    />
  )
}

function Choices(props: FieldProps) {
  return (
    <MultiSelect
      {...shared(props)}
      data={props.field.options ?? []}
      value={Array.isArray(props.value) ? props.value.map(String) : []}
      onChange={value => props.onChange(value)}
      searchable
    />
  )
}

function Person(props: FieldProps) {
  const { data: users } = useQuery(usersQuery)
  return (
    <Select
      {...shared(props)}
      data={users?.filter(user => user.active).map(user => ({ value: user.id, label: user.name })) ?? []}
      value={props.value === null ? null : String(props.value)}
      onChange={value => props.onChange(value)}
      searchable
      clearable={!props.required}
    />
  )
}
