import { extension } from '../../modeler/dialect.ts'
import type { Field } from '../fields.ts'
import type { Panel } from '../panel.ts'

/** Whose working time counts, and whether what ends outside it waits; kept as two attributes of an extension. */
export function countingFields(panel: Panel, type: string, calendar: string, within: string): Field[] {
  const { t, bo } = panel
  return [
    {
      id: `${type}.${calendar}`,
      kind: 'select',
      label: t('timer.calendar'),
      hint: t('timer.calendar.hint'),
      options: [
        { value: '', label: t('timer.calendar.house') },
        { value: 'owner', label: t('timer.calendar.owner') },
        { value: 'team', label: t('timer.calendar.team') },
      ],
      get: () => panel.extensionText(type, calendar),
      set: v => panel.setExtension(type, { [calendar]: v || undefined }),
    },
    {
      id: `${type}.${within}`,
      kind: 'check',
      label: t('timer.within'),
      hint: t('timer.within.hint'),
      get: () => extension(bo, type)?.get(within) === true,
      set: v => panel.setExtension(type, { [within]: v === true ? true : undefined }),
    },
  ]
}
