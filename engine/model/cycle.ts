/**
 * Repetitions: `R3/PT1H`, `R/2026-12-01T09:00:00Z/P1D`, `R5/PT1H/2026-12-01T09:00:00Z`, and cron.
 *
 * Every round is counted from the cycle's anchor, not from the round before, so that neither drift nor a short month
 * carries over, and each round keeps its own due moment however late it is fired.
 */
import { Cron } from 'croner'
import type { Instant } from './json.ts'
import { readDuration, readMoment, shift } from './moments.ts'

/** What a timer keeps between rounds; plain JSON. */
export type Cycle =
  | {
      type: 'repeat'
      zone: string
      every: string
      anchor: Instant
      /** The next round is `anchor + at * every`. */
      at: number
      /** Rounds left, this one included; absent when endless. */
      left?: number
      /** No round is due after this. */
      until?: Instant
    }
  | { type: 'cron'; zone: string; pattern: string; last: Instant }

export interface Round {
  due: Instant
  /** What to keep for the round after. */
  cycle: Cycle
}

type Read = { ok: true; cycle: Cycle } | { ok: false; problem: string }

/** More rounds than any cycle has had since clocks began. */
const MAX_ROUNDS = 2 ** 45

/** Reads a cycle that begins to count at `from`; its first round is `nextRound(cycle, from)`. */
export function readCycle(text: string, from: Instant, zone: string): Read {
  return /^R\d*\//i.test(text) ? readRepeat(text, from, zone) : readCron(text, from, zone)
}

/**
 * The next round; null after the last. `notBefore` passes over rounds that were due earlier, for those who do not
 * want to catch up after a long sleep.
 */
export function nextRound(cycle: Cycle, notBefore?: Instant): Round | null {
  if (cycle.type === 'cron') return nextCron(cycle, notBefore)
  const every = readDuration(cycle.every)
  if (!every) return null
  let { at, left } = cycle
  if (notBefore) {
    const skipped = roundsBefore(cycle, notBefore)
    at += skipped
    if (left !== undefined) left -= skipped
  }
  if (left !== undefined && left <= 0) return null
  const due = shift(cycle.anchor, every, at, cycle.zone)
  if (!due || (cycle.until && due > cycle.until)) return null
  const after: Cycle = { ...cycle, at: at + 1, ...(left === undefined ? {} : { left: left - 1 }) }
  return { due, cycle: after }
}

/**
 * The next round in working time: one that falls outside waits for the next opening, and whatever would come meanwhile is
 * the same round. `opening` says when a moment is working time again; without an answer the round comes as it is.
 */
export function nextOpenRound(
  cycle: Cycle,
  opening: (at: Instant) => Instant | null,
  notBefore?: Instant,
): Round | null {
  const round = nextRound(cycle, notBefore)
  const due = round && opening(round.due)
  if (!round || !due || due === round.due) return round
  return { due, cycle: after(round.cycle, due) }
}

/** The same cycle with its rounds up to a moment left out; they do not count among those it still has. */
function after(cycle: Cycle, moment: Instant): Cycle {
  if (cycle.type === 'cron') return { ...cycle, last: moment }
  const later = new Date(Date.parse(moment) + 1).toISOString()
  return { ...cycle, at: cycle.at + roundsBefore(cycle, later) }
}

/** How many rounds from `at` on are due before a moment: doubling steps, then halving. */
function roundsBefore(cycle: Cycle & { type: 'repeat' }, moment: Instant): number {
  const every = readDuration(cycle.every)!
  const isBefore = (rounds: number) => {
    const due = shift(cycle.anchor, every, cycle.at + rounds, cycle.zone)
    return due !== null && due < moment
  }
  if (!isBefore(0)) return 0
  let high = 1
  while (high < MAX_ROUNDS && isBefore(high)) high *= 2
  let low = high / 2
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2)
    if (isBefore(middle)) low = middle
    else high = middle
  }
  return high
}

