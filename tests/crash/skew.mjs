/**
 * Gives a process a wrong clock: loaded first (`--import`), it puts another `Date` in place. `SKEW` is a list of
 * `[from this second of its life on, milliseconds that it is ahead, milliseconds that it gains each second]`.
 */
const Real = Date
const born = performance.now()
const plan = JSON.parse(process.env.SKEW ?? '[]')

function now() {
  const age = (performance.now() - born) / 1000
  const [from, ahead, gain = 0] = plan.findLast(([second]) => second <= age) ?? [0, 0]
  return Math.round(Real.now() + ahead + gain * (age - from))
}

globalThis.Date = class extends Real {
  /** Some look at the name to know a date. */
  static name = 'Date'

  constructor(...given) {
    if (given.length > 0) super(...given)
    else super(now())
  }

  static now() {
    return now()
  }
}
