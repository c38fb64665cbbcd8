import {
  Badge,
  Button,
  Card,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import type { FormField, Json, UserTask, Variables } from '#engine/pure.ts'
import type { Texts } from '../i18n/texts.ts'
import { momentIn } from './clock.ts'
import { completeTask, type OpenTask, type Simulation } from './simulation.ts'
import type { Playing } from './usePlaying.ts'

interface Props {
  task: OpenTask
  simulation: Simulation
  playing: Playing
  t: Texts
}

/** The made-up people have names; everybody else is called as the drawing calls them. */
function nameIn({ owner, manager }: Record<string, Json>, id: string): string {
  const known = [owner, manager].find(
    one => one !== null && typeof one === 'object' && !Array.isArray(one) && one.id === id,
  ) as { name?: Json } | undefined
  return typeof known?.name === 'string' ? known.name : id
}

/** A task as its owner would see it, in short: who gets it, its form, its buttons. */
export function TaskCard({ task, simulation, playing, t }: Props) {
  const [values, setValues] = useState<Variables>(task.values)
  const people = task.assignee ? [task.assignee] : [...task.candidateUsers, ...task.candidateGroups]
  const who = people.map(one => nameIn(simulation.data, one)).join(', ')
  const due = task.due && momentIn(simulation.data, task.due, t)
  return (
    <Card padding="sm">
      <Group justify="space-between">
        <Text fw={600}>{task.name}</Text>
        <Badge variant="light">{t('test.task')}</Badge>
      </Group>
      <Text c="dimmed" fz="sm">
        {[who ? t('test.givenTo', { who }) : t('test.givenToNobody'), due && t('test.dueAt', { moment: due })]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <Stack gap={6} mt={8}>
        {task.form.map(field => (
          <Field
            key={field.key}
            field={field}
            value={values[field.key] ?? null}
            onChange={value => setValues({ ...values, [field.key]: value })}
            t={t}
          />
        ))}
      </Stack>
      <Group gap="xs" mt={10}>
        {task.outcomes.map(outcome => {
          const missing = missingFields(task, outcome.requires, values)
          const color = outcome.tone === 'negative' ? 'red' : outcome.tone === 'positive' ? undefined : 'gray'
          return (
            <Button
              key={outcome.id}
              size="xs"
              variant={outcome.tone === 'positive' ? 'filled' : 'light'}
              color={color}
              title={
                missing.length > 0
                  ? t('test.missing', { fields: missing.join(', ') })
                  : outcome.after.join(' → ')
              }
              disabled={missing.length > 0}
              onClick={() => playing.play(now => completeTask(now, task, outcome.id, values))}
            >
              {outcome.id === 'complete' ? t('test.done') : outcome.name}
            </Button>
          )
        })}
      </Group>
    </Card>
  )
}

/** Labels of the fields that an outcome needs and that are empty. */
function missingFields(task: UserTask, requires: string[], values: Variables): string[] {
  const empty = (value: Json | undefined) => value === undefined || value === null || value === ''
  return task.form
    .filter(field => (field.required || requires.includes(field.key)) && empty(values[field.key]))
    .map(field => field.label)
}

interface FieldProps {
  field: FormField
  value: Json
  onChange: (value: Json) => void
  t: Texts
}

function Field({ field, value, onChange }: FieldProps) {
  const shared = { size: 'xs', label: field.label, withAsterisk: field.required } as const
  const text = typeof value === 'string' ? value : value === null ? '' : String(value)
  const onText = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value || null)
  switch (field.type) {
    case 'boolean':
      return (
        <Checkbox
          size="xs"
          label={field.label}
          checked={value === true}
          onChange={event => onChange(event.currentTarget.checked)}
        />
      )
    case 'number':
    case 'money':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' ? value : ''}
          onChange={next => onChange(typeof next === 'number' ? next : null)}
          min={field.min}
          max={field.max}
        />
      )
    case 'select':
      return (
        <Select
          {...shared}
          data={field.options ?? []}
          value={text || null}
          onChange={next => onChange(next)}
          clearable
        />
      )
    case 'longtext':
      return <Textarea {...shared} autosize minRows={1} value={text} onChange={onText} />
    default:
      return <TextInput {...shared} type={inputTypes[field.type] ?? 'text'} value={text} onChange={onText} />
  }
}

const inputTypes: Partial<Record<FormField['type'], string>> = {
  date: 'date',
  datetime: 'datetime-local',
  email: 'email',
  phone: 'tel',
}
