import { describe, expect, it } from 'vitest'
import { createDrawingModel } from '#designer/modeler/moddle.ts'
import { withOneName } from '#engine/model/namespaces.ts'
import { parseBpmn } from '#engine/model/parse.ts'

const drools = 'http://www.jboss.org/drools'
const file = (more = '') => `<?xml version="1.0"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tns="${drools}" xmlns="${drools}" targetNamespace="t">
  <b:process id="P" tns:packageName="sales"><b:startEvent id="S"/>${more}</b:process></b:definitions>`

describe('A namespace that is the default and has a prefix besides', () => {
  it('does not cost attributes their prefix when the drawing is written again', async () => {
    const moddle = createDrawingModel()
    const { rootElement } = await moddle.fromXML(withOneName(file()))
    expect((await moddle.toXML(rootElement)).xml).toContain('tns:packageName="sales"')
  })

  it('is reported under its prefix', async () => {
    const { models, report } = await parseBpmn(file())
    expect(models[0]!.dialect).toBe('jbpm')
    expect(report.map(({ what }) => what)).toEqual(['tns:packageName'])
  })

  it('stays where elements use it, and so does every other file', () => {
    for (const xml of [
      file('<b:extensionElements><metaData name="x"/></b:extensionElements>'),
      '<a/>',
      'no XML',
      '',
    ])
      expect(withOneName(xml)).toBe(xml)
  })
})
