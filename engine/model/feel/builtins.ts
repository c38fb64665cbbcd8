/** FEEL's built-in functions: feelin's own, but for those that would read the clock or could run away. */
import { regexFunctions } from './regex.ts'
import { FeelFunction, libraryFunction, type Run } from './values.ts'

/** The function of that name, ready for one evaluation; undefined when there is none. */
export function builtin(name: string): ((run: Run) => FeelFunction) | undefined {
  const own = Object.hasOwn(ours, name) ? ours[name] : undefined
  if (own) return own
  const found = libraryFunction(name)
  return found && (() => found)
}

const ours: Record<string, (run: Run) => FeelFunction> = {
  ...regexFunctions,
  now: run => new FeelFunction(() => moment(run, 'date and time', run.root.now), []),
  today: run => new FeelFunction(() => moment(run, 'date', run.root.today ?? dayOf(run.root.now)), []),
}

/** The present comes with the command, never from the machine's clock: the same history gives the same values. */
function moment(run: Run, type: 'date and time' | 'date', text: unknown): unknown {
  if (typeof text === 'string') return libraryFunction(type)!.invoke([text])
  run.warnings.push({
    type: 'NO_VARIABLE_FOUND',
    message: 'The present moment is not known here.',
    from: -1,
    to: -1,
  })
  return null
}

function dayOf(now: unknown): unknown {
  return typeof now === 'string' ? now.slice(0, 10) : undefined
}
