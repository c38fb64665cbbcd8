/**
 * Plays a drawing by the stimuli of its `.trace` file and writes down what happened.
 *
 * A line at the margin is a stimulus, the indented lines below it are the whole trace it led to:
 *
 *     # What the pair shows
 *     start Sale {"amount": 5}        also: start Sale at Begin
 *     complete Talk
 *     message Answer, signal Recall, pass PT2H, set {"stock": 0}
 *       catch Alarm
 *       enter React
 */
import { type Json, type ProcessModel, parseBpmn, type Trace, validate } from '#engine/pure.ts'
import { World } from '#tests/support/play.ts'

export interface Played {
  /** The `.trace` file as it should be. */
  text: string
  models: ProcessModel[]
  trace: Trace[]
  /** What is wrong with the drawing. */
  errors: string[]
  world: World
}

/** Plays the stimuli of a `.trace` text; its indented lines are not read. */
export async function playTrace(xml: string, text: string): Promise<Played> {
  const { models, problems } = await parseBpmn(xml)
  const found = [...problems, ...models.flatMap(model => validate(model))]
  const world = new World(...models)
  const lines: string[] = []
  const trace: Trace[] = []
  const seen = new Map<string, number>()
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith(' ')) continue
    lines.push(line)
    if (line.startsWith('#')) continue
    stimulate(world, line)
    for (const play of world.plays) {
      const fresh = play.trace.slice(seen.get(play.id) ?? 0)
      seen.set(play.id, play.trace.length)
      trace.push(...fresh)
      for (const entry of fresh)
        lines.push(`  ${models.length > 1 ? `${play.process.key}: ` : ''}${told(entry)}`)
    }
  }
  for (const play of world.plays) play.expectReplay()
  const errors = found.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  return { text: `${lines.join('\n')}\n`, models, trace, errors, world }
}

function told({ verb, node, flow, note }: Trace): string {
  return [verb, flow ?? node, note && `(${note})`].filter(Boolean).join(' ')
}

function stimulate(world: World, line: string): void {
  const [verb, name, ...rest] = line.split(' ') as [string, string, ...string[]]
  const value: Json | undefined = parsed(line)
  if (verb === 'start')
    world.start(name, (value ?? {}) as never, rest[0] === 'at' ? { startEvent: rest[1]! } : {})
  else if (verb === 'message') world.message(name, value)
  else if (verb === 'signal') world.signal(name, value)
  else if (verb === 'pass') world.pass(name)
  else if (verb === 'set') world.plays[0]!.set(value as never)
  else if (verb === 'complete')
    world.plays.find(({ waiting }) => waiting.includes(name))!.complete(name, (value ?? {}) as never)
  else throw new Error(`Nobody knows what "${line}" should do.`)
}

function parsed(line: string): Json | undefined {
  const at = line.indexOf('{')
  return at < 0 ? undefined : JSON.parse(line.slice(at))
}
