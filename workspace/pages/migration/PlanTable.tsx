import { Badge, MultiSelect, Select, Stack, Switch, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanStep, Proposal } from '../../api/migrations.ts'

export interface Plan {
  nodes: Record<string, string>
  /** Events of the new version that begin to wait anew. */
  renew: string[]
}

interface Props {
  proposal: Proposal
  plan: Plan
  onChange(plan: Plan): void
}

/** What each step becomes: the same by its id, a proposal by its name, or what a person chooses. */
export function PlanTable({ proposal, plan, onChange }: Props) {
  const { t } = useTranslation('migration')
  const [all, showAll] = useState(false)
  const { steps, targets } = proposal
  const shown = all ? steps : steps.filter(step => step.standing > 0)
  const labels = targets.map(({ id, name, type }) => ({
    value: id,
    label: name === id ? `${id} (${t(`type.${type}`)})` : `${name} (${t(`type.${type}`)})`,
  }))
  const events = labels.filter((_, index) => /Event$/.test(targets[index]!.type))
  const becomes = (step: PlanStep) => plan.nodes[step.node] ?? step.to ?? null
  return (
    <Stack gap="sm">
      <Switch
        checked={all}
        onChange={event => showAll(event.currentTarget.checked)}
        label={t('plan.all', { count: steps.length })}
      />
      <Table verticalSpacing={6} aria-label={t('plan.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('plan.step')}</Table.Th>
            <Table.Th scope="col" ta="end" w={90}>
              {t('plan.standing')}
            </Table.Th>
            <Table.Th scope="col" w="45%">
              {t('plan.becomes')}
            </Table.Th>
            <Table.Th scope="col" w={150} aria-label={t('plan.how')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(step => (
            <Table.Tr key={step.node}>
              <Table.Td>
                {step.name}{' '}
                <Text span fz="xs" c="dimmed">
                  {t(`type.${step.type}`)}
                </Text>
              </Table.Td>
              <Table.Td ta="end" className="tabular">
                {step.standing || ''}
              </Table.Td>
              <Table.Td>
                <Select
                  aria-label={t('plan.becomesOf', { name: step.name })}
                  placeholder={t('plan.choose')}
                  data={labels}
                  value={becomes(step)}
                  onChange={to => onChange({ ...plan, nodes: { ...plan.nodes, [step.node]: to! } })}
                  allowDeselect={false}
                  searchable
                  size="xs"
                />
              </Table.Td>
              <Table.Td>
                <How step={step} to={becomes(step)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <MultiSelect
        label={t('plan.renew')}
        description={t('plan.renewHelp')}
        data={events}
        value={plan.renew}
        onChange={renew => onChange({ ...plan, renew })}
        searchable
        clearable
        maw={560}
      />
    </Stack>
  )
}

function How({ step, to }: { step: PlanStep; to: string | null }) {
  const { t } = useTranslation('migration')
  if (to === null) {
    return step.standing > 0 ? (
      <Badge color="red">{t('plan.missing')}</Badge>
    ) : (
      <Text fz="xs" c="dimmed">
        {t('plan.gone')}
      </Text>
    )
  }
  if (to === step.node) {
    return (
      <Text fz="xs" c="dimmed">
        {t('plan.same')}
      </Text>
    )
  }
  return (
    <Badge color="brand">{t(step.by === 'name' && to === step.to ? 'plan.byName' : 'plan.changed')}</Badge>
  )
}
