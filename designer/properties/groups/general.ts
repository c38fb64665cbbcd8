import { child, extension, is, isAny, list, text } from '../../modeler/dialect.ts'
import type { Field, Section } from '../fields.ts'
import type { Panel } from '../panel.ts'

/** Name, id, and what the step is for. */
export function generalSection(panel: Panel): Section {
  const { t, bo } = panel
  const fields: Field[] = []
  if (is(bo, 'bpmn:TextAnnotation')) {
    fields.push({
      id: 'text',
      kind: 'area',
      label: t('field.text'),
      get: () => text(bo, 'text'),
      set: v => panel.update({ text: v }),
    })
  } else if (!is(bo, 'bpmn:Collaboration')) {
    fields.push({
      id: 'name',
      kind: is(bo, 'bpmn:Activity') ? 'area' : 'text',
      label: t(is(bo, 'bpmn:SequenceFlow') ? 'field.flowName' : 'field.name'),
      hint: nameHint(panel),
      get: () => text(bo, 'name'),
      set: v => panel.update({ name: v }),
    })
  }
  fields.push(is(bo, 'bpmn:Process') ? keyNote(panel) : idField(panel))
  fields.push({
    id: 'documentation',
    kind: 'area',
    label: t('field.documentation'),
    hint: is(bo, 'bpmn:UserTask') ? t('field.documentation.task') : undefined,
    get: () => text(list(bo, 'documentation')[0], 'text'),
    set: v => panel.update({ documentation: v ? [panel.create('bpmn:Documentation', { text: v }, bo)] : [] }),
  })
  return { id: 'general', label: t('section.general'), fields, open: true }
}

function idField(panel: Panel): Field {
  const { t, bo } = panel
  return {
    id: 'id',
    kind: 'text',
    label: t('field.id'),
    get: () => text(bo, 'id'),
    set: v => typeof v === 'string' && validId(v) && !taken(panel, v) && panel.update({ id: v }),
    check: v => (validId(v ?? '') ? (taken(panel, v!) ? t('check.idTaken') : undefined) : t('check.id')),
  }
}

/** A process keeps its key: deals, versions and what runs are found by it. */
const keyNote = (panel: Panel): Field => ({
  id: 'id',
  kind: 'note',
  label: panel.t('field.key.is', { key: text(panel.bo, 'id') }),
})

/** What makes a process runnable and a pipeline. */
export function processSection(panel: Panel): Section | undefined {
  const { t } = panel
  const process = is(panel.bo, 'bpmn:Participant') ? child(panel.bo, 'processRef') : panel.bo
  if (!process || !is(process, 'bpmn:Process')) return undefined
  const fields: Field[] = [
    {
      id: 'isExecutable',
      kind: 'toggle',
      label: t('field.executable'),
      hint: t('field.executable.hint'),
      get: () => process.get('isExecutable') === true,
      set: v => panel.change(process, { isExecutable: v === true }),
    },
    {
      id: 'pipeline',
      kind: 'toggle',
      label: t('field.pipeline'),
      hint: t('field.pipeline.hint'),
      get: () => Boolean(extension(process, 'baton:Pipeline')),
      set: v =>
        v
          ? panel.addExtension('baton:Pipeline', { entity: 'deal' }, process)
          : panel.removeExtension('baton:Pipeline', process),
    },
    {
      id: 'versionTag',
      kind: 'text',
      label: t('field.versionTag'),
      hint: t('field.versionTag.hint'),
      get: () => text(extension(process, 'baton:Version'), 'tag'),
      set: v => panel.setExtension('baton:Version', { tag: v }, process),
    },
  ]
  if (process !== panel.bo) {
    fields.unshift({
      id: 'processId',
      kind: 'text',
      label: t('field.key'),
      get: () => text(process, 'id'),
      set: v => typeof v === 'string' && validId(v) && panel.change(process, { id: v }),
    })
  }
  return { id: 'process', label: t('section.process'), fields, open: true }
}

const validId = (id: string) => /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(id)

function taken(panel: Panel, id: string): boolean {
  const ids = (panel.bo as unknown as { $model: { ids: { assigned(id: string): unknown } } }).$model.ids
  const owner = ids.assigned(id)
  return Boolean(owner && owner !== panel.bo)
}

function nameHint(panel: Panel): string | undefined {
  const { bo, t } = panel
  if (!is(bo, 'bpmn:SequenceFlow')) return undefined
  const source = child(bo, 'sourceRef')
  return isAny(source, ['bpmn:UserTask']) ? t('field.flowName.outcome') : undefined
}
