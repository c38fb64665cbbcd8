import { useQuery } from '@tanstack/react-query'
import { settingsQuery } from '../../api/settings.ts'
import type { RecordField } from './kind.ts'

/** The fields the house has added to an entity, as fields of a form (`fields.<key>`). */
export function useCustomFields(entity: 'deal' | 'company' | 'contact' | 'product'): RecordField[] {
  const { data } = useQuery(settingsQuery)
  const added = (data?.customFields as Record<string, RecordField[]> | undefined)?.[entity] ?? []
  return added.map(field => ({ ...field, key: `fields.${field.key}` }))
}
