/**
 * Expressions of other engines (JUEL, MVEL, Groovy, JavaScript, Java) as FEEL, where that says exactly the same. A small
 * parser of what they have in common; whatever it does not know, or what FEEL would answer differently, gives up.
 */
import { compileExpression } from '../expressions.ts'

export type Language = 'juel' | 'mvel' | 'groovy' | 'javascript' | 'java'

/** The expression in FEEL, or null where there is no exact counterpart. */
export function toFeel(text: string, language: Language): string | null {
  const tokens = tokensOf(bodyOf(text, language))
  if (!tokens || tokens.length === 0) return null
  try {
    const parser = new Parser(tokens, language)
    const feel = parser.whole()
    return compileExpression(feel).ok ? feel : null
  } catch (cause) {
    if (cause instanceof NoCounterpart) return null
    throw cause
  }
}

/** A condition of a script language may be a statement that returns it. */
function bodyOf(text: string, language: Language): string {
  if (language === 'juel') return text
  return text
    .trim()
    .replace(/^return\b/, '')
    .replace(/;\s*$/, '')
}

class NoCounterpart extends Error {}

type Token = { kind: 'string' | 'number' | 'name' | 'sign'; text: string }

const pattern =
  /\s+|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)[LlFfDd]?(?![\w.])|([A-Za-z_][\w]*)|(===|!==|==|!=|<=|>=|&&|\|\||[-+*/<>()[\],!?:.])|(.)/gs

function tokensOf(body: string): Token[] | null {
  const tokens: Token[] = []
  for (const [, string, number, name, sign, other] of body.matchAll(pattern)) {
    if (other !== undefined) return null
    if (string !== undefined) tokens.push({ kind: 'string', text: unquote(string) })
    if (number !== undefined) tokens.push({ kind: 'number', text: number })
    if (name !== undefined) tokens.push({ kind: 'name', text: name })
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
  }
  return tokens
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' }
const unquote = (quoted: string) =>
  quoted.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter)

/** A piece of FEEL: how tightly it binds, and what is known of it. */
interface Piece {
  feel: string
  /** 0 ternary, 1 or, 2 and, 3 comparison, 4 sum, 5 product, 6 what needs no parentheses. */
  level: number
  text?: boolean
  /** The name stands for the engine or a bean, not for data. */
  engine?: boolean
}

const levels: Record<string, number> = {
  or: 1,
  and: 2,
  '=': 3,
  '!=': 3,
  '<': 3,
  '>': 3,
  '<=': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
}

const operators: Record<string, string> = {
  ...Object.fromEntries(
    Object.keys(levels)
      .filter(sign => /[-+*/<>]/.test(sign))
      .map(sign => [sign, sign]),
  ),
  '!=': '!=',
  '==': '=',
  '===': '=',
  '!==': '!=',
  '&&': 'and',
  '||': 'or',
}

/** JUEL's words; the other languages have only the signs. */
const words: Record<string, string> = {
  eq: '=',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  and: 'and',
  or: 'or',
  div: '/',
}

/** What holds the variables in each engine's scripts. */
const holders = new Set(['execution', 'kcontext', 'delegateExecution', 'variables'])
/** Names with a meaning of their own, there or here. */
const reserved = new Set(
  `task empty mod div instanceof new typeof in for if then else return some every satisfies function between
  authenticatedUserId processEngineServices loopCounter$`.split(/\s+/),
)

class Parser {
  private readonly tokens: Token[]
  private readonly language: Language
  private at = 0

  constructor(tokens: Token[], language: Language) {
    this.tokens = tokens
    this.language = language
  }

  whole(): string {
    const piece = this.ternary()
    if (this.at < this.tokens.length || piece.engine) throw new NoCounterpart()
    return piece.feel
  }

  private ternary(): Piece {
    const condition = this.binary(1)
    if (!this.takeSign('?')) return condition
    const yes = this.ternary()
    this.demand(':')
    const no = this.ternary()
    return { feel: `if ${condition.feel} then ${wrap(yes, 1)} else ${wrap(no, 1)}`, level: 0 }
  }

  private binary(level: number): Piece {
    if (level > 5) return this.unary()
    let left = this.binary(level + 1)
    for (let sign = this.operator(level); sign; sign = this.operator(level)) {
      this.at++
      left = this.join(sign, left, this.binary(level + 1), level)
    }
    return left
  }

  private operator(level: number): string | undefined {
    const token = this.tokens[this.at]
    if (!token || token.kind === 'string' || token.kind === 'number') return undefined
    const table = token.kind === 'sign' ? operators : this.language === 'juel' ? words : {}
    const sign = Object.hasOwn(table, token.text) ? table[token.text] : undefined
    return sign !== undefined && levels[sign] === level ? sign : undefined
  }

  private join(sign: string, left: Piece, right: Piece, level: number): Piece {
    if (left.engine || right.engine) throw new NoCounterpart()
    const text = left.text || right.text
    // Java compares texts by identity and divides whole numbers without rest; elsewhere + makes texts of anything.
    if (this.language === 'java' && (sign === '/' || (text && level === 3))) throw new NoCounterpart()
    if (this.language === 'mvel' && sign === '/') throw new NoCounterpart()
    if (sign === '+' && text) throw new NoCounterpart()
    return { feel: `${wrap(left, level)} ${sign} ${wrap(right, level + 1)}`, level }
  }

