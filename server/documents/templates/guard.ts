/**
 * Decides whether a template may be used at all: its syntax tree is walked and only what stands in the lists below
 * may occur. Templates are written by semi-trusted people, so nothing is forbidden here: the rest is simply not allowed.
 */
import Handlebars from 'handlebars'
import { helperNames } from './helpers.ts'
import { OutOfTime, withinTime } from './stopwatch.ts'

/** What is wrong with a template, and where. Lines and columns count from 1. */
export interface TemplateProblem {
  message: string
  line: number
  column: number
}

/** Thrown when a template cannot be used. */
export class InvalidTemplate extends Error {
  readonly problem: TemplateProblem
  constructor(problem: TemplateProblem) {
    super(`Line ${problem.line}, column ${problem.column}: ${problem.message}`)
    this.name = 'InvalidTemplate'
    this.problem = problem
  }
}

/** Limits measured to keep compiling and rendering far away from trouble. */
export const limits = {
  bytes: 64 * 1024,
  nodes: 2_000,
  depth: 20,
  parentSteps: 5,
  milliseconds: 500,
  output: 1024 * 1024,
}

const forbiddenNames = new Set([
  '__proto__',
  'constructor',
  'prototype',
  '__defineGetter__',
  '__lookupGetter__',
])
const builtInBlocks = new Set(['if', 'unless', 'each', 'with'])
const activeMarkup =
  /<\s*(script|iframe|frame|object|embed|applet|base|form|link|svg|math)\b|<[^>]*\son[a-z]+\s*=|javascript:/i
