/** Letters: what went out by mail, and what waits because no mail server is set up. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { Letter, LetterRow } from './types.ts'

export const lettersQuery = (filter: { status?: string; q?: string; deal?: string }) =>
  pagesOf<LetterRow>(['letters'], 'letters', filter)

/** A letter opened: with what to do where it failed, and the process that wrote it. */
export type OpenedLetter = Letter & { cc?: string; cure?: string; instance?: string }

export const letterQuery = (id: string) =>
  queryOptions({ queryKey: ['letter', id], queryFn: () => api.get<OpenedLetter>(at('letters', id)) })

/** Tries once more to send it. */
export const sendLetter = (id: string) => api.post<LetterRow>(at('letters', id, 'send'), {})
