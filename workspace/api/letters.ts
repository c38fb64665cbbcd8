/** Letters: what went out by mail, and what waits because no mail server is set up. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { Letter, LetterRow } from './types.ts'

export const lettersQuery = (filter: { status?: string; q?: string; deal?: string }) =>
  pagesOf<LetterRow>(['letters'], 'letters', filter)

export const letterQuery = (id: string) =>
  queryOptions({ queryKey: ['letter', id], queryFn: () => api.get<Letter>(at('letters', id)) })

/** Tries once more to send it. */
export const sendLetter = (id: string) => api.post<LetterRow>(at('letters', id, 'send'), {})
