import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { addImportFile, startImport } from '../../api/imports.ts'

export type Upload = ReturnType<typeof useUpload>

/** Takes chosen files to the server, one after the other; without an import, the first file begins one. */
export function useUpload(id?: string) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async (files: File[]) => {
      let target = id
      for (const file of files) {
        if (target) await addImportFile(target, file)
        else target = (await startImport(file)).id
      }
      return target
    },
    onSuccess: target => {
      if (!id && target) navigate(`/import/${target}`)
    },
    // Files before a broken one have arrived: show them in any case.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['imports'] })
      if (id) void queryClient.invalidateQueries({ queryKey: ['import', id] })
    },
  })
}
