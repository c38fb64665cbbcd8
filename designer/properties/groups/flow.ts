import { child, is, isAny, text } from '../../modeler/dialect.ts'
import type { Field, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'

/** When a way is taken: a condition, or when no other holds. */
export function conditionSection(panel: Panel): Section | undefined {
  const { t, bo } = panel
  const source = child(bo, 'sourceRef')
  if (!is(bo, 'bpmn:SequenceFlow') || !source) return undefined
  const chooses = isAny(source, [
    'bpmn:ExclusiveGateway',
    'bpmn:InclusiveGateway',
    'bpmn:ComplexGateway',
    'bpmn:Activity',
  ])
  if (!chooses) return undefined
  const isDefault = child(source, 'default') === bo
  const sourceShape = panel.element.source
  const fields: Field[] = [
    {
      id: 'default',
      kind: 'toggle',
      label: t('flow.default'),
      hint: t('flow.default.hint'),
      get: () => isDefault,
      set: v => sourceShape && panel.updateOther(sourceShape, { default: v ? bo : undefined }),
    },
  ]
  if (!isDefault) {
    fields.unshift({
      id: 'condition',
      kind: 'feel',
      label: t('flow.condition'),
      hint: t('flow.condition.hint'),
      variables: panel.variables,
      get: () => text(child(bo, 'conditionExpression'), 'body'),
      set: v =>
        panel.update({
          conditionExpression: v ? panel.create('bpmn:FormalExpression', { body: v }, bo) : undefined,
        }),
    })
  }
  return { id: 'condition', label: t('section.condition'), fields, open: true }
}

/** The ways out of a gateway, with their conditions, in one place. */
export function waysSection(panel: Panel): Section | undefined {
  const { t, bo, element } = panel
  if (!isAny(bo, ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'])) return undefined
  const flows = element.outgoing.filter(flow => is(flow, 'bpmn:SequenceFlow'))
  if (flows.length < 2) return undefined
  const options = flows.map(flow => ({
    value: flow.id,
    label:
      text(flow.businessObject, 'name') ||
      t('flow.to', { step: text(flow.target?.businessObject, 'name') || (flow.target?.id ?? '') }),
  }))
  const fields: Field[] = [
    {
      id: 'default',
      kind: 'select',
      label: t('gateway.default'),
      hint: t('gateway.default.hint'),
      options: [{ value: '', label: '—' }, ...options],
      get: () => child(bo, 'default')?.id,
      set: v => panel.update({ default: flows.find(flow => flow.id === v)?.businessObject }),
    },
    ...flows
      .filter(flow => child(bo, 'default') !== flow.businessObject)
      .map(
        (flow): Field => ({
          id: `way.${flow.id}`,
          kind: 'feel',
          label: t('gateway.when', { way: options.find(option => option.value === flow.id)!.label }),
          variables: panel.variables,
          get: () => text(child(flow.businessObject, 'conditionExpression'), 'body'),
          set: v =>
            panel.updateOther(flow, {
              conditionExpression: v
                ? panel.create('bpmn:FormalExpression', { body: v }, flow.businessObject)
                : undefined,
            }),
        }),
      ),
  ]
  return { id: 'ways', label: t('section.ways'), fields, open: true }
}
