import { russian as engine, type Language } from '#engine'
import { connectors } from './connectors.ts'
import { deals } from './deals.ts'
import { fields } from './fields.ts'
import { imports } from './imports.ts'
import { papers } from './papers.ts'
import { people } from './people.ts'
import { requests } from './requests.ts'
import { tasks } from './tasks.ts'
import { words } from './words.ts'

/** Everything the server and its engine say, in Russian. */
export const russian: Language = {
  sentences: {
    ...engine.sentences,
    ...requests,
    ...people,
    ...deals,
    ...tasks,
    ...imports,
    ...papers,
    ...connectors,
    ...fields,
  },
  words: { ...engine.words, ...words },
  locale: 'ru',
}
