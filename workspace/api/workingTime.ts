/** When the house, a team or a person works; what follows for timers. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at } from './paged.ts'

export type Span = [opens: string, closes: string]
export type Hours = Record<string, Span[]>

/** What is said for somebody; what is left out is the team's or the house's. */
export interface Said {
  zone?: string
  hours?: Hours
  place?: { country: string; state?: string } | null
  closed: { from: string; until: string; name: string }[]
  days: { date: string; hours: Span[]; name: string }[]
}

export interface WorkingTime {
  /** `house`, `team:<id>` or `user:<id>`. */
  whose: string
  name?: string
  version: number
  said?: Said
  calendar: { zone: string; hours?: Hours; holidays: string[]; days?: Hours }
}

export interface Choice {
  code: string
  name: string
}

export const workingTimesQuery = queryOptions({
  queryKey: ['workingTime'],
  queryFn: async () =>
    (await api.get<{ items: { whose: string; name?: string; said: Said }[] }>('working-time')).items,
})

export const workingTimeQuery = (whose: string) =>
  queryOptions({
    queryKey: ['workingTime', whose],
    queryFn: () => api.get<WorkingTime>(at('working-time', whose)),
  })

export const saveWorkingTime = (whose: string, said: Said, version: number) =>
  api.put<WorkingTime>(at('working-time', whose), { ...said, version })
export const forgetWorkingTime = (whose: string) => api.delete(at('working-time', whose))

/** Countries, or the states of one. */
export const placesQuery = (language: string, country?: string) =>
  queryOptions({
    queryKey: ['workingTime', 'places', language, country ?? ''],
    queryFn: async () =>
      (await api.get<{ items: Choice[] }>('working-time/places', { language, country })).items,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const holidaysQuery = (language: string, year: number, place?: Said['place']) =>
  queryOptions({
    queryKey: ['workingTime', 'holidays', language, year, place?.country ?? '', place?.state ?? ''],
    queryFn: async () =>
      (
        await api.get<{ items: { date: string; name: string }[] }>('working-time/holidays', {
          language,
          year,
          country: place?.country,
          state: place?.state,
        })
      ).items,
    enabled: !!place,
    staleTime: Number.POSITIVE_INFINITY,
  })

export interface Asked {
  whose: string
  from: string
  text: string
  within: boolean
  said?: Said
}

/** When a timer would be due, by what is being edited. */
export const previewQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['workingTime', 'preview', asked],
    queryFn: () => api.post<{ zone: string; due?: string; problem?: string }>('working-time/preview', asked),
    placeholderData: keepPreviousData,
    retry: false,
  })
