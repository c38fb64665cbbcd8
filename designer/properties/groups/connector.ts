import type { ConnectorInfo, PropertySchema } from '../../catalogue.ts'
import {
  eventDefinition,
  extension,
  is,
  isAny,
  list,
  type Moddle,
  processOf,
  text,
} from '../../modeler/dialect.ts'
import type { Field, Option, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'
import { stagesOf } from './stage.ts'

const CONNECTOR = 'baton:Connector'

/** What an automatic step does: the connector and its inputs, made from the connector's own schema. */
export function connectorSection(panel: Panel): Section | undefined {
  const { t, bo, config } = panel
  const carries =
    isAny(bo, ['bpmn:ServiceTask', 'bpmn:SendTask']) ||
    (isAny(bo, ['bpmn:IntermediateThrowEvent', 'bpmn:EndEvent']) &&
      eventDefinition(bo, 'bpmn:MessageEventDefinition'))
  const type = panel.extensionText(CONNECTOR, 'type')
  if (!carries && !type) return undefined
  const known = config.connectors.find(connector => connector.type === type)
  const fields: Field[] = [
    {
      id: 'connector.type',
      kind: 'select',
      label: t('connector.type'),
      hint: known ? t.or(`connector.${type}.hint`, known.description) : undefined,
      options: [
        { value: '', label: t('connector.none') },
        ...config.connectors.map(one => ({
          value: one.type,
          label: t.or(`connector.${one.type}`, one.title),
        })),
      ],
      get: () => type,
      set: v => (v ? panel.setExtension(CONNECTOR, { type: v }, bo, true) : panel.removeExtension(CONNECTOR)),
    },
    ...(type ? inputFields(panel, known) : []),
  ]
  const title = known ? t.or(`connector.${type}`, known.title) : t('section.connector')
  return { id: 'connector', label: title, fields, open: true }
}

/** How often to try again, and under which name later steps find the result. */
export function failureSection(panel: Panel): Section | undefined {
  const { t } = panel
  const connector = extension(panel.bo, CONNECTOR)
  if (!connector) return undefined
  const attribute = (name: string) => ({
    id: `connector.${name}`,
    label: t(`connector.${name}`),
    hint: t(`connector.${name}.hint`),
    get: () => text(connector, name),
    set: (v: string | boolean | undefined) => panel.change(connector, { [name]: v }),
  })
  return {
    id: 'failure',
    label: t('section.failure'),
    fields: [
      {
        ...attribute('retries'),
        kind: 'text',
        placeholder: '3',
        set: v =>
          panel.change(connector, {
            retries: v === undefined || Number.isNaN(Number(v)) ? undefined : Number(v),
          }),
        check: v => (v && !/^\d+$/.test(v) ? t('check.number') : undefined),
      },
      { ...attribute('backoff'), kind: 'text', placeholder: 'PT1M' },
      { ...attribute('result'), kind: 'text' },
    ],
  }
}

function inputFields(panel: Panel, known: ConnectorInfo | undefined): Field[] {
  const given = panel.items(CONNECTOR, 'parameters').map(parameter => text(parameter, 'name'))
  const schema = known?.input.properties ?? {}
  const required = known?.input.required ?? []
  const names = [...Object.keys(schema), ...given.filter(name => !(name in schema))]
  return names.map(name => inputField(panel, name, schema[name] ?? {}, required.includes(name)))
}

function inputField(panel: Panel, name: string, schema: PropertySchema, required: boolean): Field {
  const { t } = panel
  const type = panel.extensionText(CONNECTOR, 'type')
  const label = t.or(`connector.${type}.${name}`, schema.title ?? name)
  const base = {
    id: `connector.${name}`,
    label: required ? `${label} *` : label,
    hint: t.or(`connector.${type}.${name}.hint`, schema.description ?? '') || undefined,
    placeholder: schema.examples?.[0] === undefined ? undefined : String(schema.examples[0]),
    variables: panel.variables,
    get: () => text(parameterOf(panel, name), 'value'),
    set: (v: string | boolean | undefined) =>
      setParameter(panel, name, v === undefined ? undefined : String(v)),
  }
  const options = optionsOf(panel, schema)
  if (options) return { ...base, kind: 'choice', options: [{ value: '', label: '—' }, ...options] }
  const types = [schema.type ?? 'string'].flat()
  if (types.includes('boolean')) {
    const words = ['true', 'false'].map(value => ({ value, label: t(`bool.${value}`) }))
    return { ...base, kind: 'choice', options: [{ value: '', label: '—' }, ...words] }
  }
  const structured = schema.format === 'expression' || types.every(one => one === 'object' || one === 'array')
  if (structured) return { ...base, kind: 'feel' }
  const long = ['longtext', 'textarea', 'multiline', 'html', 'markdown'].includes(schema.format ?? '')
  return { ...base, kind: long ? 'fxArea' : 'fx' }
}

function optionsOf(panel: Panel, schema: PropertySchema): Option[] | undefined {
  const { config } = panel
  const source = schema['x-choices'] ?? byFormat[schema.format ?? '']
  if (Array.isArray(source)) return source
  if (schema.enum) return schema.enum.map(value => ({ value: String(value), label: String(value) }))
  if (typeof source !== 'string') return undefined
  // `templates:email` or, as an address would say it, `templates?kind=email`.
  const [what, which] = source.replace('?kind=', ':').split(':')
  if (what === 'templates') {
    return config.templates
      .filter(one => !which || one.kind === which)
      .map(one => ({ value: one.id, label: one.name }))
  }
  if (what === 'stages') {
    return stagesOf(processOf(panel.bo)).map(one => ({
      value: text(one, 'key'),
      label: text(one, 'name') || text(one, 'key'),
    }))
  }
  if (what === 'users') return [{ value: '=deal.owner', label: panel.t('people.owner') }, ...config.users]
  if (what === 'groups' || what === 'roles' || what === 'teams') return config.groups
  if (what === 'processes') return config.processes.map(one => ({ value: one.key, label: one.name }))
  if (what === 'fields')
    return (config.fields[which ?? 'deal'] ?? []).map(one => ({ value: one.key, label: one.label }))
  return undefined
}

const byFormat: Record<string, string> = { user: 'users', stage: 'stages', process: 'processes' }

const parameterOf = (panel: Panel, name: string): Moddle | undefined =>
  panel.items(CONNECTOR, 'parameters').find(parameter => text(parameter, 'name') === name)

function setParameter(panel: Panel, name: string, value: string | undefined) {
  const connector = extension(panel.bo, CONNECTOR)
  const existing = parameterOf(panel, name)
  if (!connector) return
  const parameters = list(connector, 'parameters')
  if (value === undefined)
    return panel.change(connector, { parameters: parameters.filter(one => one !== existing) })
  if (existing) return panel.change(existing, { value })
  panel.change(connector, {
    parameters: [...parameters, panel.create('baton:Parameter', { name, value }, connector)],
  })
}

/** Whether a step may carry input and output mappings. */
export const mayMap = (bo: Moddle): boolean =>
  is(bo, 'bpmn:Activity') || isAny(bo, ['bpmn:CatchEvent', 'bpmn:ThrowEvent'])
