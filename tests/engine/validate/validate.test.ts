import { describe, expect, it } from 'vitest'
import type { CorrelationKeyModel, ProcessModel } from '#engine/model/types.ts'
import { type Known, validate } from '#engine/validate/validate.ts'
import {
  cancel,
  caught,
  compensation,
  delay,
  draw,
  end,
  error,
  eventSub,
  message,
  on,
  script,
  service,
  start,
  sub,
  task,
  user,
} from '#tests/support/draw.ts'

const findings = (model: ProcessModel, rule: string, known: Known = {}) =>
  validate(model, known)
    .filter(problem => problem.rule === rule)
    .map(problem => `${problem.severity} ${problem.element}`)

const mine = { assignment: { assignee: { type: 'literal', value: 'ann' } } }

describe('A drawing is checked before it is published', () => {
  it('and a good one has nothing wrong with it', () => {
    const model = draw('S -> A -> X -[x > 1]-> B -> E', 'X -[default]-> E', {
      A: user(mine),
      B: script('1', 'y'),
    })
    expect(validate(model).filter(problem => problem.severity !== 'info')).toEqual([])
  })

  const wrong: [string, ProcessModel, string[]][] = [
    ['gateway-conditions', draw('S -> X -> A', 'X -> B'), ['error X-A', 'error X-B']],
    ['gateway-conditions', draw('S -> X -[x]-> A', 'X -> B'), ['warning X-B']],
    ['default-condition', withDefaultCondition(), ['warning X-B']],
    ['parallel-conditions', draw('S -> AND -[x]-> A', 'AND -> B'), ['warning AND-A']],
    ['expressions-readable', draw('S -> X -[x >]-> A', 'X -[default]-> B'), ['error X-A']],
    ['timers-readable', draw('S -> T', { T: caught(delay('soon')) }), ['error T']],
    ['connector-chosen', draw('S -> A', { A: { type: 'serviceTask' } }), ['error A']],
    ['task-content', draw('S -> A', { A: { type: 'scriptTask' } }), ['error A']],
    ['event-position', draw('S -> A', { S: start(error()) }), ['error S']],
    ['event-definition', draw('S -> M', { M: caught(message('')) }), ['error M']],
    ['reachable', draw('S -> A', 'B -> B'), ['warning B']],
    ['steps-named', draw('S -> A', { A: user({ name: '' }) }), ['warning A']],
    ['task-assigned', draw('S -> A', { A: user() }), ['warning A']],
    ['outcomes-named', draw('S -> A -[:Yes]-> B', 'A -> C', { A: user(mine) }), ['warning A-C']],
    ['calls', draw('S -> C', { C: { type: 'callActivity', binding: 'latest' } }), ['error C']],
    ['event-sub-processes', draw('S -> U', { U: user(), ESP: eventSub('S2 -> A') }), ['error S2']],
    ['compensation', draw('S -> A', 'C', { A: task(), C: on('A', compensation()) }), ['error C']],
    ['transactions', draw('S -> E', { E: end(cancel) }), ['error E']],
    ['conversations', talking({}), []],
    ['conversations', talking({ binding: feel('deal.id') }), ['warning P']],
    ['conversations', talking({ retrievals: { answer: feel('id') } }), ['warning P']],
    ['expressions-readable', talking({ binding: feel('deal.') }), ['error P']],
    ['event-gateways', draw('S -> EBG -> A'), ['error A']],
    ['quantities', draw('S -> A', { A: task({ startQuantity: 0 }) }), ['error A']],
    ['ends', draw('S -> A'), ['info A']],
    ['starts', draw('A -> E'), ['info P']],
  ]

  function withDefaultCondition(): ProcessModel {
    const model = draw('S -> X -[x]-> A', 'X -[default]-> B')
    model.flows['X-B']!.condition = { type: 'feel', text: 'true' }
    return model
  }

  for (const [rule, model, expected] of wrong)
    it(`${rule} names the element: ${expected.join(', ')}`, () =>
      expect(findings(model, rule)).toEqual(expected))

  it('stages have keys of their own', () => {
    const stage = (key: string, name: string) => ({ stage: { key, name, kind: 'open', jumpFrom: ['gone'] } })
    const model = draw('S -> A -> B', { A: task(stage('a', 'One')), B: task(stage('a', 'Two')) })
    expect(findings(model, 'stages')).toEqual(['error B', 'warning A', 'warning B'])
  })

  it('names outside the drawing are checked when they are known', () => {
    const model = draw('S -> A', { A: service('fly') })
    expect([
      findings(model, 'connector-chosen'),
      findings(model, 'connector-chosen', { connectors: ['sendEmail'] }),
    ]).toEqual([[], ['error A']])
  })

  it('and a connector’s step gives every input the connector cannot do without', () => {
    const connectorInputs = { addNote: [{ name: 'text', title: 'Note' }] }
    const note = (parameters: object[]) =>
      draw('S -> A', {
        A: { type: 'serviceTask', connector: { type: 'addNote', parameters, retries: 3, backoff: 'PT1M' } },
      })
    const text = { name: 'text', value: { type: 'literal', value: 'Call back' } }
    expect(findings(note([]), 'connector-inputs', { connectorInputs })).toEqual(['error A'])
    expect(findings(note([text]), 'connector-inputs', { connectorInputs })).toEqual([])
  })

  it('every message says what to do, in a sentence', () => {
    for (const [, model] of wrong)
      for (const problem of validate(model)) expect(problem.message).toMatch(/\.$/)
  })

  it('looks into sub-processes', () => {
    expect(
      findings(draw('S -> SP', { SP: sub('A', { A: { type: 'serviceTask' } }) }), 'connector-chosen'),
    ).toEqual(['error A'])
  })
})

/** A process whose messages are told apart by order and country; the order says `more`. */
function talking(more: Partial<CorrelationKeyModel['properties'][number]>): ProcessModel {
  const model = draw('S -> M', { M: caught(message('answer')) })
  const properties = [
    { name: 'order', retrievals: {}, ...more },
    { name: 'country', retrievals: {} },
  ]
  return { ...model, correlations: [{ id: 'key', name: 'key', properties }] }
}

function feel(text: string) {
  return { type: 'feel', text } as const
}
