/** What the crash test asks its workers, and what they write down. */
export type Ask =
  /** Of the process `fire`, unless another is named. */
  | { type: 'start'; order: string; key?: string }
  | { type: 'complete'; instance: string; token: string; id: string }
  | { type: 'message'; order: string; id: string }

export interface Told {
  type: string
  id: string
  token?: string | undefined
}
