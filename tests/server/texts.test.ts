/** What the server says in Russian: every refusal it can utter, and no row that nobody utters any more. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { fieldsOf } from '#server/crm/imports/fields.ts'
import { sayIn, spoken } from '#server/texts/index.ts'
import { russian } from '#server/texts/ru/index.ts'

const say = sayIn('ru')

describe('the Russian of the server', () => {
  it('knows every sentence with which a request is refused', () => {
    const refusals = filesBelow('server').flatMap(refusalsIn)
    expect(refusals.length).toBeGreaterThan(100)
    const unknown = [...new Set(refusals)].filter(sentence => say(sentence) === sentence)
    expect(unknown.filter(sentence => !assembled.some(whole => fits(sentence, whole)))).toEqual([])
  })

  it('knows every sentence of the engine’s rules and refusals', () => {
    const sentences = ['engine/validate/rules', 'engine/decisions']
      .flatMap(filesBelow)
      .flatMap(file => literalsIn(file))
      .filter(text => /^[A-Z"Ω].* .*\.$/.test(text))
      .map(text => (text.startsWith('Ω needs') ? `Ω: ${text}` : text))
    expect(sentences.length).toBeGreaterThan(40)
    expect(sentences.filter(sentence => say(sentence) === sentence)).toEqual([])
  })

  it('has no row for a sentence that is said nowhere', () => {
    const sources = ['engine', 'server', 'node_modules/ajv/dist']
      .flatMap(filesBelow)
      .filter(file => !file.includes('/texts/'))
      .flatMap(literalsIn)
      .join('\n')
    const fragments = (sentence: string) =>
      sentence.split(/\{\w+(?::\w+)?\}/).filter(piece => /\w{3}.*\w{3}/.test(piece))
    const rows = Object.keys(russian.sentences).filter(sentence => !assembled.includes(sentence))
    const unsaid = rows.filter(sentence =>
      fragments(sentence).some(piece => !sources.includes(piece.replace(/^[\s:.,“”"]+|[\s:.,“”"]+$/g, ''))),
    )
    expect(unsaid).toEqual([])
  })

  it('knows what Baton’s own fields are called, and leaves the names of the house alone', () => {
    const house = { customFields: { deal: [], company: [], contact: [], product: [] } } as never
    const entities = ['deal', 'company', 'contact', 'product', 'user'] as const
    const labels = entities.flatMap(entity => fieldsOf(entity, house)).map(({ label }) => label)
    expect(labels.filter(label => !(label in russian.sentences))).toEqual([])
    const answer = {
      deal: [
        { key: 'amount', label: 'Amount' },
        { key: 'fields.x', label: 'Amount' },
      ],
    }
    expect(spoken('/imports/fields', answer, say)).toEqual({
      deal: [
        { key: 'amount', label: 'Сумма' },
        { key: 'fields.x', label: 'Amount' },
      ],
    })
  })

  it('uses in the translation only places that the sentence has', () => {
    const names = (text: string) =>
      [...text.matchAll(/\{(\w+)(?::\w+)?(?:\|[^}]*)?\}/g)].map(match => match[1])
    const wrong = Object.entries(russian.sentences).filter(([english, target]) =>
      names(target).some(name => !names(english).includes(name)),
    )
    expect(wrong).toEqual([])
  })

  it('puts names, numbers and sentences within sentences in their places', () => {
    expect(say('There is no deal "42" that you may see.')).toBe('Не найдено или недоступно: сделка «42».')
    expect(say('5 tasks are overdue')).toBe('Просрочено: 5 задач')
    expect(say('The form is not complete: Amount must be a number.')).toBe(
      'Форма не заполнена: «Amount» — нужно число.',
    )
    expect(say('No mail server is set up. Check the template.')).toBe(
      'Почтовый сервер не настроен. Проверьте шаблон.',
    )
    expect(say('A customer’s own words')).toBe('A customer’s own words')
  })
})

/** Rows that no source holds in one piece: these sentences are put together from parts. */
const assembled = [
  'No way leads to {step}, so it begins together with the start. Connect it, or delete it.',
  '{step} can end with {names}, but no outcome was chosen.',
  'From {from} no step leads to {to}, and it cannot be jumped to from there.',
  'No step leads to {to}, and it cannot be jumped to from there.',
  'From {from} no card can be moved to {to} by hand: it gets there through {steps}, which is not open now.',
  'No card can be moved to {to} by hand: it gets there through {steps}, which is not open now.',
  '{field} must NOT have fewer than {count} characters.',
  '{field} must NOT have fewer than {count} items.',
  '{task} is being completed by somebody else just now. Reload the list.',
  '{task} is no longer needed: the process went another way. Reload the list.',
  '{task} was completed by {name} at {when} UTC. Reload the list.',
  'The drawing has an error: {problem:say}',
  'Several wait for {message:say}: {takers}. Nobody got it. Say which instance, add a key, or send it to all.',
  'Several start by {message:say}: {takers}. Nobody got it. Say which instance, add a key, or send it to all.',
  '{written} is no number.',
  '{written} is no date like {format}.',
  '{written} is neither yes nor no.',
  'The template ends too early: a closing }} or {{/…}} is missing.',
]

/** Whether a sentence with holes can become this row. */
function fits(sentence: string, row: string): boolean {
  const pieces = sentence
    .split('Ω')
    .map(piece => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/[“”]/g, ''))
  return new RegExp(`^${pieces.join('.*')}$`).test(row)
}

/** Every literal text of a file; what is put in between is Ω. */
function literalsIn(file: string): string[] {
  const found: string[] = []
  visit(parse(file), node => {
    const text = textOf(node)
    if (text !== undefined) found.push(text)
  })
  return found
}

const refusing = new Map([
  ['ApiError', 2],
  ['invalid', 0],
  ['conflict', 0],
  ['forbidden', 0],
])

/** The sentences given to errors that go to the browser. */
function refusalsIn(file: string): string[] {
  const found: string[] = []
  visit(parse(file), node => {
    if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return
    const at = refusing.get(node.expression.getText())
    const argument = at === undefined ? undefined : node.arguments?.[at]
    const text = argument && textOf(argument)
    if (text && /[a-z]{3}/.test(text)) found.push(text)
  })
  return found
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  return node.head.text + node.templateSpans.map(span => `Ω${span.literal.text}`).join('')
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  ts.forEachChild(node, child => visit(child, look))
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesBelow(path)
    return /\.(ts|js)$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}
