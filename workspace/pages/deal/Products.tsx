import {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Table,
  Text,
  TextInput,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeDeal } from '../../api/deals.ts'
import { productsLookUp } from '../../api/people.ts'
import { useCan } from '../../api/session.ts'
import type { Deal } from '../../api/types.ts'
import { messageOf } from '../../components/ErrorCard.tsx'
import { useNumberMarks } from '../../components/format.ts'
import { LookUp } from '../../components/LookUp.tsx'
import { Money } from '../../components/Money.tsx'
import { type EditedLine, faultOf, linesOf, linesOut, newLine, sumOf, totalOf } from './lines.ts'

/** What is sold in the deal: lines from the price list or in own words, with their sum. */
export function Products({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const mayWrite = useCan()('deals.write')
  const queryClient = useQueryClient()
  const [edited, setEdited] = useState<EditedLine[]>()
  const lines = edited ?? linesOf(deal.products)
  const sum = sumOf(lines, deal.discount)
  const [asAmount, setAsAmount] = useState(deal.amount === null || deal.amount === sum)
  const save = useMutation({
    mutationFn: () =>
      changeDeal(deal.id, {
        products: linesOut(lines),
        ...(asAmount && lines.length > 0 && { amount: sum }),
        version: deal.version,
      }),
    onSuccess: saved => {
      setEdited(undefined)
      queryClient.setQueryData(['deal', deal.id], saved)
      void queryClient.invalidateQueries({ queryKey: ['deals'] })
      void queryClient.invalidateQueries({ queryKey: ['deal', deal.id] })
      notifications.show({ color: 'teal', message: t('common:saved') })
    },
  })
  if (lines.length === 0 && !mayWrite) return null
  const change = (key: string, values: Partial<EditedLine>) =>
    setEdited(lines.map(line => (line.key === key ? { ...line, ...values } : line)))
  const fault = edited && lines.map(faultOf).find(found => found !== undefined)

  return (
    <section aria-label={t('details.products')}>
      <Group justify="space-between" mb={4}>
        <Text fw={650}>{t('details.products')}</Text>
        {mayWrite && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => setEdited([...lines, newLine()])}
          >
            {t('details.addLine')}
          </Button>
        )}
      </Group>
      {lines.length === 0 && <Text c="dimmed">{t('details.noLines')}</Text>}
      {lines.length > 0 && (
        <Table.ScrollContainer minWidth={560}>
          <Table className="tabular" verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th miw={160}>{t('details.product')}</Table.Th>
                <Table.Th w={72}>{t('details.quantityShort')}</Table.Th>
                <Table.Th w={100}>{t('details.price')}</Table.Th>
                <Table.Th w={74}>{t('details.discountShort')}</Table.Th>
                <Table.Th ta="end">{t('details.total')}</Table.Th>
                {mayWrite && <Table.Th w={34} />}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lines.map((line, index) => (
                <Line
                  key={line.key}
                  line={line}
                  label={t('details.line', { number: index + 1 })}
                  currency={deal.currency}
                  readOnly={!mayWrite}
                  onChange={values => change(line.key, values)}
                  onRemove={() => setEdited(lines.filter(other => other !== line))}
                />
              ))}
            </Table.Tbody>
            <Table.Tfoot>
              <Table.Tr>
                <Table.Th colSpan={4}>
                  {deal.discount ? t('details.sumAfter', { discount: deal.discount }) : t('details.sum')}
                </Table.Th>
                <Table.Th ta="end">
                  <Money value={sum} currency={deal.currency} />
                </Table.Th>
                {mayWrite && <Table.Th />}
              </Table.Tr>
            </Table.Tfoot>
          </Table>
        </Table.ScrollContainer>
      )}
      {save.error && (
        <Alert color="red" variant="light" role="alert" title={t('details.failed')} mt="xs">
          {messageOf(save.error)}
        </Alert>
      )}
      {mayWrite && (edited || (lines.length > 0 && deal.amount !== sum)) && (
        <Group justify="space-between" mt="xs">
          <Checkbox
            label={t('details.asAmount')}
            checked={asAmount}
            onChange={event => {
              setAsAmount(event.currentTarget.checked)
              setEdited(lines)
            }}
          />
          {edited && (
            <Group gap="xs">
              {fault && (
                <Text fz="xs" c="dimmed">
                  {t(`details.fault.${fault}`)}
                </Text>
              )}
              <Button variant="default" onClick={() => setEdited(undefined)}>
                {t('common:cancel')}
              </Button>
              <Button disabled={fault !== undefined} loading={save.isPending} onClick={() => save.mutate()}>
                {t('details.saveLines')}
              </Button>
            </Group>
          )}
        </Group>
      )}
    </section>
  )
}

interface LineProps {
  line: EditedLine
  label: string
  currency: string
  readOnly: boolean
  onChange(values: Partial<EditedLine>): void
  onRemove(): void
}

function Line({ line, label, currency, readOnly, onChange, onRemove }: LineProps) {
  const { t } = useTranslation('deal')
  const marks = useNumberMarks()
  const number = (key: 'quantity' | 'price' | 'discount', more: object) => (
    <NumberInput
      aria-label={`${label}: ${t(`details.${key === 'discount' ? 'discountShort' : key}`)}`}
      {...marks}
      size="xs"
      hideControls
      readOnly={readOnly}
      value={line[key] ?? ''}
      onChange={value => onChange({ [key]: value === '' ? null : Number(value) })}
      {...more}
    />
  )
  return (
    <Table.Tr>
      <Table.Td>
        {line.productId === null ? (
          <TextInput
            aria-label={`${label}: ${t('details.product')}`}
            size="xs"
            readOnly={readOnly}
            value={line.name}
            onChange={event => onChange({ name: event.currentTarget.value })}
          />
        ) : (
          <LookUp
            aria-label={`${label}: ${t('details.product')}`}
            placeholder={t('details.chooseProduct')}
            clearable={false}
            size="xs"
            readOnly={readOnly}
            query={productsLookUp}
            value={line.productId ? { id: line.productId, name: line.name } : null}
            onChange={(id, product) =>
              onChange({
                productId: id ?? '',
                name: product?.name ?? '',
                ...(product?.price !== undefined && { price: product.price }),
              })
            }
          />
        )}
      </Table.Td>
      <Table.Td>{number('quantity', { min: 0, decimalScale: 3 })}</Table.Td>
      <Table.Td>{number('price', { decimalScale: 2 })}</Table.Td>
      <Table.Td>{number('discount', { min: 0, max: 100, suffix: ' %' })}</Table.Td>
      <Table.Td ta="end">
        <Money value={totalOf(line)} currency={currency} />
      </Table.Td>
      {!readOnly && (
        <Table.Td>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            aria-label={`${label}: ${t('common:delete')}`}
            onClick={onRemove}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </Table.Td>
      )}
    </Table.Tr>
  )
}
