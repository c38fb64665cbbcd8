/**
 * The other side is unreliable: it hangs up, takes too long, fails, or answers and hangs up in the midst of it. Each call
 * comes to an answer or to an incident, always under one key, so that whoever minds the key has each thing done once.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { until } from '../support/product.ts'

const calls = 200
/** What becomes of a call, by chance; the rest is answered as it should be. */
const mishaps: [share: number, how: (response: ServerResponse) => void][] = [
  [0.1, ({ socket }) => socket?.destroy()],
  [0.1, () => {}],
  [0.1, response => response.writeHead(500).end('broken')],
  [
    0.05,
    response => {
      response.writeHead(200, { 'content-length': '1000', 'content-type': 'application/json' })
      response.write('{"ok":')
      setTimeout(() => response.socket?.destroy(), 20)
    },
  ],
]

let app: TestApp
let other: Server
/** How often each key was heard, and whose it was. */
const heard = new Map<string, { times: number; order: string }>()
const random = createRandom(7)

beforeAll(async () => {
  other = createServer(receive)
  await new Promise<void>(ready => other.listen(0, '127.0.0.1', ready))
  const host = `127.0.0.1:${(other.address() as AddressInfo).port}`
  app = await startApp({ httpAllowList: [host], httpAllowPrivate: true })
  const deployed = await app.services.engine.deploy(calling(host), { by: 'test' })
  if (!deployed.ok) throw new Error(JSON.stringify(deployed.problems))
}, 60_000)

afterAll(() => {
  other.closeAllConnections()
  other.close()
})

it('Every call ends in an answer or an incident, and each thing was asked for under one key', {
  timeout: 280_000,
}, async () => {
  const { engine } = app.services
  for (let n = 0; n < calls; n++)
    await engine.start({ key: 'calling', instance: `order${n}`, variables: { order: `order${n}` } })
  await until(
    'every call to come to its end',
    async () => {
      const [completed, stuck] = await Promise.all([
        engine.instances.count({ key: 'calling', status: 'completed' }),
        engine.instances.count({ key: 'calling', withIncident: true }),
      ])
      return completed + stuck === calls
    },
    250_000,
  )
  const orders = [...heard.values()].map(({ order }) => order)
  expect(orders).toHaveLength(calls)
  expect(new Set(orders).size).toBe(calls)
  const stuck = await engine.instances.count({ key: 'calling', withIncident: true })
  // Six attempts fail all by chance once in five hundred times; a host that is left alone costs none.
  expect(stuck).toBeLessThanOrEqual(calls / 20)
  const times = [...heard.values()].reduce((sum, one) => sum + one.times, 0)
  console.log(`${calls} calls, heard ${times} times under ${heard.size} keys; ${stuck} ended as incidents`)
})

function receive(request: IncomingMessage, response: ServerResponse): void {
  let body = ''
  request.on('data', chunk => (body += chunk))
  request.on('end', () => {
    const key = String(request.headers['idempotency-key'])
    const { order } = JSON.parse(body) as { order: string }
    const known = heard.get(key)
    expect(known?.order ?? order).toBe(order)
    heard.set(key, { times: (known?.times ?? 0) + 1, order })
    let chance = random()
    for (const [share, happen] of mishaps) {
      if (chance < share) return happen(response)
      chance -= share
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
  })
}

function calling(host: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0" id="d" targetNamespace="https://baton.dev">
  <process id="calling" name="Calling" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="a" sourceRef="start" targetRef="call"/>
    <serviceTask id="call" name="Call"><extensionElements><baton:connector type="httpRequest" retries="6" backoff="PT1S" result="said">
      <baton:parameter name="url" value="http://${host}/orders"/><baton:parameter name="method" value="POST"/>
      <baton:parameter name="body" value="={order: order}"/><baton:parameter name="timeout" value="=2"/>
    </baton:connector></extensionElements></serviceTask>
    <sequenceFlow id="b" sourceRef="call" targetRef="end"/><endEvent id="end"/>
  </process>
</definitions>`
}

function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
