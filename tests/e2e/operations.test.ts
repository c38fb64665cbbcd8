/** What an operator does with a keyboard and a mouse: handle what stuck, carry over and back, say the working time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/api.ts'
import { closeBrowserAfterwards, type Person, picture } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { type Product, until } from '../support/product.ts'

let product: Product
let person: Person
let api: Client

closeBrowserAfterwards()
beforeAll(async () => {
  ;({ product, person, api } = await openHouse())
})
afterAll(() => product?.stop())

const task = (id: string, name: string) => `<userTask id="${id}" name="${name}" />`
const chain = (...ids: string[]) =>
  ids
    .slice(1)
    .map(
      (id, index) => `<sequenceFlow id="${ids[index]}-${id}" sourceRef="${ids[index]}" targetRef="${id}" />`,
    )
    .join('')
const drawing = (key: string, name: string, inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="https://baton.dev/test">
  <error id="Err" errorCode="E1" /><error id="Other" errorCode="E2" />
  <process id="${key}" name="${name}" isExecutable="true">${inside}</process>
</definitions>`
const begin = async (key: string) =>
  (await api.post<{ instance: string }>(`/processes/${key}/start`, {})).instance

describe('An error that nothing caught', () => {
  it('is handled by an error event around it, chosen by keyboard', async () => {
    const { page } = person
    await api.post('/processes/delivery/publish', {
      xml: drawing(
        'delivery',
        'Delivery',
        `<startEvent id="S"/><subProcess id="SP" name="Deliver"><startEvent id="S1"/><endEvent id="T" name="No stock"><errorEventDefinition errorRef="Err"/></endEvent>${chain('S1', 'T')}</subProcess><boundaryEvent id="b" name="Refused" attachedToRef="SP"><errorEventDefinition errorRef="Other"/></boundaryEvent>${task('Call', 'Call the customer')}<endEvent id="E"/><endEvent id="E2"/>${chain('S', 'SP', 'E')}${chain('b', 'Call', 'E2')}`,
      ),
    })
    const id = await begin('delivery')
    await page.goto(`/instances/${id}`)
    await page.getByRole('button', { name: 'Other ways' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Handle as an error' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('radio', { name: 'Refused' }).waitFor()
    await picture(person, 'handle-as-error')
    await page.getByRole('button', { name: 'Handle as an error' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Handled as an error: No stock').waitFor()
    await page.getByRole('link', { name: 'Open the task' }).waitFor()
  })
})

describe('Running processes', () => {
  it('go over to another version, after a look at what would happen, and come back', async () => {
    const { page } = person
    const flat = `<startEvent id="S"/>${task('A', 'Ask')}${task('B', 'Check')}<endEvent id="E"/>${chain('S', 'A', 'B', 'E')}`
    const grouped = `<startEvent id="S"/><subProcess id="SP" name="Clarify"><startEvent id="S1"/>${task('A', 'Ask')}${task('B', 'Check')}<endEvent id="E1"/>${chain('S1', 'A', 'B', 'E1')}</subProcess><endEvent id="E"/>${chain('S', 'SP', 'E')}`
    await api.post('/processes/order/publish', { xml: drawing('order', 'Order', flat) })
    const ids = [await begin('order'), await begin('order')]
    await api.post('/processes/order/publish', { xml: drawing('order', 'Order', grouped) })
    const versionOf = async (id: string) =>
      (await api.get<{ process: { version: number } }>(`/instances/${id}`)).process.version
    await page.goto('/migrations/new?process=order&from=1&to=2')
    await page.getByRole('button', { name: 'See what would happen' }).click()
    await page.getByText('2 of 2 fit.').waitFor()
    await page.getByText('enters “Clarify”').first().waitFor()
    await picture(person, 'migration-dry-run')
    expect(await versionOf(ids[0]!)).toBe(1)
    await page.getByRole('button', { name: 'Carry 2 over' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Carry 2 over' }).click()
    await page.getByText('2 of 2 done, 2 carried over.').waitFor()
    expect(await versionOf(ids[0]!)).toBe(2)
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click()
    await page.getByText('back from 2 to 1').first().waitFor()
    await until(
      'both to be back',
      async () => (await versionOf(ids[0]!)) === 1 && (await versionOf(ids[1]!)) === 1,
    )
  })

  it('are paused with a reason that stands in the history', async () => {
    const { page } = person
    const id = await begin('order')
    await page.goto(`/instances/${id}`)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByLabel('Why').fill('Prices are being checked')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Prices are being checked').waitFor()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
  })
})

describe('The working time', () => {
  it('is said once, and tried at once', async () => {
    const { page } = person
    await page.goto('/settings/workingTime')
    await page.getByText('Until you say it').waitFor()
    await page.getByText(/=\s*Monday/).waitFor()
    await page.getByRole('button', { name: 'Say our working time' }).click()
    await page.getByRole('checkbox', { name: 'Monday' }).uncheck()
    await page.getByText(/=\s*Tuesday/).waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    const { calendar } = await until('the working time', async () => {
      const time = await api.get<{ version: number; calendar: { hours?: object } }>('/working-time/house')
      return time.version === 1 && time
    })
    expect(Object.keys(calendar.hours!)).toEqual(['2', '3', '4', '5'])
    expect(person.troubles).toEqual([])
  })
})
