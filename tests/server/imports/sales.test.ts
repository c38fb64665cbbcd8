import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, eventually, startApp, type TestApp } from '#tests/support/app.ts'

/** A real team's pipeline: four files, as dirty as exports are. Name their folder in BATON_SALES_DATA. */
const folder = process.env.BATON_SALES_DATA ?? ''
const filenames = ['sales_pipeline.csv', 'accounts.csv', 'products.csv', 'sales_teams.csv']

interface Draft {
  id: string
  files: {
    id: string
    filename: string
    suggestion: { entity: string; columns: Record<string, string>; options: object }
  }[]
}

describe.skipIf(!existsSync(join(folder, filenames[0]!)))('a real team moves in', () => {
  let app: TestApp
  let admin: Caller
  let draft: Draft
  const seconds: Record<string, number> = {}

  beforeAll(async () => {
    app = await startApp()
    admin = await app.signIn('administrator')
    draft = await uploadAll()
  })

  async function uploadAll(): Promise<Draft> {
    let id = ''
    for (const filename of filenames) {
      const raw = { type: 'text/csv', bytes: readFileSync(join(folder, filename)) }
      const path = id ? `/imports/${id}/files?filename=${filename}` : `/imports?filename=${filename}`
      const reply = await admin.ask<{ id: string }>('POST', path, { raw })
      expect(reply.status).toBe(201)
      id ||= reply.body.id
    }
    return (await admin.get<Draft>(`/imports/${id}`)).body
  }

  const mappingOf = ({ files }: Draft) => ({
    quiet: true,
    files: files.map(({ id, suggestion: { entity, columns, options } }) => ({
      file: id,
      entity,
      columns,
      options,
    })),
  })

  it('and Baton sees what each file is', () => {
    const seen = Object.fromEntries(draft.files.map(file => [file.filename, file.suggestion]))
    expect(seen['sales_pipeline.csv']).toMatchObject({
      entity: 'deal',
      dateFormat: 'DD-MM-YY',
      columns: {
        opportunity_id: 'externalId',
        sales_agent: 'owner',
        product: 'product',
        account: 'company',
        deal_stage: 'stage',
        engage_date: 'engagedAt',
        close_date: 'closedAt',
        close_value: 'closeValue',
      },
      stages: { Won: 'won', Lost: 'lost', Engaging: 'engaging', Prospecting: 'prospecting' },
    })
    expect(seen['accounts.csv']).toMatchObject({
      entity: 'company',
      columns: { account: 'name', sector: 'industry', year_established: 'founded', subsidiary_of: 'parent' },
    })
    expect(seen['products.csv']).toMatchObject({
      entity: 'product',
      columns: { product: 'name', sales_price: 'price' },
    })
    expect(seen['sales_teams.csv']).toMatchObject({
      entity: 'user',
      columns: { sales_agent: 'name', manager: 'head', regional_office: 'office' },
    })
  })

  it('and sees before anything happens what would come of it', async () => {
    await admin.put(`/imports/${draft.id}`, mappingOf(draft))
    const start = performance.now()
    const { body } = await admin.post<{
      files: {
        entity: string
        create: number
        update: number
        problemsTotal: number
        notices: { message: string }[]
      }[]
      stages: Record<string, number>
      starts: { processes: { key: string; count: number }[]; tasks: number; letters: number }
    }>(`/imports/${draft.id}/preview`)
    seconds.preview = (performance.now() - start) / 1000
    expect(body.stages).toEqual({ won: 4238, lost: 2473, engaging: 1589, prospecting: 500 })
    expect(body.files.map(file => [file.entity, file.create, file.update, file.problemsTotal])).toEqual([
      ['user', 35, 0, 0],
      ['product', 7, 0, 0],
      ['company', 85, 0, 0],
      ['deal', 8800, 0, 0],
    ])
    const notices = body.files[3]!.notices.map(notice => notice.message)
    expect(notices).toContain('“GTXPro” is taken for the product “GTX Pro”. (1480 rows)')
    expect(body.starts.processes).toContainEqual({ key: 'b2b-sale', name: 'B2B sale', count: 2089 })
    expect(body.starts.tasks).toBeGreaterThan(0)
    expect(await app.services.db.collection('deals').countDocuments()).toBe(0)
  })

  it('and all of it is there, quietly, in well under a minute', async () => {
    const start = performance.now()
    await admin.post(`/imports/${draft.id}/run`)
    const done = await eventually(
      'the import to end',
      async () => {
        const { body } = await admin.get<{ status: string; created: number; rejected: number; done: number }>(
          `/imports/${draft.id}`,
        )
        return body.status === 'running' ? undefined : body
      },
      120_000,
    )
    seconds.run = (performance.now() - start) / 1000
    console.log(seconds)
    expect(done).toMatchObject({ status: 'done', created: 8927, rejected: 0, done: 8927 })
    const board = await admin.get<{ columns: { stage: string; count: number }[] }>(
      '/deals/board?pipeline=b2b-sale',
    )
    const counts = Object.fromEntries(board.body.columns.map(column => [column.stage, column.count]))
    expect(counts).toMatchObject({ won: 4238, lost: 2473, engaging: 1589, prospecting: 500 })
    expect(seconds.run).toBeLessThan(60)
    expect(await app.services.engine.instances.count({})).toBe(0)
  })

  it('and a deal has its number, title, people, product and dates', async () => {
    const deals = app.services.db.collection('deals')
    const won = await deals.findOne({ externalId: 'Z063OYW0' })
    const [owner] = await app.services.users.findByIds(won!.owners)
    expect(won).toMatchObject({
      title: 'Isdom – GTX Pro',
      stage: 'won',
      status: 'won',
      engagedAt: '2016-10-25',
      closedAt: '2017-03-11',
      closeValue: 4514,
      amount: 4514,
      products: [{ name: 'GTX Pro', quantity: 1, price: 4821 }],
      version: 1,
    })
    expect(won!.number).toBeGreaterThan(0)
    expect(won!.stageSince.toISOString()).toBe('2017-03-11T00:00:00.000Z')
    expect(owner).toMatchObject({ name: 'Darcel Schlecht', passwordHash: null, team: won!.team })
    const open = await deals.findOne({ externalId: 'HAXMC4IX' })
    expect(open).toMatchObject({
      company: null,
      stage: 'engaging',
      closedAt: null,
      closeValue: null,
      amount: null,
      engagedAt: '2016-11-03',
      products: [{ name: 'MG Advanced', price: 3393 }],
    })
    expect(await deals.countDocuments({ company: null })).toBe(1425)
    const numbers = await deals.distinct('number')
    expect(numbers).toHaveLength(8800)
  })

  it('and teams have heads and offices, companies their parents', async () => {
    const teams = await app.services.teams.list()
    expect(teams.map(team => [team.name, team.office])).toContainEqual(['Team Dustin Brinkmann', 'Central'])
    expect(teams).toHaveLength(6)
    const heads = await app.services.users.findByIds(teams.map(team => team.head!))
    expect(heads.map(head => head.name).sort()).toEqual([
      'Cara Losch',
      'Celia Rouche',
      'Dustin Brinkmann',
      'Melvin Marxen',
      'Rocco Neubert',
      'Summer Sewald',
    ])
    const [bluth] = await app.services.companies.findByNames(['Bluth Company'])
    const [acme] = await app.services.companies.findByNames(['Acme Corporation'])
    expect(bluth!.parent).toBe(acme!._id)
    expect(acme).toMatchObject({ industry: 'technolgy', founded: 1996, revenue: 1100.04, employees: 2822 })
  })

  it('and the same files once more change nothing', async () => {
    draft = await uploadAll()
    await admin.put(`/imports/${draft.id}`, mappingOf(draft))
    await admin.post(`/imports/${draft.id}/run`)
    await app.services.imports.finished(draft.id)
    const { body } = await admin.get(`/imports/${draft.id}`)
    expect(body).toMatchObject({ status: 'done', created: 0, updated: 8927, rejected: 0 })
    expect(await app.services.db.collection('deals').countDocuments({ version: { $gt: 1 } })).toBe(0)
    expect(await app.services.db.collection('users').countDocuments()).toBe(42)
  })
})
