/** The processes that come along, in the language of the house. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ProcessModel, parseBpmn, validate } from '#engine/pure.ts'
import { shippedProcesses } from '#server/crm/processes/shipped.ts'

const labels: Record<string, string> = JSON.parse(readFileSync('processes/ru.json', 'utf8'))

describe('Shipped processes in Russian', async () => {
  const english = await shippedProcesses('.', 'en')
  const russian = await shippedProcesses('.', 'ru')

  it.each(russian)('$file says nothing in English, and has nothing to complain of', async ({ xml }) => {
    const { models, problems } = await parseBpmn(xml)
    expect(problems).toEqual([])
    for (const model of models) {
      expect(validate(model).filter(problem => problem.severity !== 'info')).toEqual([])
      expect(spoken(model).filter(text => /[A-Za-z]{3}/.test(text) && !/^(B2B|E-mail)/.test(text))).toEqual(
        [],
      )
    }
  })

  it.each(english)('$file is the same process apart from its words', async ({ file, xml }) => {
    const other = russian.find(one => one.file === file)!.xml
    expect(other).not.toBe(xml)
    expect(other.match(/\bid="[^"]*"|condition[^<]*|key="[^"]*"/g)).toEqual(
      xml.match(/\bid="[^"]*"|condition[^<]*|key="[^"]*"/g),
    )
  })

  it.each(russian)('$file has the words of a flow beside its line, not across it', ({ file, xml }) => {
    const other = english.find(one => one.file === file)!.xml
    const places = (text: string) =>
      [
        ...text.matchAll(
          /<bpmndi:BPMNEdge[^>]*bpmnElement="([^"]+)"(?:(?!<\/bpmndi:BPMNEdge>)[\s\S])*<bpmndi:BPMNLabel>\s*<dc:Bounds x="([\d.]+)"/g,
        ),
      ].map(match => `${match[1]} ${match[2]}`)
    expect(places(xml)).toEqual(places(other))
    expect(places(xml).length).toBeGreaterThan(0)
  })

  it.each(russian)('$file has room for each flow’s words in one line', ({ xml }) => {
    for (const [, flow, name] of xml.matchAll(/<bpmn:sequenceFlow id="([^"]+)" name="([^"]+)"/g)) {
      const edge = xml.match(
        new RegExp(`<bpmndi:BPMNEdge[^>]*bpmnElement="${flow}"[\\s\\S]*?</bpmndi:BPMNEdge>`),
      )![0]
      const width = edge.match(/<bpmndi:BPMNLabel>\s*<dc:Bounds [^>]*width="([\d.]+)"/)?.[1]
      if (width) expect([name, Number(width) >= name!.length * 7]).toEqual([name, true])
    }
  })

  it('no row of the table is for a label that is nowhere', () => {
    const all = english.map(({ xml }) => xml).join('\n')
    expect(Object.keys(labels).filter(label => !all.includes(label))).toEqual([])
  })
})

/** What people read of a process. */
function spoken({ name, nodes, flows }: ProcessModel): string[] {
  const forms = Object.values(nodes).flatMap(node => ('form' in node ? node.form : []))
  return [
    name,
    ...[...Object.values(nodes), ...Object.values(flows)].map(element => element.name ?? ''),
    ...forms.flatMap(({ label, help }) => [label, help ?? '']),
  ]
}
