import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { importDecisions } from '../../api/decisions.ts'
import { importProcess } from '../../api/processes.ts'

/** A DMN file, by its name or else by its first element's namespace. */
async function isDecisions(file: string | File): Promise<boolean> {
  if (typeof file !== 'string' && /\.dmn$/i.test(file.name)) return true
  const beginning = typeof file === 'string' ? file.slice(0, 4000) : await file.slice(0, 4000).text()
  return beginning.includes('omg.org/spec/DMN/') && !beginning.includes('omg.org/spec/BPMN/')
}

/** Brings a drawing in as a draft, and goes to it; or decisions as their next version. */
export function useImport() {
  const { t } = useTranslation('processes')
  const navigate = useNavigate()
  const client = useQueryClient()
  const bring = useMutation({
    mutationFn: async (xml: string | File) =>
      (await isDecisions(xml))
        ? { decided: await importDecisions(xml) }
        : { drawn: await importProcess(xml) },
    onSuccess: ({ decided, drawn }) => {
      if (decided) {
        void client.invalidateQueries({ queryKey: ['decisions'] })
        const names = decided.decisions.map(({ name }) => name).join(', ')
        notifications.show({ message: t('decisions.imported', { names, version: decided.version }) })
        return
      }
      const { key, problems } = drawn
      void client.invalidateQueries({ queryKey: ['processes'] })
      void client.invalidateQueries({ queryKey: ['process', key] })
      notifications.show({ message: t('imported', { key, count: problems?.length ?? 0 }) })
      navigate(`/processes/${encodeURIComponent(key)}/edit`)
    },
  })
  return {
    take: (xml: string | File) => bring.mutate(xml),
    busy: bring.isPending,
    error: bring.error ?? undefined,
    /** The file that could not be taken in. */
    file: bring.variables instanceof File ? bring.variables.name : undefined,
  }
}
