/** Turns a template and data into text, inside limits. The only caller of Handlebars. */
import Handlebars from 'handlebars'
import { InvalidTemplate, limits, parseTemplate } from './guard.ts'
import { helpers, MissingValue } from './helpers.ts'
import { OutOfTime, withinTime } from './stopwatch.ts'

/** Thrown when a good template cannot be rendered with this data. */
export class RenderFailed extends Error {
  readonly cure: string
  constructor(message: string, cure: string) {
    super(message)
    this.name = 'RenderFailed'
    this.cure = cure
  }
}

/** Compiled once, used often. `partials` are the sources of what `{{> name}}` may name. */
export interface Renderer {
  render(source: string, profile: 'html' | 'text', data: Record<string, unknown>): string
  /** Throws `InvalidTemplate`. */
  check(source: string, profile: 'html' | 'text'): void
}

/** A renderer with a Handlebars of its own: our helpers, these partials, no `lookup`, no `log`. */
export function createRenderer(partials: Record<string, string> = {}): Renderer {
  const handlebars = Handlebars.create()
  handlebars.unregisterHelper('lookup')
  handlebars.unregisterHelper('log')
  handlebars.registerHelper(helpers as never)
  const names = new Set(Object.keys(partials))
  for (const [name, source] of Object.entries(partials)) {
    parseTemplate(source, 'html', new Set([...names].filter(other => other < name)))
    handlebars.registerPartial(name, handlebars.compile(source, compileOptions('html')))
  }
  const compiled = new Map<string, HandlebarsTemplateDelegate>()

  const compile = (source: string, profile: 'html' | 'text') => {
    const key = profile + source
    const known = compiled.get(key)
    if (known) return known
    parseTemplate(source, profile, names)
    const template = handlebars.compile(source, compileOptions(profile))
    if (compiled.size >= 200) compiled.delete(compiled.keys().next().value!)
    compiled.set(key, template)
    return template
  }

  return {
    check(source, profile) {
      parseTemplate(source, profile, names)
    },
    render(source, profile, data) {
      const template = compile(source, profile)
      const plain = JSON.parse(JSON.stringify(data)) as Record<string, unknown>
      const out = attempt(() => template(plain, ownFieldsOnly))
      if (out.length > limits.output)
        throw new RenderFailed(
          'The result is larger than 1 MB.',
          'Show fewer items: a list in the template is longer than a document should be.',
        )
      return profile === 'text' ? out.trim() : out
    },
  }
}

/** Said aloud, it also keeps Handlebars from warning on the console. */
const ownFieldsOnly = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }

function compileOptions(profile: 'html' | 'text'): CompileOptions {
  return {
    noEscape: profile === 'text',
    knownHelpersOnly: true,
    knownHelpers: {
      ...Object.fromEntries(Object.keys(helpers).map(name => [name, true])),
      lookup: false,
      log: false,
    } as never,
  }
}

function attempt(work: () => string): string {
  try {
    return withinTime(limits.milliseconds, work)
  } catch (error) {
    if (error instanceof InvalidTemplate) throw error
    if (error instanceof OutOfTime)
      throw new RenderFailed(
        'Rendering took too long and was stopped.',
        'Make the template simpler: fewer loops in loops.',
      )
    if (error instanceof MissingValue)
      throw new RenderFailed(
        error.message,
        `Fill it in and try again: the template cannot be rendered without it.`,
      )
    throw new RenderFailed(
      `The template could not be rendered: ${(error as Error).message}`,
      'Check the template.',
    )
  }
}

/** One line for headers such as a subject: no line breaks, no control characters, bounded. */
export function oneLine(text: string, limit = 250): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, limit)
}
