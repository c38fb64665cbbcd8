/** The database becomes slow in the midst of the work: 200 ms more for each answer, half a minute long. */
import { afterEach, expect, it } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { openSlowWay, type SlowWay } from '../support/slowWay.ts'
import { inOrder, openScene, pause } from './scene.ts'

const seconds = 30
const late = 200
const load = 40

let way: SlowWay
let scene: Awaited<ReturnType<typeof openScene>> | undefined
afterEach(async () => {
  await scene?.close()
  way.close()
})

it('Servers of a slow database take nothing from each other, do nothing twice, and let nothing pile up', {
  timeout: 240_000,
}, async () => {
  const { uri, connection } = await freshDatabase()
  way = await openSlowWay(uri, 0)
  scene = await openScene({ uri, servers: [{ uri: way.uri }, { uri: way.uri }], load })
  await pause(5000)
  const before = await endedSoFar()
  way.late = late
  const queues: { effects: number; journal: number }[] = []
  for (let second = 0; second < seconds; second++) {
    await pause(1000)
    queues.push(await longestQueue())
  }
  const during = await endedSoFar()
  way.late = 0
  await pause(5000)
  const after = await endedSoFar()
  const findings = await scene.end()

  expect(findings).toMatchObject({ ...inOrder, redelivered: 0 })
  expect(during).toBeGreaterThan(before)
  expect(after).toBeGreaterThan(during)
  const most = (which: 'effects' | 'journal') => Math.max(...queues.map(queue => queue[which]))
  // Nobody has more open than one instance of this drawing ever asks for and does.
  expect(most('effects')).toBeLessThanOrEqual(20)
  expect(most('journal')).toBeLessThanOrEqual(20)
  console.log(
    `${findings.instances} instances, ${findings.steps} steps; ended before ${before}, while slow ${during - before}, ` +
      `in 5 s afterwards ${after - during}; longest outbox ${most('effects')}, longest journal ${most('journal')}`,
  )

  async function endedSoFar(): Promise<number> {
    return connection.collection('instances').countDocuments({ status: 'completed' })
  }

  async function longestQueue(): Promise<{ effects: number; journal: number }> {
    const found = await connection
      .collection('instances')
      .aggregate<{ effects: number; journal: number }>([
        {
          $group: {
            _id: null,
            effects: { $max: { $size: { $objectToArray: '$outbox' } } },
            journal: { $max: { $size: '$journal' } },
          },
        },
      ])
      .toArray()
    return found[0]!
  }
})
