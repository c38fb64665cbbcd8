/**
 * Sentences in another language. The engine and the server write English where something happens: the log, the stored
 * history and every API client get the same words. A table says the sentence with its `{places}` in the other
 * language; here a finished sentence is found in it again, and its values are set into the translation.
 */

/** English sentence with `{places}` → the same in another language. `{}` in a place's name would be ambiguous. */
export type Sentences = Record<string, string>

/** One language: its sentences, and its words for what stands in places marked `{place:word}` or `{place:words}`. */
export interface Language {
  sentences: Sentences
  words: Sentences
  /** Picks the form of `{count|one|few|many}`. */
  locale: string
}

interface Pattern {
  expression: RegExp
  places: { name: string; kind: string }[]
  target: string
  /** Letters outside of places: the more, the surer. */
  weight: number
  /** Begins with a place, so that it would also swallow a sentence around it. */
  open: boolean
}

/** Says a sentence in the language; one that the table does not hold comes back as it is. */
export type Say = (sentence: string) => string

const remembered = 2000

/** The translator into one language; what it has said once it remembers. */
export function translator({ sentences, words, locale }: Language): Say {
  const whole = new Map(Object.entries(sentences).filter(([english]) => !english.includes('{')))
  const patterns = Object.entries(sentences)
    .filter(([english]) => english.includes('{'))
    .map(([english, target]) => patternOf(english, target))
    .sort((a, b) => Number(a.open) - Number(b.open) || b.weight - a.weight)
  const rules = new Intl.PluralRules(locale)
  const said = new Map<string, string>()

  const say: Say = sentence => {
    const before = said.get(sentence)
    if (before !== undefined) return before
    const now = sayWhole(sentence) ?? sayInParts(sentence)
    if (said.size >= remembered) said.clear()
    said.set(sentence, now)
    return now
  }

  const sayWhole = (sentence: string): string | undefined => {
    const exact = whole.get(sentence)
    if (exact !== undefined) return exact
    for (const { expression, places, target } of patterns) {
      const match = expression.exec(sentence)
      if (match)
        return fill(target, new Map(places.map((place, i) => [place.name, value(place.kind, match[i + 1]!)])))
    }
    return undefined
  }

  /** Sentences that were put together, such as a cause and its cure, are said one by one. */
  const sayInParts = (text: string): string => {
    const parts = text.split(/(?<=[.!?:])(\s+)(?=[\p{Lu}"“«\d])/u)
    return parts.length === 1 ? text : parts.map(part => sayWhole(part) ?? part).join('')
  }

  const value = (kind: string, text: string): string => {
    if (kind === 'say') return say(text)
    if (kind === 'word') return word(text)
    if (kind === 'words') return text.split(', ').map(word).join(', ')
    return quoted(text)
  }
  const word = (text: string) => {
    const bare = /^"(.*)"$/.exec(text)?.[1]
    const known = bare !== undefined && words[bare]
    return known ? `«${known}»` : (words[text] ?? quoted(text))
  }

  const fill = (target: string, values: Map<string, string>): string =>
    target.replace(/\{(\w+)((?:\|[^|}]*)*)\}/g, (_, name: string, forms: string) => {
      const found = values.get(name) ?? ''
      if (!forms) return found
      const [one = '', few = '', many = few] = forms.slice(1).split('|')
      const rule = rules.select(Number(found))
      return `${found} ${rule === 'one' ? one : rule === 'few' ? few : many}`
    })

  return say
}

/** Names in straight or English quotation marks get those of the other language, here the Russian ones. */
function quoted(text: string): string {
  return text.replace(
    /"([^"]*)"|“([^”]*)”/g,
    (_, straight?: string, curly?: string) => `«${straight ?? curly}»`,
  )
}

function patternOf(english: string, target: string): Pattern {
  const places: Pattern['places'] = []
  let weight = 0
  const source = english
    .split(/(\{\w+(?::\w+)?\})/)
    .map(piece => {
      const place = /^\{(\w+)(?::(\w+))?\}$/.exec(piece)
      if (!place) {
        weight += piece.length
        return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      }
      places.push({ name: place[1]!, kind: place[2] ?? '' })
      return '([\\s\\S]*?)'
    })
    .join('')
  return { expression: new RegExp(`^${source}$`), places, target, weight, open: english.startsWith('{') }
}
