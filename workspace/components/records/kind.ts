import type { Icon } from '@tabler/icons-react'
import type { AnyRecord, RecordKind, RecordKinds } from '../../api/records.ts'
import type { FormField } from '../../api/types.ts'
import type { Column } from '../DataList.tsx'

/** A field of a record's form: one of the tasks' kinds, a reference to a company (its id goes out), or a year. */
export type RecordField = Omit<FormField, 'type'> & { type: FormField['type'] | 'company' | 'year' }

/** What tells one kind of record from the others; everything else about them is shared. */
export interface Kind<K extends RecordKind> {
  kind: K
  /** Namespace of its texts, also the entity's name in the settings' custom fields. */
  entity: 'company' | 'contact' | 'product'
  icon: Icon
  columns: Column<RecordKinds[K]>[]
  fields: RecordField[]
  /** What a new one begins with. */
  blank?: Record<string, string | number | boolean | null>
  /** Query of the deals list that finds the deals of a record. */
  dealsOf(record: RecordKinds[K]): Record<string, string>
  /** Whether people belong to it, who are shown with it. */
  hasPeople?: boolean
  /** Currency of its sums. */
  currencyOf?(record: AnyRecord): string
}