  private unary(): Piece {
    if (this.takeSign('!') || (this.language === 'juel' && this.takeName('not')))
      return { feel: `not(${this.unary().feel})`, level: 6 }
    if (this.language === 'juel' && this.takeName('empty')) {
      const { feel } = this.unary()
      return { feel: `(if ${feel} = null then true else ${isEmpty(feel)})`, level: 6 }
    }
    if (this.takeSign('-')) return { feel: `-${wrap(this.unary(), 6)}`, level: 5 }
    return this.postfix(this.primary())
  }

  private primary(): Piece {
    const token = this.tokens[this.at++]
    if (!token) throw new NoCounterpart()
    if (token.kind === 'string') return { feel: JSON.stringify(token.text), level: 6, text: true }
    if (token.kind === 'number') return { feel: token.text, level: 6 }
    if (token.kind === 'name') {
      if (reserved.has(token.text) || this.is('(')) throw new NoCounterpart()
      return { feel: token.text, level: 6, ...(holders.has(token.text) && { engine: true }) }
    }
    if (token.text !== '(') throw new NoCounterpart()
    const inner = this.ternary()
    this.demand(')')
    return { ...inner, feel: `(${inner.feel})`, level: 6 }
  }

  private postfix(start: Piece): Piece {
    let piece = start
    for (;;) {
      if (this.takeSign('[')) {
        piece = member(piece, this.next())
        this.demand(']')
      } else if (this.takeSign('.')) {
        const { kind, text } = this.next()
        if (kind !== 'name') throw new NoCounterpart()
        if (this.takeSign('(')) piece = this.call(piece, text)
        else if (piece.engine || text === 'length' || text === 'size') throw new NoCounterpart()
        else piece = { feel: `${piece.feel}.${text}`, level: 6 }
      } else return piece
    }
  }

  /** Methods whose answer FEEL gives too. */
  private call(on: Piece, method: string): Piece {
    const given: Piece[] = []
    while (!this.takeSign(')')) {
      if (given.length > 0) this.demand(',')
      given.push(this.ternary())
    }
    if (on.engine) return variableOf(method, given)
    const write = Object.hasOwn(methods, `${method}/${given.length}`)
      ? methods[`${method}/${given.length}`]
      : undefined
    if (!write || given.some(({ engine }) => engine)) throw new NoCounterpart()
    return { feel: write(on.feel, given[0]?.feel ?? ''), level: 6 }
  }

  private next(): Token {
    const token = this.tokens[this.at++]
    if (!token) throw new NoCounterpart()
    return token
  }

  private is(sign: string): boolean {
    const token = this.tokens[this.at]
    return token?.kind === 'sign' && token.text === sign
  }

  private takeSign(sign: string): boolean {
    if (!this.is(sign)) return false
    this.at++
    return true
  }

  private takeName(name: string): boolean {
    const token = this.tokens[this.at]
    if (token?.kind !== 'name' || token.text !== name) return false
    this.at++
    return true
  }

  private demand(sign: string): void {
    if (!this.takeSign(sign)) throw new NoCounterpart()
  }
}

/** Where it is not known whether something is a text or a list, FEEL asks. */
const methods: Record<string, (on: string, given: string) => string> = {
  'equals/1': (on, given) => `(${on} = ${given})`,
  'isEmpty/0': on => `(${isEmpty(on)})`,
  'size/0': on => `count(${on})`,
  'length/0': on => `string length(${on})`,
  'contains/1': (on, given) =>
    `(if ${on} instance of string then contains(${on}, ${given}) else list contains(${on}, ${given}))`,
  'startsWith/1': (on, given) => `starts with(${on}, ${given})`,
  'endsWith/1': (on, given) => `ends with(${on}, ${given})`,
  'equalsIgnoreCase/1': (on, given) => `(lower case(${on}) = lower case(${given}))`,
  'toUpperCase/0': on => `upper case(${on})`,
  'toLowerCase/0': on => `lower case(${on})`,
}

const isEmpty = (feel: string) => `if ${feel} instance of string then ${feel} = "" else count(${feel}) = 0`

function variableOf(method: string, given: Piece[]): Piece {
  const name =
    given.length === 1 && /^(getVariable|getVariableLocal|get)$/.test(method) ? given[0] : undefined
  const key: string | undefined = name?.text ? JSON.parse(name.feel) : undefined
  if (key === undefined || !/^[A-Za-z_]\w*$/.test(key) || reserved.has(key)) throw new NoCounterpart()
  return { feel: key, level: 6 }
}

/** Lists count from 0 there and from 1 here; a text in brackets names a part. */
function member(piece: Piece, { kind, text }: Token): Piece {
  if (piece.engine) throw new NoCounterpart()
  if (kind === 'number' && /^\d+$/.test(text)) return { feel: `${piece.feel}[${Number(text) + 1}]`, level: 6 }
  if (kind === 'string' && /^[A-Za-z_]\w*$/.test(text)) return { feel: `${piece.feel}.${text}`, level: 6 }
  throw new NoCounterpart()
}

const wrap = ({ feel, level }: Piece, at: number) => (level < at ? `(${feel})` : feel)
