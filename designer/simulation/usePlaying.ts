import { useState } from 'react'
import type { CompiledProcess, Json } from '#engine/pure.ts'
import type { Catalogue } from '../catalogue.ts'
import { worldOf } from './clock.ts'
import { moved, sampleOutput } from './sample.ts'
import { begin, finishJob, type Played, type Simulation } from './simulation.ts'

/** A test run in the hands of a person: every step can be taken back. */
export interface Playing {
  simulation?: Simulation
  /** Why the last act was not possible. */
  refusal?: string
  steps: number
  /** Automatic steps succeed by themselves. */
  auto: boolean
  setAuto: (auto: boolean) => void
  start: (data: Record<string, Json>, startEvent?: string) => void
  play: (how: (simulation: Simulation) => Played) => void
  back: () => void
  stop: () => void
}

const MOST_JOBS = 50

/** Keeps a test run with all its earlier states. */
export function usePlaying(process: CompiledProcess, catalogue: Catalogue): Playing {
  const [past, setPast] = useState<Simulation[]>([])
  const [refusal, setRefusal] = useState<string>()
  const [auto, setAuto] = useState(true)
  const simulation = past.at(-1)
  const accept = (played: Played, before: Simulation[], finish = auto) => {
    const settled = finish ? finishJobs(played, catalogue) : played
    setRefusal(settled.ok ? undefined : settled.reason)
    if (settled.ok) setPast([...before, settled.simulation])
  }
  return {
    simulation,
    refusal,
    steps: past.length,
    auto,
    setAuto: next => {
      setAuto(next)
      if (next && simulation?.jobs.length) accept({ ok: true, simulation }, past.slice(0, -1), true)
    },
    start: (data, startEvent) => {
      const now = new Date().toISOString()
      accept(begin(process, { data: moved({ ...worldOf(catalogue), ...data }, now), now, startEvent }), [])
    },
    play: how => simulation && accept(how(simulation), past),
    back: () => {
      setRefusal(undefined)
      setPast(past.slice(0, -1))
    },
    stop: () => {
      setRefusal(undefined)
      setPast([])
    },
  }
}

/** Lets automatic steps succeed one after the other; a process that never stops making them is stopped here. */
function finishJobs(played: Played, catalogue: Catalogue): Played {
  let now = played
  for (let done = 0; done < MOST_JOBS && now.ok; done++) {
    const job = now.simulation.jobs[0]
    if (job?.type !== 'runJob') return now
    const connector = catalogue.connectors.find(one => one.type === job.job.connector)
    const next = finishJob(now.simulation, job, sampleOutput(job.job.connector, connector?.output))
    if (!next.ok) return next
    now = next
  }
  return now
}
