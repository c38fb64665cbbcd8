/** What a step did, in the order in which it did it; history and the designer's playback show these. */
export interface Trace {
  verb:
    | 'start'
    | 'enter'
    | 'leave'
    | 'take'
    | 'arrive'
    | 'wait'
    | 'cancel'
    | 'throw'
    | 'catch'
    | 'end'
    | 'incident'
    | 'resolve'
    | 'set'
    | 'jump'
  node?: string
  flow?: string
  token?: string
  scope?: string
  note?: string
}
