import { extension, is, list, type Moddle, processOf, text } from '../../modeler/dialect.ts'
import type { Field, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'

const STAGE = 'baton:Stage'
const colors = [
  'gray',
  'blue',
  'cyan',
  'teal',
  'green',
  'lime',
  'yellow',
  'orange',
  'red',
  'pink',
  'grape',
  'violet',
  'indigo',
]

/** A step can be a stage of the pipeline: a column of the board. */
export function stageSection(panel: Panel): Section | undefined {
  const { t, bo } = panel
  if (!is(bo, 'bpmn:Activity') && !is(bo, 'bpmn:EndEvent') && !is(bo, 'bpmn:IntermediateThrowEvent'))
    return undefined
  const stage = extension(bo, STAGE)
  const fields: Field[] = [
    {
      id: 'stage',
      kind: 'toggle',
      label: t('stage.is'),
      hint: stage ? undefined : t('stage.is.hint'),
      get: () => Boolean(stage),
      set: v => (v ? panel.addExtension(STAGE, fresh(panel)) : panel.removeExtension(STAGE)),
    },
  ]
  if (stage) fields.push(...stageFields(panel, stage))
  return { id: 'stage', label: t('section.stage'), fields }
}

function stageFields(panel: Panel, stage: Moddle): Field[] {
  const { t } = panel
  const attribute = (name: string) => ({
    get: () => text(stage, name),
    set: (v: string | boolean | undefined) => panel.change(stage, { [name]: v }),
  })
  const number = (name: string) => ({
    get: () => text(stage, name),
    set: (v: string | boolean | undefined) => {
      const value = Number(v)
      panel.change(stage, { [name]: v === undefined || Number.isNaN(value) ? undefined : value })
    },
    check: (v: string | undefined) => (v && Number.isNaN(Number(v)) ? t('check.number') : undefined),
  })
  return [
    { id: 'stage.name', kind: 'text', label: t('field.name'), ...attribute('name') },
    { id: 'stage.key', kind: 'text', label: t('stage.key'), hint: t('stage.key.hint'), ...attribute('key') },
    {
      id: 'stage.color',
      kind: 'select',
      label: t('stage.color'),
      options: [{ value: '', label: '—' }, ...colors.map(value => ({ value, label: t(`color.${value}`) }))],
      ...attribute('color'),
    },
    {
      id: 'stage.kind',
      kind: 'select',
      label: t('stage.kind'),
      options: ['open', 'won', 'lost'].map(value => ({ value, label: t(`stage.kind.${value}`) })),
      get: () => text(stage, 'kind') || 'open',
      set: v => panel.change(stage, { kind: v }),
    },
    { id: 'stage.probability', kind: 'text', label: t('stage.probability'), ...number('probability') },
    {
      id: 'stage.order',
      kind: 'text',
      label: t('stage.order'),
      hint: t('stage.order.hint'),
      ...number('order'),
    },
    ...jumpFields(panel, stage),
  ]
}

/** From which stages a card may be dragged here although no flow leads this way. */
function jumpFields(panel: Panel, stage: Moddle): Field[] {
  const { t } = panel
  const from = text(stage, 'jumpFrom').split(/\s+/).filter(Boolean)
  const any = from.includes('*')
  const write = (keys: string[]) => panel.change(stage, { jumpFrom: keys.join(' ') || undefined })
  const others = stagesOf(processOf(panel.bo)).filter(other => other !== stage && text(other, 'key'))
  return [
    { id: 'jumpFrom', kind: 'note', label: t('stage.jumpFrom') },
    {
      id: 'stage.jumpFrom.*',
      kind: 'check',
      label: t('stage.jumpFrom.any'),
      get: () => any,
      set: v => write(v ? ['*'] : []),
    },
    ...(any ? [] : others).map((other): Field => {
      const key = text(other, 'key')
      return {
        id: `stage.jumpFrom.${key}`,
        kind: 'check',
        label: text(other, 'name') || key,
        get: () => from.includes(key),
        set: v => write(v ? [...from, key] : from.filter(one => one !== key)),
      }
    }),
  ]
}

/** All stages of a process, in drawing order. */
export function stagesOf(scope: Moddle | undefined): Moddle[] {
  return list(scope, 'flowElements').flatMap(element => {
    const stage = extension(element, STAGE)
    return [...(stage ? [stage] : []), ...(is(element, 'bpmn:SubProcess') ? stagesOf(element) : [])]
  })
}

function fresh(panel: Panel) {
  const name = text(panel.bo, 'name')
  const key = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
  return {
    key: key || text(panel.bo, 'id').toLowerCase(),
    name: name || undefined,
    kind: 'open',
    order: stagesOf(processOf(panel.bo)).length + 1,
  }
}