const endsInLink = /\b(?:href|src|action|background|cite|poster|data)\s*=\s*["']?[^"'<>]*$/i

/** The parsed template, or `InvalidTemplate`. `profile` html forbids raw output and active markup; text has no markup. */
export function parseTemplate(
  source: string,
  profile: 'html' | 'text',
  partials: ReadonlySet<string> = new Set(),
): hbs.AST.Program {
  if (typeof source !== 'string')
    throw new InvalidTemplate({ message: 'A template is a text.', line: 1, column: 1 })
  if (Buffer.byteLength(source) > limits.bytes)
    throw new InvalidTemplate({ message: `A template may have 64 KB at most.`, line: 1, column: 1 })
  refuseDeepNesting(source)
  const tree = parse(source)
  new Guard(profile, partials).program(tree, 0)
  return tree
}

/** The parser itself slows down on deep nesting, so the depth is counted before it sees the text. */
function refuseDeepNesting(source: string) {
  let depth = 0
  let tags = 0
  for (const tag of source.matchAll(/\{\{\{?\s*~?\s*([#^/]?)/g)) {
    if (tag[1] === '#') depth++
    if (tag[1] === '/') depth--
    if (depth > limits.depth)
      throw problemAt(source, tag.index, `Blocks are nested deeper than ${limits.depth}.`)
    if (++tags > limits.nodes) throw problemAt(source, tag.index, `More than ${limits.nodes} placeholders.`)
  }
}

function problemAt(source: string, index: number, message: string) {
  const before = source.slice(0, index).split('\n')
  return new InvalidTemplate({ message, line: before.length, column: before.at(-1)!.length + 1 })
}

function parse(source: string): hbs.AST.Program {
  try {
    return withinTime(limits.milliseconds, () => Handlebars.parse(source))
  } catch (error) {
    if (error instanceof OutOfTime)
      throw new InvalidTemplate({ message: 'The template is too intricate to be read.', line: 1, column: 1 })
    throw new InvalidTemplate(readParserMessage(error as Error & ParserPlace, source))
  }
}

interface ParserPlace {
  lineNumber?: number
  column?: number
  hash?: { loc?: { first_line: number; first_column: number }; line?: number; expected?: string[] }
}

/** Handlebars speaks in grammar symbols; people want to know what is missing where. */
function readParserMessage(error: Error & ParserPlace, source: string): TemplateProblem {
  const mismatch = /^(\S+) doesn't match (\S+)(?: - (\d+):(\d+))?/.exec(error.message)
  if (mismatch)
    return {
      message: `{{#${mismatch[1]}}} is closed by {{/${mismatch[2]}}}.`,
      line: error.lineNumber ?? Number(mismatch[3] ?? 1),
      column: (error.column ?? Number(mismatch[4] ?? 0)) + 1,
    }
  const named = /Parse error on line (\d+)/.exec(error.message)
  const line = error.lineNumber ?? error.hash?.loc?.first_line ?? Number(named?.[1] ?? 1)
  const caret = /\n(-*)\^/.exec(error.message)
  const column = (error.column ?? error.hash?.loc?.first_column ?? caret?.[1]?.length ?? 0) + 1
  const got = /got '(\w+)'/.exec(error.message)?.[1]
  const message =
    got === 'EOF' || source.lastIndexOf('{{') > source.lastIndexOf('}}')
      ? `The template ends too early: ${openBlock(source) ?? 'a closing }} or {{/…}} is missing'}.`
      : got === 'INVALID'
        ? 'There is a character here that does not belong between {{ and }}.'
        : 'This placeholder is not written correctly. Examples: {{deal.title}}, {{#if company}} … {{/if}}.'
  return { message, line, column }
}

function openBlock(source: string): string | undefined {
  const open: string[] = []
  for (const [, mark, name] of source.matchAll(/\{\{~?\s*([#/])\s*(\w+)/g))
    mark === '#' ? open.push(name!) : open.pop()
  const last = open.at(-1)
  return last && `{{#${last}}} is never closed by {{/${last}}}`
}

type Check = (node: never, depth: number) => void

class Guard {
  readonly #profile: 'html' | 'text'
  readonly #partials: ReadonlySet<string>
  #nodes = 0
  #markup = ''

  constructor(profile: 'html' | 'text', partials: ReadonlySet<string>) {
    this.#profile = profile
    this.#partials = partials
  }

  program(program: hbs.AST.Program, depth: number) {
    for (const statement of program.body) this.#statement(statement, depth)
  }

  #statement(node: hbs.AST.Statement, depth: number) {
    this.#count(node, depth)
    const allowed = this.#statements[node.type]
    if (!allowed) throw refuse(node, notAllowed[node.type] ?? `${node.type} is not allowed.`)
    allowed(node as never, depth)
  }

  readonly #statements: Record<string, Check> = {
    CommentStatement: () => {},
    ContentStatement: (node: hbs.AST.ContentStatement) => {
      this.#markup += node.value
      if (this.#profile === 'html' && activeMarkup.test(node.value))
        throw refuse(
          node,
          'Scripts, forms, frames, style sheets from elsewhere and on… attributes are not allowed.',
        )
    },
    MustacheStatement: (node: hbs.AST.MustacheStatement, depth: number) => {
      if (!node.escaped && this.#profile === 'html')
        throw refuse(
          node,
          'Raw output ({{{…}}} or {{&…}}) is not allowed. Use {{…}}; for line breaks {{lines …}}.',
        )
      this.#call(node, depth)
      if (this.#profile === 'html' && endsInLink.test(this.#markup)) this.#link(node)
      this.#markup += '\u00b7'
    },
    BlockStatement: (node: hbs.AST.BlockStatement, depth: number) => {
      const name = (node.path as hbs.AST.PathExpression).original
      if (!builtInBlocks.has(name))
        throw refuse(node, `{{#${name}}} is not a block. There are #if, #unless, #each and #with.`)
      if (node.params.length !== 1) throw refuse(node, `{{#${name}}} takes exactly one value.`)
      this.#call(node, depth)
      if (node.program) this.program(node.program, depth + 1)
      if (node.inverse) this.program(node.inverse, depth + 1)
    },
    PartialStatement: (node: hbs.AST.PartialStatement, depth: number) => {
      const name = (node.name as hbs.AST.PathExpression).original
      if (node.name.type !== 'PathExpression' || !this.#partials.has(name))
        throw refuse(
          node,
          `There is no partial "${name}". There are: ${[...this.#partials].join(', ') || 'none'}.`,
        )
      for (const value of node.params) this.#expression(value, depth + 1)
      if (node.hash) for (const pair of node.hash.pairs) this.#expression(pair.value, depth + 1)
    },
  }

  /** In a link only `{{url …}}` or `{{image …}}` may speak: anything else could say `javascript:`. */
  #link(node: hbs.AST.MustacheStatement) {
    const name = (node.path as hbs.AST.PathExpression).original
    if (name !== 'url' && name !== 'image')
      throw refuse(node, 'In href and src write {{url …}} (links) or {{image …}} (pictures).')
  }

  #call(node: hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression, depth: number) {
    const arguments_ = node.params.length + (node.hash?.pairs.length ?? 0)
    if (node.path.type === 'PathExpression') {
      const path = node.path as hbs.AST.PathExpression
      const isHelper = helperNames.has(path.original) || builtInBlocks.has(path.original)
      if ((arguments_ > 0 || node.type === 'SubExpression') && !isHelper)
        throw refuse(
          node,
          `There is no helper "${path.original}". There are: ${[...helperNames].sort().join(', ')}.`,
        )
      if (!isHelper) this.#expression(path, depth + 1)
    } else this.#expression(node.path as hbs.AST.Expression, depth + 1)
    for (const value of node.params) this.#expression(value, depth + 1)
    for (const pair of node.hash?.pairs ?? []) this.#expression(pair.value, depth + 1)
  }

  #expression(node: hbs.AST.Expression, depth: number) {
    this.#count(node, depth)
    const allowed = this.#expressions[node.type]
    if (!allowed) throw refuse(node, `${node.type} is not allowed.`)
    allowed(node as never, depth)
  }

  readonly #expressions: Record<string, Check> = {
    StringLiteral: () => {},
    NumberLiteral: () => {},
    BooleanLiteral: () => {},
    UndefinedLiteral: () => {},
    NullLiteral: () => {},
    SubExpression: (node: hbs.AST.SubExpression, depth: number) => this.#call(node, depth),
    PathExpression: (node: hbs.AST.PathExpression) => {
      const forbidden = node.parts.find(part => forbiddenNames.has(String(part)))
      if (forbidden) throw refuse(node, `"${forbidden}" is not a field.`)
      if (node.depth > limits.parentSteps) throw refuse(node, 'Too many ../ steps.')
    },
  }

  #count(node: hbs.AST.Node, depth: number) {
    if (depth > limits.depth) throw refuse(node, `Blocks are nested deeper than ${limits.depth}.`)
    if (++this.#nodes > limits.nodes) throw refuse(node, `The template has more than ${limits.nodes} parts.`)
  }
}

const notAllowed: Record<string, string> = {
  Decorator: 'Decorators ({{* …}}) are not allowed.',
  DecoratorBlock: 'Inline partials ({{#*inline}}) are not allowed.',
  PartialBlockStatement: 'Partial blocks ({{#> …}}) are not allowed.',
}

function refuse(node: hbs.AST.Node, message: string) {
  return new InvalidTemplate({ message, line: node.loc.start.line, column: node.loc.start.column + 1 })
}
