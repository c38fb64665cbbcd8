import { Group, Table, Text, UnstyledButton } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import type { Catalogue } from '../catalogue.ts'
import type { Texts } from '../i18n/texts.ts'
import type { DesignerModeler } from '../modeler/create-modeler.ts'
import { is, type Shape } from '../modeler/dialect.ts'
import { selectElement } from '../problems/show.ts'
import { type FeelVariable, variablesAt, variablesOf } from './variables.ts'

interface Props {
  modeler: DesignerModeler
  catalogue: Catalogue
  t: Texts
  version: number
}

/** The names an expression may use at the selected step (or anywhere): a click copies one, its origin leads to the step. */
export function VariablesList({ modeler, catalogue, t, version }: Props) {
  const element = useSelected(modeler)
  const [copied, setCopied] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawing changes in place; its version says when
  const variables = useMemo(() => {
    const bo = element.businessObject
    const all = is(bo, 'bpmn:Process')
      ? [...variablesAt(bo, catalogue, t), ...variablesOf(bo, catalogue, t)]
      : variablesAt(bo, catalogue, t)
    return all.flatMap(variable => flat(variable, ''))
  }, [element, catalogue, t, version])
  const copy = async (name: string) => {
    await navigator.clipboard?.writeText(name).catch(() => {})
    setCopied(name)
  }
  return (
    <Table withRowBorders={false} verticalSpacing={3} fz="sm" highlightOnHover>
      <Table.Tbody>
        {variables.map(({ path, variable }) => (
          <Table.Tr key={path}>
            <Table.Td>
              <UnstyledButton
                ff="monospace"
                fz={12.5}
                onClick={() => void copy(path)}
                aria-label={t('variables.copy', { name: path })}
              >
                {path}
              </UnstyledButton>
              {copied === path && (
                <Text span c="dimmed" fz="xs" ms={8} role="status">
                  {t('variables.copied')}
                </Text>
              )}
            </Table.Td>
            <Table.Td c="dimmed">{variable.detail}</Table.Td>
            <Table.Td c="dimmed">
              <Group gap={6}>
                {variable.from ? (
                  <UnstyledButton td="underline" fz="sm" onClick={() => go(modeler, variable.from)}>
                    {variable.info}
                  </UnstyledButton>
                ) : (
                  variable.info
                )}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function go(modeler: DesignerModeler, id: string | undefined) {
  const element = id ? modeler.get('elementRegistry').get(id) : undefined
  if (element) selectElement(modeler, element)
}

function flat(variable: FeelVariable, prefix: string): { path: string; variable: FeelVariable }[] {
  const path = prefix + variable.name
  return [{ path, variable }, ...(variable.entries ?? []).flatMap(entry => flat(entry, `${path}.`))]
}

function useSelected(modeler: DesignerModeler): Shape {
  const canvas = modeler.get('canvas')
  const [element, setElement] = useState<Shape>(modeler.get('selection').get()[0] ?? canvas.getRootElement())
  useEffect(() => {
    const eventBus = modeler.get('eventBus')
    const onChanged = () => setElement(modeler.get('selection').get()[0] ?? canvas.getRootElement())
    eventBus.on('selection.changed', onChanged)
    return () => eventBus.off('selection.changed', onChanged)
  }, [modeler, canvas])
  return element
}
