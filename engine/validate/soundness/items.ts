/**
 * Where tokens are and what is still to be done, as small numbers, so that a whole state is a short string: tokens at
 * rest (sorted), the agenda, and what is put off until all is quiet.
 */
export type Item =
  /** On its way along a flow, or into a node along none. */
  | { type: 'take'; node: string; flow: string }
  | { type: 'at'; node: string }
  /** At a node whose work is over; about to leave it. */
  | { type: 'done'; node: string }
  | { type: 'leave'; node: string }
  /** Whether a complex gateway's condition, which reads data, holds. */
  | { type: 'ask'; node: string }
  /** At rest: waiting (in a state of its inside; how often each event may still come), parked at a join, gathered. */
  | { type: 'wait'; node: string; inside: number; left: number[] }
  | { type: 'park'; node: string; flow: string }
  | { type: 'gather'; node: string }
  /** Goes on when nothing else moves. */
  | { type: 'later'; node: string }
  /** No tokens: a complex gateway that awaits the rest; event sub-processes that listen; starts still to come. */
  | { type: 'reset'; node: string; awaited: string[] }
  | { type: 'ears'; node: ''; left: number[] }
  | { type: 'queue'; node: ''; starts: string[] }

/** Every item that has occurred, by number. */
export class Items {
  readonly all: Item[] = []
  private readonly numbers = new Map<string, number>()

  number(item: Item): number {
    const key = nameOf(item)
    let number = this.numbers.get(key)
    if (number === undefined) {
      number = this.all.length
      this.all.push(item)
      this.numbers.set(key, number)
    }
    return number
  }
}

/** One for each item; ids may hold any character but this. */
const apart = String.fromCharCode(0)

function nameOf(item: Item): string {
  const name = item.type + apart + item.node
  switch (item.type) {
    case 'take':
    case 'park':
      return name + apart + item.flow
    case 'wait':
      return name + apart + item.inside + apart + item.left.join()
    case 'ears':
      return name + apart + item.left.join()
    case 'reset':
      return name + apart + item.awaited.join(apart)
    case 'queue':
      return name + apart + item.starts.join(apart)
    default:
      return name
  }
}

/** A state taken apart, to be changed. */
export interface Position {
  rest: number[]
  agenda: number[]
  later: number[]
}

const edge = String.fromCharCode(0xffff)

/** The most kinds of items a state can speak of. */
export const mostItems = 0xfff0

export function keyOf({ rest, agenda, later }: Position): string {
  rest.sort((a, b) => a - b)
  if (agenda.length === 0 && later.length === 0) return text(rest)
  return text(rest) + edge + text(agenda) + edge + text(later)
}

/** In slices, since a call takes only so many arguments. */
function text(numbers: number[]): string {
  if (numbers.length < 1000) return String.fromCharCode(...numbers)
  let whole = ''
  for (let at = 0; at < numbers.length; at += 1000)
    whole += String.fromCharCode(...numbers.slice(at, at + 1000))
  return whole
}

export function positionOf(key: string): Position {
  const [rest = '', agenda = '', later = ''] = key.split(edge)
  return { rest: codes(rest), agenda: codes(agenda), later: codes(later) }
}

function codes(text: string): number[] {
  const numbers: number[] = []
  for (let at = 0; at < text.length; at++) numbers.push(text.charCodeAt(at))
  return numbers
}
