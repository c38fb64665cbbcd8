import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { emptyCatalogue } from '#designer/catalogue.ts'
import { createTexts } from '#designer/i18n/texts.ts'
import { keyFromName, newDrawing } from '#designer/new-drawing.ts'
import { countedBy, momentIn, worldOf } from '#designer/simulation/clock.ts'
import { compileDrawing } from '#designer/simulation/compile-drawing.ts'
import { sampleData, setPath } from '#designer/simulation/sample.ts'
import {
  begin,
  completeTask,
  finishJob,
  type Played,
  type Simulation,
  skipTo,
} from '#designer/simulation/simulation.ts'
import type { BusinessCalendar, Json } from '#engine/pure.ts'

const now = '2026-11-23T09:00:00.000Z'

describe('A drawing is tried out on the engine itself', () => {
  it('plays the shipped pipeline: outcomes move the deal from stage to stage', async () => {
    const sale = await started(readFileSync('processes/b2b-sale.bpmn', 'utf8'))
    expect(stage(sale)).toBe('prospecting')
    const met = choose(sale, 'Interested')
    expect(stage(met)).toBe('engaging')
    expect(met.tasks.map(task => task.name)).toEqual(['Meet the customer'])
  })

  it('writes what a form binds into the deal, where later conditions read it', async () => {
    const sale = await started(readFileSync('processes/b2b-sale.bpmn', 'utf8'))
    const proposal = choose(choose(sale, 'Interested'), 'Proposal wanted')
    const priced = finishAll(choose(proposal, undefined, { discount: 40 }))
    expect((priced.data.deal as { discount: number }).discount).toBe(40)
    expect(priced.tasks.map(task => task.name)).toEqual(['Approve the discount'])
  })

  it('lets time pass: an overdue task is escalated and stays', async () => {
    const sale = await started(readFileSync('processes/b2b-sale.bpmn', 'utf8'))
    const late = ok(skipTo(sale, sale.instance.timers[0]!.id))
    expect(late.now).toBe('2026-11-25T09:00:00.000Z')
    expect(late.tasks).toHaveLength(1)
    expect(late.jobs.map(job => job.type === 'runJob' && job.job.connector)).toEqual(['createTask'])
  })

  it('counts by the clock and the working time of the house, and says so', async () => {
    const waits = drawn(
      '<bpmn:intermediateCatchEvent id="w"><bpmn:timerEventDefinition><bpmn:timeDuration>4 working hours</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
    )
    const workingTime: BusinessCalendar = {
      zone: 'Asia/Tokyo',
      hours: { '1': [['10:00', '14:00']], '2': [['10:00', '14:00']], '6': [['09:00', '12:00']] },
      holidays: [],
    }
    const house = { ...emptyCatalogue, workingTime }
    // Monday 09:00 UTC is the evening in Tokyo.
    const simulation = await started(waits, worldOf(house))
    expect(simulation.instance.timers[0]?.due).toBe('2026-11-24T05:00:00.000Z')
    expect(momentIn(simulation.data, '2026-11-24T05:00:00.000Z', createTexts('en'))).toBe(
      'Nov 24, 2026, 2:00 PM',
    )
    expect(simulation.data.today).toBe('2026-11-23')
    expect(skipTo(simulation, simulation.instance.timers[0]!.id)).toMatchObject({
      simulation: { data: { today: '2026-11-24' } },
    })
    expect(countedBy(house, createTexts('en'))).toContain(
      'zone Asia/Tokyo: Mon–Tue 10:00–14:00; Sat 09:00–12:00.',
    )
    expect(countedBy(emptyCatalogue, createTexts('ru'))).toContain('в UTC: пн–пт 09:00–17:00.')
  })

  it('changes nothing of what was before, so that going back is taking the earlier state', async () => {
    const sale = await started(readFileSync('processes/b2b-sale.bpmn', 'utf8'))
    const before = structuredClone(sale)
    choose(sale, 'Interested')
    expect(sale).toEqual(before)
  })

  it('refuses to try out what could not be published', async () => {
    const broken = readFileSync('processes/b2b-sale.bpmn', 'utf8').replace(
      '<baton:connector type="createTask">',
      '<baton:connector>',
    )
    expect((await compileDrawing(broken)).ok).toBe(false)
  })
})

describe('A new drawing', () => {
  const t = createTexts('en')
  const words = {
    start: 'Deal created',
    end: 'Done',
    task: 'First step',
    stages: ['New', 'In <talks>', 'Offer & price'],
    won: 'Won',
    lost: 'Lost',
    forward: 'Go on',
  }

  it.each(['process', 'pipeline'] as const)('of a %s can be published as it is', async kind => {
    const compiled = await compileDrawing(newDrawing('first', 'Our “first” & best', kind, words))
    expect(compiled.ok ? [] : compiled.problems).toEqual([])
  })

  it('of a pipeline moves a deal from the first stage to won', async () => {
    let deal = await started(newDrawing('sales', 'Sales', 'pipeline', words))
    const seen = [stage(deal)]
    for (const outcome of ['Go on', 'Go on', 'Won']) {
      deal = choose(deal, outcome)
      seen.push(stage(deal))
    }
    expect(seen).toEqual(['stage-1', 'stage-2', 'stage-3', 'won'])
    expect(deal.instance.status).toBe('completed')
  })

  it.each([
    ['B2B Sale', 'b2b-sale'],
    ['Продажа услуг', 'продажа-услуг'],
    ['  2nd try! ', 'process-2nd-try'],
    ['Übergröße', 'ubergroße'],
  ])('named “%s” gets the key %s', (name, key) => {
    expect(keyFromName(name)).toBe(key)
    expect(t.locale).toBe('en')
  })
})

const drawn = (step: string) =>
  `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/>${step}<bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="w"/><bpmn:sequenceFlow id="g" sourceRef="w" targetRef="e"/></bpmn:process></bpmn:definitions>`

async function started(xml: string, world: Record<string, Json> = {}): Promise<Simulation> {
  const compiled = await compileDrawing(xml)
  if (!compiled.ok) throw new Error(compiled.problems.map(problem => problem.message).join('\n'))
  const process = compiled.processes[0]!
  const data = setPath({ ...sampleData(now, { key: process.key }), ...world }, 'deal.stage', null)
  return ok(begin(process, { data, now, startEvent: process.triggers[0]?.node }))
}

function ok(played: Played): Simulation {
  if (!played.ok) throw new Error(played.reason)
  return played.simulation
}

function choose(simulation: Simulation, outcome: string | undefined, values = {}): Simulation {
  const task = simulation.tasks[0]!
  const chosen = task.outcomes.find(one => outcome === undefined || one.name === outcome)!
  return ok(completeTask(simulation, task, chosen.id, { ...task.values, ...values }))
}

function finishAll(simulation: Simulation): Simulation {
  const job = simulation.jobs[0]
  return job ? finishAll(ok(finishJob(simulation, job, {}))) : simulation
}

const stage = (simulation: Simulation) => (simulation.data.deal as { stage: string }).stage
