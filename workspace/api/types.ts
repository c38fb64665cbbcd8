/**
 * What the API answers, as the browser sees it. One interface a thing; the server's `present…` functions build
 * exactly these. Moments are ISO-8601 instants in UTC, dates without time are `YYYY-MM-DD`, money is a number in
 * the record's own currency (ISO 4217).
 */

export type * from './types/basics.ts'
export type * from './types/deals.ts'
export type * from './types/house.ts'
export type * from './types/instances.ts'
export type * from './types/papers.ts'
export type * from './types/people.ts'
export type * from './types/processes.ts'
export type * from './types/records.ts'
export type * from './types/tasks.ts'
