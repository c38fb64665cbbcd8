import { describe, expect, it } from 'vitest'
import { layOut } from '#designer/layout/lay-out.ts'
import { readDrawing } from '#designer/layout/read-drawing.ts'
import { standalone } from '#designer/picture/standalone.ts'

const bare = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:acme="urn:acme">
  <process id="theirs" isExecutable="true">
    <startEvent id="s"/>
    <task id="t" name="Do"><extensionElements><acme:robot arm="left"><acme:joint>3</acme:joint></acme:robot></extensionElements></task>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
  </process>
</definitions>`

describe('A drawing without a picture', () => {
  it('gets one, flows included, though its nodes do not list them', async () => {
    const { xml, generated } = await layOut(bare)
    expect(generated).toBe(true)
    expect(xml.match(/BPMNShape /g)).toHaveLength(3)
    expect(xml.match(/BPMNEdge /g)).toHaveLength(2)
  })

  it('is left alone when it has one', async () => {
    const { xml } = await layOut(bare)
    expect(await layOut(xml)).toEqual({ xml, generated: false })
  })
})

describe('A file taken as the next drawing of a process', () => {
  it('gets the key of the process and keeps what Baton does not know', async () => {
    const xml = await readDrawing(bare, 'ours')
    expect(xml).toContain('id="ours"')
    expect(xml).toMatch(/<acme:robot arm="left">\s*<acme:joint>3<\/acme:joint>/)
  })

  it('is refused with a sentence when there is no process in it', async () => {
    const empty = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    await expect(readDrawing(empty, 'ours')).rejects.toThrow('There is no process in this file.')
    await expect(readDrawing('not XML at all', 'ours')).rejects.toThrow()
  })
})

describe('A picture that leaves the page', () => {
  it('carries its colours with it', () => {
    const svg =
      '<path style="fill: var(--block-people-tint); stroke: var(--mantine-color-violet-6, violet); color: var(--else)"/>'
    expect(standalone(svg)).toBe('<path style="fill: #f1faf6; stroke: #7950f2; color: #1a1d23"/>')
  })
})
