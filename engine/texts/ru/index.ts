import type { Language } from '../translate.ts'
import { decisions } from './decisions.ts'
import { expressions } from './expressions.ts'
import { problems } from './problems.ts'
import { running } from './running.ts'
import { words } from './words.ts'

/** What the engine says, in Russian. */
export const russian: Language = {
  sentences: { ...problems, ...decisions, ...expressions, ...running },
  words,
  locale: 'ru',
}
