import { describe, expect, it } from 'vitest'
import { createTexts } from '#designer/i18n/texts.ts'
import { timerInWords } from '#designer/properties/timer-words.ts'

const en = createTexts('en')
const ru = createTexts('ru')

describe('A timer is told in plain words', () => {
  it.each([
    ['timeDuration', 'P2D', 'After 2 days'],
    ['timeDuration', 'P1DT2H30M', 'After 1 day 2 hours 30 minutes'],
    ['timeDuration', '2 working days', 'After 2 working days'],
    ['timeDuration', '1 business hour', 'After 1 working hour'],
    ['timeDate', '2026-12-01T09:00:00Z', 'On Tuesday, December 1, 2026'],
    ['timeCycle', 'R3/PT1H', 'Every 1 hour, 3 times'],
    ['timeCycle', 'R/P1D', 'Every 1 day, without end'],
    ['timeCycle', '0 9 * * MON', 'Every Monday at 09:00'],
    ['timeCycle', '0 9 * * MON-FRI', 'Every Monday–Friday at 09:00'],
    ['timeCycle', '30 8 1 * *', 'On day 1 of each month at 08:30'],
    ['timeCycle', '0 7 * * *', 'Every day at 07:00'],
    ['timeDate', '=deal.expectedClose', 'Computed when the step is reached'],
  ] as const)('%s %s', (kind, value, words) => {
    expect(timerInWords(kind, value, en)?.startsWith(words)).toBe(true)
  })

  it('speaks Russian', () => {
    expect(timerInWords('timeDuration', 'P2D', ru)).toBe('Через 2 дня')
    expect(timerInWords('timeDuration', '5 working days', ru)).toBe('Через 5 рабочих дней')
  })

  it.each([
    ['timeDuration', '2 days'],
    ['timeDuration', 'P'],
    ['timeDuration', 'PT'],
    ['timeDate', 'tomorrow'],
    ['timeCycle', 'often'],
  ] as const)('says nothing of what it cannot read: %s %s', (kind, value) => {
    expect(timerInWords(kind, value, en)).toBeUndefined()
  })
})
