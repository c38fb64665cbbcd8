import { beforeAll, describe, expect, it } from 'vitest'
import { scopeOf, systemActor } from '#server/policy.ts'
import { startApp, type TestApp } from '#tests/support/app.ts'

interface Plan {
  queryPlanner: { winningPlan: unknown }
  executionStats: { totalDocsExamined: number; nReturned: number }
}

describe('Queries that run all day', () => {
  let app: TestApp
  const manager = { id: 'owner7', name: 'M', role: 'manager' as const, teams: ['team3'], heads: [] }
  beforeAll(async () => {
    app = await startApp()
    const deals = Array.from({ length: 3000 }, (_, n) => ({
      title: `Deal ${n}`,
      stage: ['prospecting', 'engaging', 'won', 'lost'][n % 4]!,
      team: `team${n % 20}`,
      company: `company${n % 200}`,
      stageSince: new Date(2026, 0, 1 + (n % 300)),
    }))
    await app.services.deals.createMany(systemActor, deals, { quiet: true })
    const tasks = Array.from({ length: 3000 }, (_, n) => ({
      _id: `task${n}` as never,
      assignee: `owner${n % 50}`,
      team: `team${n % 20}`,
      deal: `deal${n % 1000}`,
      owners: [],
      candidateUsers: [],
      candidateGroups: [],
      status: n % 3 ? 'completed' : 'open',
      dueSort: new Date(2026, 0, 1 + (n % 300)),
    }))
    await app.services.db.collection('tasks').insertMany(tasks)
  })

  async function plan(
    collection: string,
    filter: object,
    sort: Record<string, 1 | -1>,
    limit: number,
  ): Promise<Plan> {
    const cursor = app.services.db.collection(collection).find(filter).sort(sort).limit(limit)
    return (await cursor.explain('executionStats')) as unknown as Plan
  }

  const open = 'open'
  const byStage = { stageSince: -1, _id: -1 } as const
  const byDue = { dueSort: 1, _id: 1 } as const
  const rows: [string, string, object, Record<string, 1 | -1>, number, number][] = [
    ['the cards of a column', 'deals', { pipeline: 'b2b-sale', stage: 'won' }, byStage, 30, 60],
    [
      'a manager’s cards',
      'deals',
      { pipeline: 'b2b-sale', stage: 'won', $and: [scopeOf(manager)] },
      byStage,
      30,
      800,
    ],
    ['a deal by its number', 'deals', { number: 17 }, {}, 1, 1],
    ['a company’s deals', 'deals', { company: 'company3' }, {}, 50, 15],
    ['deals with undelivered events', 'deals', { pendingAt: { $lte: new Date() } }, { pendingAt: 1 }, 500, 0],
    ['my tasks', 'tasks', { assignee: 'owner7', status: open }, byDue, 50, 60],
    ['my team’s tasks', 'tasks', { team: 'team3', status: open }, byDue, 50, 60],
    [
      'the tasks of thirty cards',
      'tasks',
      { deal: { $in: Array.from({ length: 30 }, (_, n) => `deal${n}`) }, status: open },
      byDue,
      200,
      60,
    ],
    ['a person’s notifications', 'notifications', { user: 'owner7' }, { at: -1 }, 50, 50],
    ['a deal’s timeline', 'timeline', { deal: 'deal1' }, { at: -1, _id: -1 }, 50, 50],
  ]

  it.each(rows)(
    '%s are found by an index, without reading much more than they show',
    async (_what, collection, filter, sort, limit, most) => {
      const { queryPlanner, executionStats } = await plan(collection, filter, sort, limit)
      expect(JSON.stringify(queryPlanner.winningPlan)).not.toContain('COLLSCAN')
      expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(most)
    },
  )
})