function readRepeat(text: string, from: Instant, zone: string): Read {
  const [head, ...parts] = text.split('/')
  const count = head!.length > 1 ? Number(head!.slice(1)) : undefined
  const bad = (problem: string): Read => ({ ok: false, problem: `"${text}": ${problem}` })
  const moments = parts.filter(part => !/^P/i.test(part)).map(part => readMoment(part, zone))
  if (moments.includes(null)) return bad('one of its dates cannot be read.')
  const durations = parts.filter(part => /^P/i.test(part))
  const startsFirst = !/^P/i.test(parts[0] ?? 'P')
  let every = durations[0]
  if (durations.length > 1 || parts.length > 3) return bad('it has too many parts.')
  if (!every && moments.length === 2) {
    every = `PT${(Date.parse(moments[1]!) - Date.parse(moments[0]!)) / 1000}S`
    moments.pop()
  }
  const length = every === undefined ? null : readDuration(every)
  if (!length || length.sign <= 0) return bad('it needs a duration between rounds, such as R3/PT1H.')
  const start = startsFirst ? moments[0]! : undefined
  const end = startsFirst ? moments[1] : moments[0]
  const left = count === undefined ? {} : { left: count }
  if (!start && end) return { ok: true, cycle: countingTowards(end, every!, zone, from, count) }
  const anchor = start ?? from
  const until = end ? { until: end } : {}
  return {
    ok: true,
    cycle: { type: 'repeat', zone, every: every!, anchor, at: start ? 0 : 1, ...left, ...until },
  }
}

/** `R5/PT1H/end`: five rounds, the last of them at the end; `R/PT1H/end`: from now on until then. */
function countingTowards(end: Instant, every: string, zone: string, from: Instant, count?: number): Cycle {
  const length = readDuration(every)!
  const back = count === undefined ? 0 : count - 1
  if (count !== undefined) {
    const anchor = shift(end, length, -back, zone)!
    return { type: 'repeat', zone, every, anchor, at: 0, left: count, until: end }
  }
  return { type: 'repeat', zone, every, anchor: from, at: 1, until: end }
}

// cron ----------------------------------------------------------------------------------------------------------------

function readCron(text: string, from: Instant, zone: string): Read {
  try {
    cronOf(text, zone)
    return { ok: true, cycle: { type: 'cron', zone, pattern: text, last: from } }
  } catch {
    return {
      ok: false,
      problem: `"${text}" is neither a repetition such as R3/PT1H nor cron such as 0 9 * * MON-FRI.`,
    }
  }
}

/**
 * Five fields are Unix's, six are Spring's or, where a `?` stands, Quartz's: there 1 is Sunday, and day of month
 * and day of week must both fit.
 */
function cronOf(text: string, zone: string): Cron {
  const known = crons.get(`${zone} ${text}`)
  if (known) return known
  const fields = text.trim().split(/\s+/)
  if (!text.startsWith('@') && (fields.length < 5 || fields.length > 7)) throw new RangeError(text)
  const cron = new Cron(text.trim().replaceAll('?', '*').toUpperCase(), {
    timezone: zone,
    paused: true,
    domAndDow: fields.length > 5,
    alternativeWeekdays: text.includes('?'),
    // Quartz and Spring write `0/15` for every 15 from 0.
    sloppyRanges: true,
  })
  if (crons.size >= 500) crons.clear()
  crons.set(`${zone} ${text}`, cron)
  return cron
}
const crons = new Map<string, Cron>()

function nextCron(cycle: Cycle & { type: 'cron' }, notBefore?: Instant): Round | null {
  const last = Date.parse(cycle.last)
  const begin = notBefore ? Math.max(last, Date.parse(notBefore) - 1) : last
  const next = cronOf(cycle.pattern, cycle.zone).nextRun(new Date(begin))
  if (!next) return null
  const due = next.toISOString()
  return { due, cycle: { ...cycle, last: due } }
}
