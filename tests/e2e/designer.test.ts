/** An analyst changes the pipeline: draws, sets properties, sees problems, publishes; what is wrong never replaces what is good. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, Refusal } from '../support/api.ts'
import { closeBrowserAfterwards, type Person, picture } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import type { Product } from '../support/product.ts'

interface Definition {
  version: number
  xml: string
}

let product: Product
let person: Person
let api: Client

closeBrowserAfterwards()
beforeAll(async () => {
  ;({ product, person, api } = await openHouse())
})
afterAll(() => product?.stop())

const shape = (id: string) => person.page.locator(`.djs-container [data-element-id="${id}"]`).first()
const panel = () => person.page.locator('.bio-properties-panel')

describe('An analyst', () => {
  it('opens the shipped pipeline as a diagram', async () => {
    const { page } = person
    await page.goto('/processes')
    await page
      .getByRole('link', { name: /B2B sale/ })
      .first()
      .click()
    await shape('Qualify').waitFor()
    await page.getByText('Nothing is wrong: this can be published.').waitFor()
    await picture(person, 'designer')
  })

  it('drags a block into a flow, which splits it, and sees at once what is missing', async () => {
    const { page } = person
    await page.getByLabel('Find a block').fill('note')
    await page.locator('[data-block]', { hasText: 'Create a task' }).waitFor({ state: 'hidden' })
    const block = (await page.locator('[data-block]', { hasText: 'Write a note' }).boundingBox())!
    await drag(block, () => shape('Flow_Wanted').boundingBox())
    await page
      .getByText(/1 error|Problems\s*1/)
      .first()
      .waitFor()
    await picture(person, 'designer-problem')
    expect(await page.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true)
  })

  it('sets its properties, and the problem goes away', async () => {
    const { page } = person
    await panel().getByLabel(/^Note/).fill('The customer wants a proposal')
    await page.keyboard.press('Tab')
    await page.getByText('Nothing is wrong: this can be published.').waitFor()
  })

  it('publishes the change as the next version, with a word why', async () => {
    const { page } = person
    await page.getByRole('button', { name: 'Publish' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What and why').fill('Note the wish for a proposal')
    await picture(person, 'designer-publish')
    await dialog.getByRole('button', { name: /^Publish/ }).click()
    await page.getByText('Version 2 is published.').waitFor()
    const { version, xml } = await api.get<Definition>('/processes/b2b-sale')
    expect(version).toBe(2)
    expect(xml).toContain('addNote')
    expect(xml).toContain('The customer wants a proposal')
  })

  it('is refused a drawing with errors, element by element, and keeps the good version', async () => {
    const { xml } = await api.get<Definition>('/processes/b2b-sale')
    const broken = xml.replaceAll('sourceRef="DealCreated"', 'sourceRef="Nowhere"')
    const refusal = await api.post('/processes/b2b-sale/publish', { xml: broken }).catch(error => error)
    expect(refusal).toBeInstanceOf(Refusal)
    expect(refusal).toMatchObject({ status: 422, code: 'invalidProcess' })
    const { problems } = refusal.details as {
      problems: { severity: string; message: string; element?: string }[]
    }
    expect(problems.some(problem => problem.severity === 'error' && problem.element)).toBe(true)
    expect((await api.get<Definition>('/processes/b2b-sale')).version).toBe(2)
  })

  it('imports a foreign diagram and exports it with everything Baton does not know', async () => {
    const imported = await api.send<{ key: string }>('/processes', 'application/xml', foreign)
    expect(imported.key).toBe('foreign')
    const { page } = person
    await page.goto('/processes/foreign')
    await shape('Ask').waitFor()
    const exported = await page.request.get(`${product.url}/api/processes/foreign/export`)
    const xml = await exported.text()
    expect(xml).toContain('acme:colour="mauve"')
    expect(xml).toContain('<acme:secret>keep me</acme:secret>')
  })

  it('opens a diagram of three hundred steps', async () => {
    await api.send('/processes', 'application/xml', long(300))
    const { page } = person
    await page.goto('/processes/long')
    await shape('Step300').waitFor({ state: 'attached' })
    expect(await page.locator('.djs-container .djs-shape').count()).toBeGreaterThan(300)
    expect(person.troubles).toEqual([])
  })
})

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Presses in the middle of a box, carries it onto the canvas as a hand does, aims at the other box and lets go. */
async function drag(from: Box, aim: () => Promise<Box | null>) {
  const { mouse } = person.page
  const [x, y] = [from.x + from.width / 2, from.y + from.height / 2]
  await mouse.move(x, y)
  await mouse.down()
  await mouse.move(x + 12, y + 8, { steps: 4 })
  await mouse.move(x + 500, y + 100, { steps: 8 })
  const to = (await aim())!
  await mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 })
  await mouse.up()
}

const head = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:acme="http://acme.test/ns"
  id="definitions" targetNamespace="http://acme.test">`

const foreign = `${head}
  <bpmn:process id="foreign" name="Foreign" isExecutable="true">
    <bpmn:startEvent id="Begin" name="Begin" acme:colour="mauve"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="Ask" name="Ask">
      <bpmn:extensionElements><acme:secret>keep me</acme:secret></bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="Done" name="Done"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="Begin" targetRef="Ask" />
    <bpmn:sequenceFlow id="f2" sourceRef="Ask" targetRef="Done" />
  </bpmn:process>
</bpmn:definitions>`

function long(steps: number): string {
  const nodes = Array.from(
    { length: steps },
    (_, index) => `<bpmn:manualTask id="Step${index + 1}" name="Step ${index + 1}" />`,
  )
  const names = ['Begin', ...nodes.map((_, index) => `Step${index + 1}`), 'Done']
  const flows = names
    .slice(1)
    .map((to, index) => `<bpmn:sequenceFlow id="f${index}" sourceRef="${names[index]}" targetRef="${to}" />`)
  const shapes = names.map((id, index) => {
    const size = id.startsWith('Step') ? [100, 80] : [36, 36]
    const [x, y] = [(index % 20) * 150, Math.floor(index / 20) * 140]
    return `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${size[0]}" height="${size[1]}" /></bpmndi:BPMNShape>`
  })
  const edges = flows.map(
    (_, index) =>
      `<bpmndi:BPMNEdge id="f${index}_di" bpmnElement="f${index}"><di:waypoint x="${(index % 20) * 150 + 50}" y="${Math.floor(index / 20) * 140 + 40}" /><di:waypoint x="${((index + 1) % 20) * 150}" y="${Math.floor((index + 1) / 20) * 140 + 40}" /></bpmndi:BPMNEdge>`,
  )
  return `${head}
  <bpmn:process id="long" name="Long" isExecutable="true">
    <bpmn:startEvent id="Begin" name="Begin" />${nodes.join('')}<bpmn:endEvent id="Done" name="Done" />${flows.join('')}
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="long">${shapes.join('')}${edges.join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`
}
