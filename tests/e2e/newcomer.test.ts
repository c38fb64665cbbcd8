/** What a newcomer does with unprepared input: brings decisions in, draws a wait for a message, starts it, sees it wait. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawDecisions } from '../engine/decisions/dmn.ts'
import type { Client } from '../support/api.ts'
import { closeBrowserAfterwards, type Person, picture } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import type { Product } from '../support/product.ts'

let product: Product
let person: Person
let api: Client

closeBrowserAfterwards()
beforeAll(async () => {
  ;({ product, person, api } = await openHouse())
})
afterAll(() => product?.stop())

const rules = drawDecisions([
  {
    id: 'approver',
    name: 'Who approves',
    inputs: ['discount'],
    table: { inputs: ['discount'], outputs: ['who'], rules: [['< 10', '"manager"']] },
  },
])
const panel = () => person.page.locator('.bio-properties-panel')
const field = (id: string) => panel().locator(`[data-entry-id="${id}"]`)

describe('A newcomer', () => {
  it('brings decisions in; a broken file is named, with what is wrong in it', async () => {
    const { page } = person
    await page.goto('/processes')
    const bring = (name: string, text: string) =>
      page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name, mimeType: 'application/xml', buffer: Buffer.from(text) })
    await page
      .getByRole('link', { name: /B2B sale/ })
      .first()
      .waitFor()
    await bring('rules.dmn', rules)
    await page.getByRole('heading', { name: 'Decisions' }).waitFor()
    await page.getByRole('cell', { name: 'approver', exact: true }).waitFor()
    await bring('cut.dmn', rules.slice(0, 400))
    await page.getByText('“cut.dmn” could not be imported').waitFor()
    await page.getByText(/no readable DMN: .*Correct the XML/).waitFor()
    await picture(person, 'decisions')
  })

  it('says to whom a message belongs, and is told at the field what is wrong with it', async () => {
    const { page } = person
    await api.send('/processes', 'application/xml', waiting)
    await page.goto('/processes/waiting')
    await page.locator('.djs-container [data-element-id="Wait"]').first().click()
    await field('message').getByText('names no message').waitFor()
    await field('message').locator('input').fill('payment')
    const key = field('correlationKey').locator('.cm-content')
    await key.click()
    await page.keyboard.type('order +')
    await field('correlationKey').getByText('is no FEEL expression').waitFor()
    await picture(person, 'message-key')
    await key.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('order')
    await page.getByText('Nothing is wrong: this can be published.').waitFor()
  })

  it('publishes and starts it by hand, and sees for what it waits', async () => {
    const { page } = person
    await page.getByRole('button', { name: 'Publish' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Publish/ })
      .click()
    await page.getByText('Version 1 is published.').waitFor()
    await page.goto('/processes/waiting/instances')
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Values to begin with').fill('{ "order": "A-17" }')
    await dialog.getByRole('button', { name: 'Start', exact: true }).click()
    await page.getByText('Waits for the message "payment" for A-17').waitFor()
  })

  it('brings the message by hand, and the process goes on to its end', async () => {
    const { page } = person
    await page.getByRole('button', { name: 'Actions for “Payment”' }).click()
    await page.getByRole('menuitem', { name: 'Bring the message' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Content, as JSON').fill('{ "amount": 100 }')
    await dialog.getByRole('button', { name: 'Bring it' }).click()
    await page.getByText('The message has arrived').waitFor()
    await page.getByText('it went through to its end').waitFor()
    expect(person.troubles).toEqual([])
  })
})

const waiting = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="definitions" targetNamespace="http://acme.test">
  <bpmn:process id="waiting" name="Waiting" isExecutable="true">
    <bpmn:startEvent id="Begin" name="Begin" />
    <bpmn:intermediateCatchEvent id="Wait" name="Payment"><bpmn:messageEventDefinition id="m" /></bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="Done" name="Done" />
    <bpmn:sequenceFlow id="f1" sourceRef="Begin" targetRef="Wait" /><bpmn:sequenceFlow id="f2" sourceRef="Wait" targetRef="Done" />
  </bpmn:process>
</bpmn:definitions>`
