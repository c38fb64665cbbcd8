import { describe, expect, it } from 'vitest'
import { compile, parseBpmn, type Variables, validate } from '#engine/pure.ts'
import { World } from '#tests/support/play.ts'
import { drawDecisions } from './dmn.ts'

/** A process whose one business rule task carries a DMN file. */
function drawing(dmn: string, ref = '', result = 'dish'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0" id="d" targetNamespace="t">
<bpmn:process id="Dinner" isExecutable="true">
<bpmn:startEvent id="S"/><bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="Choose"/>
<bpmn:businessRuleTask id="Choose" name="Choose a dish"><bpmn:extensionElements>
<baton:decision result="${result}"${ref && ` decisionRef="${ref}"`}><![CDATA[${dmn}]]></baton:decision>
</bpmn:extensionElements></bpmn:businessRuleTask>
<bpmn:sequenceFlow id="f2" sourceRef="Choose" targetRef="E"/><bpmn:endEvent id="E"/>
</bpmn:process></bpmn:definitions>`
}

const dishes = (hitPolicy?: string) =>
  drawDecisions([
    {
      id: 'dish',
      table: {
        ...(hitPolicy && { hitPolicy }),
        inputs: ['season', 'guests'],
        outputs: ['dish'],
        rules: [
          ['"Winter"', '-', '"Roastbeef"'],
          ['-', '> 8', '"Stew"'],
          ['"Summer"', '<= 8', '"Salad"'],
        ],
      },
    },
  ])

async function play(xml: string, variables: Variables) {
  const { models, problems } = await parseBpmn(xml)
  expect([...problems, ...validate(models[0]!)].filter(({ severity }) => severity === 'error')).toEqual([])
  return new World(models[0]!).start('Dinner', variables)
}

describe('A business rule task with a decision table of its own', () => {
  it('TSK-14 decides, and the process goes on with the result', async () => {
    const process = await play(drawing(dishes()), { season: 'Winter', guests: 4 })
    expect([process.left, process.state, process.vars.dish]).toEqual([
      ['S', 'Choose', 'E'],
      'completed',
      'Roastbeef',
    ])
    process.expectReplay()
  })

  it('TSK-15 collects all that match, and nothing when none does', async () => {
    const many = await play(drawing(dishes('COLLECT')), { season: 'Winter', guests: 10 })
    expect(many.vars.dish).toEqual(['Roastbeef', 'Stew'])
    expect((await play(drawing(dishes('COLLECT')), { season: 'Spring', guests: 1 })).vars.dish).toEqual([])
    const none = await play(drawing(dishes()), { season: 'Spring', guests: 1 })
    expect([none.state, none.vars.dish]).toEqual(['completed', null])
  })

  it('TSK-16 keeps the token with an incident when rules contradict each other, and decides again when told', async () => {
    const process = await play(drawing(dishes()), { season: 'Winter', guests: 10 })
    expect([process.incidents, process.tokens]).toEqual([['Choose: hitPolicy'], ['Choose']])
    process.retry({ guests: 2 })
    expect([process.state, process.vars.dish]).toEqual(['completed', 'Roastbeef'])
  })

  it('TSK-16 is a problem before it is published when it asks for a decision the table lacks', async () => {
    const { problems } = await parseBpmn(drawing(dishes(), 'dessert'))
    expect(problems).toMatchObject([
      {
        element: 'Choose',
        message:
          '"Choose a dish" asks for the decision "dessert", which is not in its table. Choose one of: dish.',
      },
    ])
  })

  it('names the mistakes of its table at the task', async () => {
    const { problems } = await parseBpmn(drawing(drawDecisions([{ id: 'dish', literal: '1 +' }])))
    expect(problems).toMatchObject([{ element: 'Choose', property: 'dmn', severity: 'error' }])
    expect((await parseBpmn(drawing('no file'))).problems).toMatchObject([{ element: 'Choose', rule: 'xml' }])
  })

  it('says what data it reads', async () => {
    const { models } = await parseBpmn(
      drawing(drawDecisions([{ id: 'd', literal: 'deal.amount > limit' }]), '', 'big'),
    )
    expect(compile(models[0]!).reads).toEqual(['deal', 'limit'])
  })
})
