import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareDrawings as compare } from '#designer/diff/compare.ts'
import { fieldInWords } from '#designer/diff/field-words.ts'
import { marksOf } from '#designer/diff/marks.ts'
import { createTexts } from '#designer/i18n/texts.ts'
import schema from '#engine/model/baton.json' with { type: 'json' }

const sale = readFileSync('processes/b2b-sale.bpmn', 'utf8')

const compareDrawings = (before: string, after: string) => compare(before, after, createTexts('en'))

describe('Two drawings are compared element by element', () => {
  it('finds no difference between a drawing and itself', async () => {
    expect(await compareDrawings(sale, sale)).toEqual([])
  })

  it('has words for every setting of ours', () => {
    const t = createTexts('ru')
    const ours = schema.types.flatMap(({ name, properties }) =>
      properties
        .filter(property => 'isAttr' in property || 'isBody' in property)
        .map(property => `${name[0]!.toLowerCase()}${name.slice(1)}.${property.name}`),
    )
    // Items of lists stand below the list they are in.
    const items = /^(?:formField|parameter|input|output)\./
    expect(ours.filter(path => !items.test(path) && /^[a-zA-Z.]+$/.test(fieldInWords(path, t)))).toEqual([])
  })

  it('names the field of an extension that was changed, with both values', async () => {
    const after = sale
      .replace('name="Qualify the lead"', 'name="Look at the lead"')
      .replace('due="P2D"', 'due="P3D"')
    expect(await compareDrawings(sale, after)).toEqual([
      {
        id: 'Qualify',
        kind: 'changed',
        sort: 'task',
        name: 'Look at the lead',
        fields: [
          { path: 'assignment.due', label: 'Due', before: 'P2D', after: 'P3D' },
          { path: 'name', label: 'Name', before: 'Qualify the lead', after: 'Look at the lead' },
        ],
      },
    ])
  })

  it('knows a form field and a parameter by its own name, wherever it stands', async () => {
    const after = sale
      .replace('label="Who decides?"', 'label="Who signs?"')
      .replace(
        '<baton:parameter name="template" value="escalation" />',
        '<baton:parameter name="template" value="thank-you" />',
      )
    const paths = (await compareDrawings(sale, after)).flatMap(change =>
      change.fields.map(field => field.path),
    )
    expect(paths).toEqual(['form.fields[decisionMaker].label', 'connector.parameters[template].value'])
  })

  it('tells moved steps from changed ones', async () => {
    const after = sale.replace(/(bpmnElement="Meet">\s*<dc:Bounds x=")(\d+)/, (_, before) => `${before}9999`)
    const changes = await compareDrawings(sale, after)
    expect(changes.map(({ id, kind }) => ({ id, kind }))).toEqual([{ id: 'Meet', kind: 'moved' }])
  })

  it('marks in each picture only what that picture has', async () => {
    const after = sale.replaceAll('"Flow_Overdue"', '"Flow_Late"').replaceAll('>Flow_Overdue<', '>Flow_Late<')
    const changes = await compareDrawings(sale, after)
    expect(marksOf(changes, 'before')).toEqual({ Flow_Overdue: 'removed' })
    expect(marksOf(changes, 'after')).toEqual({ Flow_Late: 'added' })
  })

  it('sees changes in what other systems wrote', async () => {
    const foreign = (topic: string) =>
      sale
        .replace('<bpmn:definitions ', '<bpmn:definitions xmlns:acme="urn:acme" ')
        .replace(
          '<baton:connector type="createTask">',
          `<acme:robot topic="${topic}"><acme:arm>left</acme:arm></acme:robot><baton:connector type="createTask">`,
        )
    const changes = await compareDrawings(foreign('a'), foreign('b'))
    expect(changes.map(change => change.fields)).toEqual([
      [{ path: 'acme:robot[0].topic', label: 'acme:robot[0].topic', before: 'a', after: 'b' }],
    ])
  })
})
