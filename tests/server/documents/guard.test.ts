import { describe, expect, it } from 'vitest'
import { InvalidTemplate, parseTemplate } from '#server/documents/templates/guard.ts'
import { createRenderer, oneLine, RenderFailed } from '#server/documents/templates/render.ts'

const renderer = createRenderer({ signature: '<p>{{owner.name}}</p>' })
const html = (source: string, data = {}) => renderer.render(source, 'html', data)
const refusal = (source: string) => {
  try {
    renderer.check(source, 'html')
  } catch (error) {
    return (error as InvalidTemplate).problem
  }
  return undefined
}

describe('a template', () => {
  it('shows fields, and what people typed stays text', () => {
    expect(html('<b>{{deal.title}}</b>', { deal: { title: '<script>alert(1)</script>' } })).toBe(
      '<b>&lt;script&gt;alert(1)&lt;/script&gt;</b>',
    )
  })

  it('formats money, numbers and dates as the reader writes them', () => {
    const source =
      '{{money 1234.5}} | {{number 1234567.891}} | {{date "2026-03-01"}} | {{say en="Total" ru="Итого"}}'
    expect(html(source, { locale: 'en', currency: 'EUR' })).toBe(
      '€1,234.50 | 1,234,567.89 | 1 March 2026 | Total',
    )
    expect(html(source, { locale: 'ru', currency: 'RUB' }).replace(/\s/g, ' ')).toBe(
      '1 234,50 ₽ | 1 234 567,89 | 1 марта 2026 г. | Итого',
    )
  })

  it('compares, chooses and repeats', () => {
    const source = '{{#each lines}}{{#if (gt price 10)}}{{upper name}}{{else}}{{name}}{{/if}} {{/each}}'
    expect(
      html(source, {
        lines: [
          { name: 'a', price: 5 },
          { name: 'b', price: 20 },
        ],
      }),
    ).toBe('a B ')
  })

  it('uses partials from the list only', () => {
    expect(html('{{> signature}}', { owner: { name: 'Ann' } })).toBe('<p>Ann</p>')
    expect(refusal('{{> nosuch}}')?.message).toContain('no partial "nosuch"')
    expect(refusal('{{> (lookup . "x")}}')).toBeDefined()
  })

  it('that asks for a required value says in plain words what is missing', () => {
    const rendering = () => html('{{require company.name "The name of the company"}}')
    expect(rendering).toThrow(RenderFailed)
    expect(rendering).toThrow('The name of the company is missing.')
  })

  it.each([
    ['{{{deal.title}}}', 'Raw output'],
    ['{{&deal.title}}', 'Raw output'],
    ['<a href="{{link}}">x</a>', '{{url'],
    ['<img src={{picture}}>', '{{url'],
    ['<script>1</script>', 'Scripts'],
    ['<p onclick="x()">', 'on… attributes'],
    ['{{#*inline "x"}}{{/inline}}', 'Inline partials'],
    ['{{#> layout}}{{/layout}}', 'Partial blocks'],
    ['{{lookup deal "title"}}', 'no helper "lookup"'],
    ['{{log "x"}}', 'no helper "log"'],
    ['{{deal.constructor.name}}', 'not a field'],
    ['{{#each deal.__proto__}}{{/each}}', 'not a field'],
    ['{{#nosuch}}{{/nosuch}}', 'not a block'],
  ])('refuses %s', (source, reason) => {
    expect(refusal(source)?.message).toContain(reason)
  })

  it('lets links pass that go to the web, and nothing else', () => {
    const source = '<a href="{{url link}}">x</a>'
    expect(html(source, { link: 'https://example.com/a?b=1' })).toContain('https://example.com/a?b')
    expect(html(source, { link: 'javascript:alert(1)' })).toBe('<a href="#">x</a>')
  })

  it.each([
    ['line one\n{{#if deal}}never closed', 2, '{{#if}} is never closed'],
    ['{{#if deal}}x{{/each}}', 1, '{{#if}} is closed by {{/each}}'],
    ['a\nb\n  {{deal title=}}', 3, 'not written correctly'],
    ['{{deal.title', 1, 'ends too early'],
  ])('with a mistake is answered with the place: %j', (source, line, message) => {
    const problem = refusal(source)
    expect(problem?.line).toBe(line)
    expect(problem?.message).toContain(message)
  })

  it.each([
    ['200,000 placeholders', '{{a}}'.repeat(200_000)],
    ['20,000 placeholders', '{{a}}'.repeat(12_000)],
    ['5,000 nested blocks', '{{#if a}}'.repeat(5_000) + '{{/if}}'.repeat(5_000)],
    ['deep sub-expressions', `{{upper ${'(upper '.repeat(300)}a${')'.repeat(300)}}}`],
  ])('of %s is refused quickly', (_, source) => {
    const start = performance.now()
    expect(() => parseTemplate(source, 'html')).toThrow(InvalidTemplate)
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it('that loops for too long is stopped', () => {
    const list = Array.from({ length: 1_000 }, (_, i) => i)
    expect(() =>
      html('{{#each l}}{{#each ../l}}{{#each ../../l}}x{{/each}}{{/each}}{{/each}}', { l: list }),
    ).toThrow('took too long')
  })

  it('sees no prototypes, getters or functions of the data', () => {
    class Secret {
      get hidden() {
        return 'secret'
      }
    }
    expect(html('{{a.hidden}}{{a.toString}}', { a: new Secret() })).toBe('')
  })
})

it('a subject is one line, whatever somebody typed', () => {
  expect(oneLine('Offer\r\nBcc: all@example.com\u2028x')).toBe('Offer Bcc: all@example.com x')
})
