import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError } from '../../api/client.ts'
import { previewTemplate, type TemplateText } from '../../api/templates.ts'
import type { TemplatePreview } from '../../api/types.ts'

/** What the text looks like, as one writes. While it is broken, the last good picture stays. */
export function usePreview(id: string, text: TemplateText, deal: string | null) {
  const [asked] = useDebouncedValue(text, 400)
  const { data, error } = useQuery({
    queryKey: ['templates', 'preview', id, deal, asked],
    queryFn: () => previewTemplate(id, { ...asked, ...(deal && { dealId: deal }) }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const good = useRef<TemplatePreview>(undefined)
  if (data) good.current = data
  return { shown: good.current, error, mistake: mistakeOf(error) }
}

/** What is wrong with the text, and where. */
export interface Mistake {
  message: string
  line?: number
  column?: number
  part?: string
}

function mistakeOf(error: unknown): Mistake | undefined {
  if (!(error instanceof ApiError) || error.code !== 'invalidTemplate') return undefined
  const { line, column, part } = error.details as Omit<Mistake, 'message'>
  return { message: error.message, line, column, part }
}
