/** The demonstration as this house reads it. */
import type { Services } from '../services.ts'
import { customers, products } from './customers.ts'
import { people, teams } from './people.ts'
import { russian } from './ru.ts'

/** What the demonstration is made of, in one language and its currency. */
export interface DemoWorld {
  language: 'en' | 'ru'
  /** The word in the house's language. */
  say(english: string): string
  products: typeof products
  customers: ((typeof customers)[number] & { phone: string })[]
  teams: typeof teams
  /** `address` is that of the English name: an address has no Cyrillic in it. */
  people: ((typeof people)[number] & { address: string })[]
}

/** A euro costs about this many roubles where prices are invented anyway. */
const roubles = 100

/** The world in the language of the house. */
export async function demoWorld(services: Services): Promise<DemoWorld> {
  const { locale } = await services.settings.get()
  return worldIn(locale === 'ru' ? 'ru' : 'en')
}

/** The world in a language. */
export function worldIn(language: 'en' | 'ru'): DemoWorld {
  const say = (text: string) => (language === 'ru' ? (russian[text] ?? text) : text)
  const said = <T extends object>(row: T): T =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? say(value) : value]),
    ) as T
  const price = (euros: number) => (language === 'ru' ? euros * roubles : euros)
  // Numbers that no telephone has.
  const phone = (index: number) =>
    language === 'ru' ? `+7 495 000-00-${10 + index}` : `+44 20 7946 0${100 + index}`
  return {
    language,
    say,
    products: products.map(each => ({ ...said(each), price: price(each.price) })),
    customers: customers.map((each, index) => ({ ...said(each), phone: phone(index) })),
    teams: teams.map(said),
    people: people.map(each => ({
      ...said(each),
      address: `${each.name.toLowerCase().replace(' ', '.')}@demo.invalid`,
    })),
  }
}
