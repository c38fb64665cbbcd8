import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAgendaAlarm } from '#engine/adapters/agenda/agendaAlarm.ts'
import type { Alarm } from '#engine/adapters/alarm.ts'
import { createMemoryAlarm } from '#engine/adapters/memory/memoryAlarm.ts'
import { freshDatabaseUri } from '#tests/support/database.ts'

const uri = new Map<string, string>()
const alarms: [string, (shared: string) => Alarm][] = [
  ['memory', () => createMemoryAlarm()],
  [
    'Agenda',
    shared => {
      if (!uri.has(shared)) uri.set(shared, freshDatabaseUri())
      return createAgendaAlarm({ uri: uri.get(shared)! })
    },
  ],
]

const agenda = alarms[1]![1]
const running: Alarm[] = []

afterEach(async () => {
  for (const alarm of running.splice(0)) await alarm.stop()
})

async function start(alarm: Alarm, rung: string[], before?: (alarm: Alarm) => Promise<void>): Promise<Alarm> {
  running.push(alarm)
  await before?.(alarm)
  await alarm.start(async key => void rung.push(key))
  return alarm
}

const rings = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 50 })

describe.each(alarms)('The alarm clock in %s', (_name, create) => {
  it('rings what is due, once for each key, and not what is not due', async () => {
    const rung: string[] = []
    const alarm = await start(create('once'), rung, one => one.set('before', new Date(Date.now() - 1000)))
    await Promise.all([1, 2, 3].map(() => alarm.set('soon', new Date(Date.now() + 100))))
    await alarm.set('later', new Date(Date.now() + 3_600_000))
    await rings(() => expect(rung.sort()).toEqual(['before', 'soon']))
    await alarm.set('soon', new Date())
    await alarm.set('last', new Date())
    await rings(() => expect(rung).toContain('last'))
    expect(rung.sort()).toEqual(['before', 'last', 'soon'])
  })
})

describe('Several servers with one alarm clock', () => {
  it('ring on one server only, and goes on when that one is gone', async () => {
    const rung: string[] = []
    const first = await start(agenda('two'), rung)
    const second = await start(agenda('two'), rung)
    await first.set('a', new Date())
    await rings(() => expect(rung).toEqual(['a']))
    await second.set('b', new Date(Date.now() + 500))
    await running.splice(0, 1)[0]!.stop()
    await rings(() => expect(rung).toEqual(['a', 'b']))
  })

  it('ring again and again for housekeeping', async () => {
    const rung: string[] = []
    const alarm = await start(agenda('every'), rung)
    await alarm.every('recover', 1)
    await rings(() => expect(rung.filter(key => key === 'recover').length).toBeGreaterThan(1))
  })
})
