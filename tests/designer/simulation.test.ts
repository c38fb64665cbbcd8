import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createTexts } from '#designer/i18n/texts.ts'
import { keyFromName, newDrawing } from '#designer/new-drawing.ts'
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

async function started(xml: string): Promise<Simulation> {
  const compiled = await compileDrawing(xml)
  if (!compiled.ok) throw new Error(compiled.problems.map(problem => problem.message).join('\n'))
  const process = compiled.processes[0]!
  const data = setPath(sampleData(now, { key: process.key }), 'deal.stage', null)
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
