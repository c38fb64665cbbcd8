/** `matches`, `replace` and `split` on RE2: linear in the text whatever the pattern. */
import { RE2JS } from 're2js'
import { charge, FeelFunction, type Run } from './values.ts'

const MAX_PATTERN = 500
const MAX_INPUT = 20_000
const FLAGS: Record<string, number> = { i: RE2JS.CASE_INSENSITIVE, s: RE2JS.DOTALL, m: RE2JS.MULTILINE }

interface Match {
  start: number
  end: number
  groups: (string | undefined)[]
}

/** The three functions, bound to one evaluation's budget. */
export const regexFunctions: Record<string, (run: Run) => FeelFunction> = {
  matches: run => regexFunction(run, ['input', 'pattern', 'flags'], (re, input) => re.matcher(input).find()),
  replace: run =>
    regexFunction(run, ['input', 'pattern', 'replacement', 'flags'], (re, input, replacement) =>
      replaceAll(run, re, input, replacement),
    ),
  split: run => regexFunction(run, ['string', 'delimiter'], (re, text) => split(run, re, text)),
}

function regexFunction(
  run: Run,
  parameters: string[],
  apply: (re: RE2JS, input: string, replacement: string) => unknown,
): FeelFunction {
  const optional = parameters.includes('flags') ? 1 : 0
  return new FeelFunction((...given: unknown[]) => {
    const args = given.map(only)
    const required = parameters.length - optional
    if (!args.slice(0, required).every(arg => typeof arg === 'string')) return null
    const flags = optional ? (args[required] ?? '') : ''
    if (typeof flags !== 'string') return null
    const [input, pattern] = args as [string, string]
    const re = compile(run, input, pattern, flags)
    return re ? apply(re, input, args[2] as string) : null
  }, parameters)
}

/** FEEL reads a list of one as the one. */
function only(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value
}

function compile(run: Run, input: string, pattern: string, flags: string): RE2JS | null {
  charge(run, 1 + (input.length >> 4))
  if (pattern.length > MAX_PATTERN || input.length > MAX_INPUT || /[^ism]/.test(flags)) {
    return refuse(
      run,
      pattern.length > MAX_PATTERN
        ? 'is longer than 500 characters'
        : input.length > MAX_INPUT
          ? 'meets a text of more than 20,000 characters'
          : 'has flags other than i, s and m',
      pattern,
    )
  }
  const key = `${flags}/${pattern}`
  const known = cache.get(key)
  if (known) return known
  try {
    let bits = 0
    for (const flag of flags) bits |= FLAGS[flag]!
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern), bits)
    if (cache.size >= 200) cache.clear()
    cache.set(key, compiled)
    return compiled
  } catch {
    return refuse(run, 'is no pattern Baton can use (look-around and back-references are not)', pattern)
  }
}
const cache = new Map<string, RE2JS>()

function refuse(run: Run, why: string, pattern: string): null {
  run.warnings.push({
    type: 'INVALID_ARGUMENTS',
    message: `The pattern "${pattern.slice(0, 60)}" ${why}.`,
    from: -1,
    to: -1,
  })
  return null
}

function* matchesOf(run: Run, re: RE2JS, input: string): Generator<Match> {
  const matcher = re.matcher(input)
  const count = re.groupCount()
  while (matcher.find()) {
    charge(run, 1)
    const groups = Array.from({ length: count + 1 }, (_, i) => matcher.group(i) ?? undefined)
    yield { start: matcher.start(), end: matcher.end(), groups }
  }
}

function replaceAll(run: Run, re: RE2JS, input: string, replacement: string): string {
  let result = ''
  let from = 0
  for (const match of matchesOf(run, re, input)) {
    const inserted = expand(replacement, match.groups)
    charge(run, inserted.length >> 4)
    result += input.slice(from, match.start) + inserted
    from = match.end
  }
  return result + input.slice(from)
}

/** `$0` and `$&` are the whole match, `$1` … its groups, `$$` a dollar. */
function expand(replacement: string, groups: (string | undefined)[]): string {
  return replacement.replace(/\$(?:\$|&|(\d\d?))/g, (found, digits: string | undefined) => {
    if (found === '$$') return '$'
    if (found === '$&') return groups[0] ?? ''
    if (Number(digits) < groups.length) return groups[Number(digits)] ?? ''
    const first = Number(digits![0])
    return first > 0 && first < groups.length ? (groups[first] ?? '') + digits!.slice(1) : found
  })
}

function split(run: Run, re: RE2JS, text: string): (string | null)[] {
  if (text === '') return re.matcher('').find() ? [] : ['']
  const parts: (string | null)[] = []
  let from = 0
  for (const { start, end, groups } of matchesOf(run, re, text)) {
    if (start >= text.length || end === from) continue
    parts.push(text.slice(from, start), ...groups.slice(1).map(group => group ?? null))
    from = end
  }
  parts.push(text.slice(from))
  return parts
}
