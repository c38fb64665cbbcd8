/** One box that finds deals, companies, contacts, products, tasks and processes. */
import { can, systemActor } from '../../policy.ts'
import type { Call, Route } from '../../routes/route.ts'
import { input, many, oneOf, output, string, text } from '../../routes/schemas.ts'
import { lookUpNames, present } from '../names.ts'

const each = 6

export const searchRoutes: Route[] = [
  {
    method: 'get',
    path: '/search',
    tag: 'Search',
    summary: 'Everything that contains a text, within what the caller may see',
    permission: 'deals.read',
    query: input({ q: text(200) }, ['q']),
    answers: {
      200: output({
        items: many(
          output(
            {
              type: oneOf('deal', 'company', 'contact', 'product', 'task', 'process'),
              id: string,
              title: string,
            },
            { subtitle: string },
          ),
        ),
      }),
    },
    async handle(call) {
      const q = String(call.query.q).trim()
      if (!q) return { items: [] }
      const found = await Promise.all([deals(call, q), records(call, q), tasks(call, q), processes(call, q)])
      return { items: found.flat() }
    },
  },
]

async function deals({ actor, services }: Call, q: string) {
  const { items } = await services.deals.list(actor, { q }, { limit: each })
  const names = await lookUpNames(services, { companies: items.map(deal => deal.company) })
  return items.map(deal => ({
    type: 'deal',
    id: deal._id,
    title: deal.title,
    subtitle: [`#${deal.number}`, names.companies(deal.company)?.name].filter(Boolean).join(' · '),
  }))
}

async function records({ services }: Call, q: string) {
  const [companies, contacts, products] = await Promise.all([
    services.companies.list({ q, limit: each }),
    services.contacts.list({ q, limit: each }),
    services.products.list({ q, limit: each }),
  ])
  return [
    ...companies.items.map(({ _id, name, industry }) => ({
      type: 'company',
      id: _id,
      title: name,
      ...present({ subtitle: industry }),
    })),
    ...contacts.items.map(({ _id, name, position }) => ({
      type: 'contact',
      id: _id,
      title: name,
      ...present({ subtitle: position }),
    })),
    ...products.items.map(({ _id, name, code }) => ({
      type: 'product',
      id: _id,
      title: name,
      ...present({ subtitle: code }),
    })),
  ]
}

async function tasks({ actor, services }: Call, q: string) {
  const { items } = await services.tasks.list(actor, { q, limit: each })
  const open = items.filter(task => task.status === 'open')
  // Whoever may see the task sees what its deal is called.
  const deals = await services.deals.findByIds(systemActor, [
    ...new Set(open.flatMap(task => task.deal ?? [])),
  ])
  const names = await lookUpNames(services, { companies: deals.map(deal => deal.company) })
  return open.map(task => {
    const deal = deals.find(each => each._id === task.deal)
    const about = [names.companies(deal?.company)?.name, deal?.title].filter(Boolean).join(' · ')
    return {
      type: 'task',
      id: task._id,
      title: task.name,
      ...present({ subtitle: about || task.process?.name }),
    }
  })
}

async function processes({ actor, services }: Call, q: string) {
  if (!can(actor, 'processes.read')) return []
  const { published } = await services.processes.list()
  const typed = q.toLowerCase()
  return published
    .filter(process => process.name.toLowerCase().includes(typed) || process.key.includes(typed))
    .slice(0, each)
    .map(process => ({
      type: 'process',
      id: process.key,
      title: process.name,
      subtitle: `v${process.version}`,
    }))
}
