import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Catalogue, ConnectorInfo, FieldInfo } from '#designer'
import { decisionsQuery } from '../../api/decisions.ts'
import { importFieldsQuery } from '../../api/imports.ts'
import { teamsQuery, usersQuery } from '../../api/people.ts'
import { connectorsQuery, processesQuery } from '../../api/processes.ts'
import { templatesQuery } from '../../api/templates.ts'
import { workingTimeQuery } from '../../api/workingTime.ts'

/**
 * What can be drawn with: connectors, templates, fields, people. What one may not see, or what is out of reach, is
 * simply not offered; the designer opens all the same.
 */
export function useCatalogue(): Catalogue | undefined {
  const { t } = useTranslation('process')
  const quiet = { retry: false, staleTime: 300_000 } as const
  const results = useQueries({
    queries: [
      { ...connectorsQuery, ...quiet },
      { ...templatesQuery, ...quiet },
      { ...importFieldsQuery, ...quiet },
      { ...processesQuery, ...quiet },
      { ...teamsQuery, ...quiet },
      { ...usersQuery, ...quiet },
      { ...workingTimeQuery('house'), ...quiet },
      { ...decisionsQuery, ...quiet },
    ],
  })
  const [connectors, templates, fields, processes, teams, users, workingTime, decisions] = results
  const settled = results.every(result => !result.isPending)
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once, when everything is there; a later refetch must not rebuild the designer
  return useMemo(() => {
    if (!settled) return undefined
    const roles = ['administrator', 'analyst', 'manager'].map(value => ({ value, label: t(`role.${value}`) }))
    const heads = (teams.data ?? []).flatMap(team => [
      { value: team.id, label: t('team', { name: team.name }) },
      { value: `head:${team.id}`, label: t('headOf', { name: team.name }) },
    ])
    return {
      connectors: (connectors.data ?? []) as unknown as ConnectorInfo[],
      // Drawings call a template by its name alone; its kind follows from who uses it.
      templates: (templates.data ?? []).map(one => ({ ...one, id: one.id.replace(/^\w+:/, '') })),
      fields: byEntity(fields.data ?? {}),
      processes: (processes.data ?? []).map(({ key, name }) => ({ key, name })),
      decisions: (decisions.data ?? []).flatMap(file =>
        file.decisions.map(({ id, name }) => ({ value: id, label: name || id })),
      ),
      groups: [...roles, ...heads],
      users: (users.data ?? []).map(user => ({ value: user.id, label: user.name })),
      workingTime: workingTime.data?.calendar,
    }
  }, [settled])
}

const singular: Record<string, string> = {
  deals: 'deal',
  companies: 'company',
  contacts: 'contact',
  products: 'product',
}

function byEntity(fields: Record<string, FieldInfo[]>): Record<string, FieldInfo[]> {
  return Object.fromEntries(Object.entries(fields).map(([entity, all]) => [singular[entity] ?? entity, all]))
}
