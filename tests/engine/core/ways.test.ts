import { describe, expect, it } from 'vitest'
import { waysTo } from '#engine/core/ways.ts'
import { draw, service, sub, user } from '#tests/support/draw.ts'
import { type Play, play } from '#tests/support/play.ts'

const stage = (key: string, more = {}) => ({ stage: { key, name: key, kind: 'open', jumpFrom: [], ...more } })

const pipeline = draw(
  'S -> Qualify -[:Interested]-> Offer -[:Sent]-> Mail -> Negotiate -> Won',
  'Qualify -[:Not interested]-> Lost',
  'Offer -[:Withdrawn]-> Lost',
  {
    Qualify: user(stage('new')),
    Offer: user(stage('offer')),
    Mail: service('sendEmail'),
    Negotiate: user(stage('negotiation', { jumpFrom: ['new'] })),
    Won: { type: 'endEvent', triggers: [], ...stage('won', { kind: 'won' }) },
    Lost: { type: 'endEvent', triggers: [], ...stage('lost', { kind: 'lost', jumpFrom: '*' }) },
  },
)

const to = (process: Play, key: string) => waysTo(process.process, process.instance, key)

describe('Dragging a card to a stage', () => {
  it('is nothing when it is there already', () => {
    expect(to(play(pipeline), 'new')).toEqual({ type: 'here' })
  })

  it('is an answer to the open task whose flow leads there', () => {
    const process = play(pipeline)
    expect(to(process, 'offer')).toMatchObject({ type: 'outcome', outcome: 'Qualify-Offer' })
    expect(to(process, 'lost')).toMatchObject({ type: 'outcome', outcome: 'Qualify-Lost' })
  })

  it('goes through steps that need nobody', () => {
    const process = play(pipeline).complete('Qualify', {}, { outcome: 'Interested' })
    expect(to(process, 'negotiation')).toMatchObject({ type: 'outcome', outcome: 'Offer-Mail' })
  })

  it('is a jump where the drawing allows one, and the process follows', () => {
    const process = play(pipeline)
    const way = to(process, 'negotiation')
    expect(way).toMatchObject({ type: 'jump', to: 'Negotiate' })
    if (way.type === 'jump') process.do({ type: 'moveToken', token: way.token, to: way.to })
    expect([process.waiting, process.instance.stage]).toEqual([['Negotiate'], 'negotiation'])
  })

  it('is refused with the reason otherwise', () => {
    const way = to(play(pipeline), 'won')
    expect(way).toEqual({
      type: 'refused',
      reason:
        'From "new" no card can be moved to "won" by hand: it gets there through "Negotiate", which is not open now.',
    })
    expect(to(play(pipeline), 'nowhere').type).toBe('refused')
  })

  it('is refused when the process is over', () => {
    const process = play(pipeline).complete('Qualify', {}, { outcome: 'Not interested' })
    expect(process.instance.stage).toBe('lost')
    expect(to(process, 'offer')).toMatchObject({ type: 'refused' })
  })

  it('works for stages drawn around several steps', () => {
    const process = play(
      draw('S -> A -> Won', {
        A: { ...sub('S1 -> U -> V', { U: user(), V: user() }), ...stage('work') },
        Won: { type: 'endEvent', triggers: [], ...stage('won', { kind: 'won', jumpFrom: '*' }) },
      }),
    )
    const way = to(process, 'won')
    expect(way.type).toBe('jump')
    if (way.type === 'jump') process.do({ type: 'moveToken', token: way.token, to: way.to })
    expect([process.state, process.instance.stage]).toEqual(['completed', 'won'])
  })
})
