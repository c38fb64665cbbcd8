import { text } from '../../modeler/dialect.ts'
import type { Section } from '../fields.ts'
import type { Panel } from '../panel.ts'
import { mayMap } from './connector.ts'

const MAPPING = 'baton:Mapping'

/** Values handed to a step, and values it hands on: lists of name and expression. */
export function mappingSections(panel: Panel): Section[] {
  return mayMap(panel.bo)
    ? [mappingSection(panel, 'inputs', 'baton:Input'), mappingSection(panel, 'outputs', 'baton:Output')]
    : []
}

function mappingSection(panel: Panel, list: 'inputs' | 'outputs', type: string): Section {
  const { t } = panel
  const items = panel.items(MAPPING, list)
  const extra = list === 'outputs' ? [{ name: 'result', info: t('variable.result') }] : []
  return {
    id: list,
    label: t(`section.${list}`),
    items: items.map((item, at) => ({
      id: `${list}.${at}`,
      label: text(item, 'target'),
      fields: [
        {
          id: `${list}.${at}.target`,
          kind: 'text',
          label: t('mapping.target'),
          get: () => text(item, 'target'),
          set: v => panel.change(item, { target: v }),
        },
        {
          id: `${list}.${at}.source`,
          kind: 'feel',
          label: t('mapping.source'),
          variables: [...extra, ...panel.variables],
          get: () => text(item, 'source'),
          set: v => panel.change(item, { source: v }),
        },
      ],
      remove: () =>
        panel.setItems(
          MAPPING,
          list,
          items.filter(other => other !== item),
        ),
    })),
    add: () => panel.addItem(MAPPING, list, type, { target: `value${items.length + 1}` }),
  }
}
