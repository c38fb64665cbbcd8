/** A process that cannot go on says so: where, why, what to do; and goes on when the cause is gone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/api.ts'
import { closeBrowserAfterwards, type Person, picture } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { type Product, until } from '../support/product.ts'

let product: Product
let person: Person
let api: Client
let instance: string

closeBrowserAfterwards()
beforeAll(async () => {
  ;({ product, person, api } = await openHouse({ colorScheme: 'dark' }))
})
afterAll(() => product?.stop())

describe('A process that got stuck', () => {
  it('stands in the list with its problem', async () => {
    await api.send('/processes', 'application/xml', sorting)
    await api.post('/processes/sorting/publish', { xml: sorting })
    await api.post('/processes/sorting/start', {})
    const { page } = person
    await page.goto('/instances')
    await page.getByText('Sorting').first().waitFor()
    instance = await until('the incident', async () => {
      const { items } = await api.get<{ items: { id: string; incidents: number }[] }>(
        '/instances?process=sorting',
      )
      return items[0]?.incidents === 1 && items[0].id
    })
  })

  it('says where and why, and what to do', async () => {
    const { page } = person
    await page.goto(`/instances/${instance}`)
    await page.getByText('cannot go on').first().waitFor()
    await page.getByText('Cause:').first().waitFor()
    await page.getByText('What to do:').first().waitFor()
    await picture(person, 'incident-dark')
  })

  it('goes on by “Try again” only when the cause is gone', async () => {
    const { page } = person
    await page.getByRole('button', { name: 'Try again' }).click()
    await page
      .getByText(/did not work/)
      .first()
      .waitFor()
    await api.patch(`/instances/${instance}/variables`, { variables: { size: 5 } })
    await page.getByRole('button', { name: 'Try again' }).click()
    await until('the process to end', async () => {
      const { status } = await api.get<{ status: string }>(`/instances/${instance}`)
      return status === 'completed'
    })
    await page.getByText('Nowhere any more: it went through to its end.').waitFor()
    expect(person.troubles).toEqual([])
  })
})

const sorting = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  id="definitions" targetNamespace="https://baton.dev/test">
  <bpmn:process id="sorting" name="Sorting" isExecutable="true">
    <bpmn:startEvent id="Start" name="Begin" />
    <bpmn:sequenceFlow id="a" sourceRef="Start" targetRef="Sort" />
    <bpmn:exclusiveGateway id="Sort" name="How big?" />
    <bpmn:sequenceFlow id="small" name="small" sourceRef="Sort" targetRef="Small">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=size &lt; 10</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="big" name="big" sourceRef="Sort" targetRef="Big">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=size &gt;= 10</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:endEvent id="Small" name="Small" />
    <bpmn:endEvent id="Big" name="Big" />
  </bpmn:process>
</bpmn:definitions>`
