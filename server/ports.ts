/** What the engine asks of the CRM, answered. Every verb may come more than once for the same effect. */
import type { Json, Ports, ProcessInstance, Stepped, Subject } from '#engine'
import { external } from './connectors/external.ts'
import { connectors } from './connectors/index.ts'
import { systemActor } from './policy.ts'
import type { Services } from './services.ts'

/** The ports of the engine; `now` only where a test moves the clock by hand. */
export function createPorts(services: Services, now?: () => Date): Ports {
  return {
    readData: (subject, reads) => readData(services, subject, reads),
    createTask: (effect, instance) => services.tasks.onCreateTask(effect, instance),
    changeTask: (effect, instance) => services.tasks.onChangeTask(effect, instance),
    closeTask: (effect, instance) => services.tasks.onCloseTask(effect, instance),
    enterStage: (effect, instance) => services.deals.onEnterStage(effect, instance),
    hasConnector: type => connectors[type] !== undefined && type !== external.type,
    runJob: (effect, instance) => services.connectors.run(effect, instance),
    raiseIncident: (effect, instance) => tellOfIncident(services, effect, instance),
    endProcess: (effect, instance) => tellOfEnd(services, effect, instance),
    log: services.log,
    ...(now && { now }),
    newId: services.newId,
  }
}

/** What expressions read, and the zone and working time in which timers and due dates are meant. */
async function readData(
  services: Services,
  subject: Subject | undefined,
  reads: string[],
): Promise<Record<string, Json>> {
  const [data, counting] = await Promise.all([
    services.context.read(subject, reads),
    services.calendars.dataFor(subject, reads),
  ])
  return { ...data, ...counting }
}

/** Tells browsers of every step made here. */
export function watchSteps(services: Services): () => void {
  return services.engine.onStep(({ instance }: Stepped) => {
    tellBrowsers(services, instance).catch(error => services.log.debug({ err: error }, 'a step was not told'))
  })
}

async function tellBrowsers(services: Services, instance: ProcessInstance): Promise<void> {
  const deal = await dealOf(services, instance)
  const to = deal ? { owners: deal.owners, team: deal.team } : { permission: 'instances.operate' as const }
  services.live.publish({ type: 'instance', data: { id: instance._id }, to })
  if (deal) services.live.publish({ type: 'deal', data: { id: deal._id }, to })
}

async function dealOf(services: Services, { subject }: ProcessInstance) {
  if (subject?.entity !== 'deal') return undefined
  const [deal] = await services.deals.findByIds(systemActor, [subject.id])
  return deal
}

type EffectFor<Verb extends 'raiseIncident' | 'endProcess'> = Parameters<Ports[Verb]>[0]

/** An incident is told to the deal's owners and to those who can cure it. */
async function tellOfIncident(
  services: Services,
  effect: EffectFor<'raiseIncident'>,
  instance: ProcessInstance,
): Promise<void> {
  const [deal, process, operators] = await Promise.all([
    dealOf(services, instance),
    services.processes.definition(instance.definition.key, instance.definition.version),
    Promise.all([services.users.resolve('administrator'), services.users.resolve('analyst')]),
  ])
  const step = (effect.node && process.process.nodes[effect.node]?.name) || effect.node || process.name
  const title = `${process.name}: “${step}” needs help`
  const link = `/instances/${encodeURIComponent(instance._id)}`
  const people = [...operators.flat().map(user => user._id), ...(deal?.owners ?? [])]
  await services.notifications.notify(people, {
    key: effect.id,
    type: 'incident',
    title,
    text: effect.message,
    link,
  })
  if (!deal) return
  await services.timeline.add({
    key: effect.id,
    deal: deal._id,
    at: new Date(effect.at),
    type: 'incident',
    title,
    text: effect.message,
    instance: instance._id,
    link,
  })
}

async function tellOfEnd(
  services: Services,
  effect: EffectFor<'endProcess'>,
  instance: ProcessInstance,
): Promise<void> {
  const deal = await dealOf(services, instance)
  if (!deal) return
  const { name } = await services.processes.definition(instance.definition.key, instance.definition.version)
  await services.timeline.add({
    key: effect.id,
    deal: deal._id,
    at: new Date(effect.at),
    type: 'process',
    title: `${name}: ${effect.status}`,
    instance: instance._id,
    link: `/instances/${encodeURIComponent(instance._id)}`,
    data: { status: effect.status },
  })
}
