import iconv from 'iconv-lite'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, eventually, startApp, type TestApp } from '#tests/support/app.ts'

let app: TestApp
let admin: Caller

beforeAll(async () => {
  app = await startApp()
  admin = await app.signIn('administrator')
})

interface Uploaded {
  id: string
  file: {
    id: string
    encoding: string
    suggestion: {
      entity: string
      columns: Record<string, string>
      options: Record<string, unknown>
      ambiguous?: string[]
    }
  }
}

async function upload(filename: string, text: string, encoding = 'utf-8'): Promise<Uploaded> {
  const raw = { type: 'text/csv', bytes: iconv.encode(text, encoding) }
  const reply = await admin.ask<Uploaded>('POST', `/imports?filename=${encodeURIComponent(filename)}`, {
    raw,
  })
  return reply.body
}

const map = ({ id, file }: Uploaded, options: object = {}, quiet = true) =>
  admin.put(`/imports/${id}`, {
    quiet,
    files: [
      {
        file: file.id,
        entity: file.suggestion.entity,
        columns: file.suggestion.columns,
        options: { ...file.suggestion.options, ...options },
      },
    ],
  })

const finish = async (id: string) => {
  await admin.post(`/imports/${id}/run`)
  return eventually('the import to end', async () => {
    const { body } = await admin.get<{
      status: string
      created: number
      updated: number
      rejected: number
      message?: string
    }>(`/imports/${id}`)
    return body.status === 'running' ? undefined : body
  })
}

const report = async (id: string) =>
  (
    await admin.get<{
      items: { row: number; outcome: string; column?: string; value?: string; message: string }[]
    }>(`/imports/${id}/report?format=json`)
  ).body.items

describe('an import', () => {
  it('of a Russian export in windows-1251 finds its way by the headings', async () => {
    const draft = await upload(
      'Сделки.csv',
      'Название сделки;Компания;Ответственный;Этап сделки;Бюджет;Дата создания;Дата закрытия;Источник\r\n' +
        'Поставка станков;ООО «Ромашка»;Иван Петров;Переговоры;1 250 000,50;01.02.2024;;Сайт\r\n' +
        'Сервис;ООО «Ромашка»;Иван Петров;Успешно реализовано;90 000,00;03.02.2024;15.03.2024;Звонок\r\n',
      'windows-1251',
    )
    expect(draft.file).toMatchObject({
      encoding: 'windows-1251',
      suggestion: {
        entity: 'deal',
        columns: {
          'Название сделки': 'title',
          Компания: 'company',
          Ответственный: 'owner',
          'Этап сделки': 'stage',
          Бюджет: 'amount',
          'Дата создания': 'createdAt',
          'Дата закрытия': 'closedAt',
          Источник: 'source',
        },
        options: {
          dateFormat: 'DD.MM.YYYY',
          decimal: ',',
          stages: { Переговоры: 'negotiation', 'Успешно реализовано': 'won' },
        },
      },
    })
    await map(draft, { createMissing: true })
    expect(await finish(draft.id)).toMatchObject({ status: 'done', created: 2, rejected: 0 })
    const deal = await app.services.db.collection('deals').findOne({ title: 'Поставка станков' })
    const [company] = await app.services.companies.findByIds([deal!.company])
    expect(deal).toMatchObject({ stage: 'negotiation', amount: 1250000.5, source: 'Сайт' })
    expect(company!.name).toBe('ООО «Ромашка»')
    const notes = await report(draft.id)
    expect(notes.map(note => note.message)).toContain(
      'The company “ООО «Ромашка»” was not known and is created.',
    )
  })

  it('takes every good row, and names each other one with its place and reason', async () => {
    const draft = await upload(
      'deals.csv',
      'Deal ID,Deal name,Stage,Amount,Close date,Account\n' +
        'D1,Good one,Won,100.50,2024-01-05,\n' +
        'D2,Bad amount,Won,lots,2024-01-05,\n' +
        'D3,Bad date,Won,5,2024-13-05,\n' +
        'D4,Bad stage,Nirvana,5,2024-01-05,\n' +
        'D5,Unknown company,Won,5,2024-01-05,Nobody Ltd\n' +
        '\n' +
        'D1,Twice,Won,5,2024-01-05,\n' +
        'D6,"=cmd|calc",Lost,0,,\n',
    )
    await map(draft)
    const preview = await admin.post<{
      files: { create: number; rejected: number; problems: { row: number }[] }[]
      stages: object
    }>(`/imports/${draft.id}/preview`)
    expect(preview.body.files[0]).toMatchObject({ create: 2, rejected: 5, problemsTotal: 5 })
    expect(preview.body.stages).toEqual({ won: 1, lost: 1 })
    expect(await finish(draft.id)).toMatchObject({ status: 'done', created: 2, rejected: 5 })
    expect(
      (await report(draft.id)).map(({ row, column, value, message }) => [row, column, value, message]),
    ).toEqual([
      [3, 'Amount', 'lots', '“lots” is no number.'],
      [4, 'Close date', '2024-13-05', '“2024-13-05” is no date like YYYY-MM-DD.'],
      [5, 'Stage', 'Nirvana', '“Nirvana” is no stage of the pipeline “B2B sale”. Say which stage it means.'],
      [
        6,
        'Account',
        'Nobody Ltd',
        'There is no company “Nobody Ltd”. Correct it, import the company first, or let missing records be created.',
      ],
      [8, 'Deal ID', 'D1', 'The same deal stands in row 2 already.'],
    ])
    const csv = await admin.ask<string>('GET', `/imports/${draft.id}/report?format=csv`)
    expect(csv.body).toContain('D5,Unknown company,Won,5,2024-01-05,Nobody Ltd')
    expect(csv.headers.get('content-disposition')).toContain('attachment')
  })

  it('keeps the one closing date of other systems: expected while the deal is open, real when it is closed', async () => {
    const draft = await upload(
      'deals.csv',
      'Deal ID,Deal name,Stage,Close date\nX1,Open,Engaging,2031-05-01\nX2,Closed,Won,2024-05-01\n',
    )
    await map(draft)
    expect(await finish(draft.id)).toMatchObject({ created: 2 })
    const deals = app.services.db.collection('deals')
    expect(await deals.findOne({ externalId: 'X1' })).toMatchObject({
      expectedClose: '2031-05-01',
      closedAt: null,
    })
    expect(await deals.findOne({ externalId: 'X2' })).toMatchObject({
      expectedClose: null,
      closedAt: '2024-05-01',
    })
    expect((await report(draft.id)).map(remark => remark.outcome)).toEqual(['noted'])
  })

  it('asks when dates could be meant either way', async () => {
    const draft = await upload(
      'deals.csv',
      'Deal name,Stage,Close date\nA,Won,01/02/2024\nB,Won,03/04/2024\n',
    )
    expect(draft.file.suggestion.ambiguous).toEqual(['DD/MM/YYYY', 'MM/DD/YYYY'])
  })

  it('of people never makes an administrator, and changes nobody’s address', async () => {
    const boss = await app.services.users.create(
      { id: 'test', name: 'test', role: 'system', teams: [], heads: [] },
      {
        name: 'The Boss',
        email: 'boss@example.com',
        role: 'administrator',
        password: 'a long enough passphrase',
      },
    )
    const draft = await upload(
      'users.csv',
      'Name,E-mail,Role,Team\nThe Boss,mallory@example.com,manager,North\nNewcomer,new@example.com,administrator,North\n',
    )
    await map(draft, { matchBy: 'name' })
    expect(await finish(draft.id)).toMatchObject({ created: 1, updated: 1, rejected: 0 })
    expect(await app.services.users.get(boss._id)).toMatchObject({
      email: 'boss@example.com',
      role: 'administrator',
    })
    expect(await app.services.users.findByEmail('new@example.com')).toMatchObject({
      role: 'manager',
      passwordHash: null,
    })
  })

  it('is for those whose role allows it', async () => {
    const manager = await app.signIn('manager')
    const raw = { type: 'text/csv', bytes: 'a,b\n1,2' }
    expect((await manager.ask('POST', '/imports?filename=x.csv', { raw })).status).toBe(403)
    expect((await manager.get('/imports')).status).toBe(403)
  })

  it('by an analyst makes no people, neither from a file of users nor from names in deals', async () => {
    const analyst = await app.signIn('analyst')
    const send = (filename: string, bytes: string) =>
      analyst.ask<Uploaded>('POST', `/imports?filename=${filename}`, { raw: { type: 'text/csv', bytes } })
    const { body: users } = await send('users.csv', 'Name,Team\nSomebody New,North\n')
    const mapping = ({ file }: Uploaded) => ({
      quiet: true,
      files: [
        {
          file: file.id,
          entity: file.suggestion.entity,
          columns: file.suggestion.columns,
          options: { createMissing: true },
        },
      ],
    })
    expect((await analyst.put(`/imports/${users.id}`, mapping(users))).status).toBe(403)
    const { body: deals } = await send('deals.csv', 'Deal name,Stage,Owner\nA,Won,Somebody New\n')
    await analyst.put(`/imports/${deals.id}`, mapping(deals))
    const preview = await analyst.post<{ files: { problems: { message: string }[] }[] }>(
      `/imports/${deals.id}/preview`,
    )
    expect(preview.body.files[0]!.problems[0]!.message).toContain('Only an administrator may add people')
  })

  it('in the wrong encoding is refused with the right one', async () => {
    const raw = { type: 'text/csv', bytes: iconv.encode('Компания;Город\nРомашка;Пермь\n', 'windows-1251') }
    const reply = await admin.ask<{ error: { code: string; message: string } }>(
      'POST',
      '/imports?filename=x.csv&encoding=utf-8',
      { raw },
    )
    expect(reply.status).toBe(422)
    expect(reply.body.error).toMatchObject({ code: 'wrongEncoding' })
    expect(reply.body.error.message).toContain('windows-1251')
  })

  it('that is not quiet starts the pipeline’s process at each deal’s stage, as the preview said', async () => {
    const draft = await upload(
      'deals.csv',
      'Deal ID,Deal name,Stage,Amount\nP1,First,Prospecting,5\nP2,Second,Engaging,5\nP3,Third,Won,5\n',
    )
    await map(draft, {}, false)
    const preview = await admin.post<{ starts: { processes: object[]; tasks: number } }>(
      `/imports/${draft.id}/preview`,
    )
    expect(preview.body.starts.processes).toEqual([{ key: 'b2b-sale', name: 'B2B sale', count: 2 }])
    await finish(draft.id)
    await app.settle()
    const instances = await app.services.engine.instances.find({ key: 'b2b-sale' })
    expect(instances).toHaveLength(2)
    const tasks = await app.services.db.collection('tasks').countDocuments({ status: 'open' })
    expect(tasks).toBe(preview.body.starts.tasks)
  })

  it('can be cancelled, and goes on later without doing anything twice', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `C${n},Deal ${n},Won,${n}`).join('\n')
    const draft = await upload('deals.csv', `Deal ID,Deal name,Stage,Amount\n${rows}\n`)
    await map(draft)
    await admin.post(`/imports/${draft.id}/run`)
    await eventually(
      'some of it',
      async () => (await app.services.db.collection('deals').countDocuments({ externalId: /^C\d/ })) > 0,
    )
    const cancelled = await admin.post(`/imports/${draft.id}/cancel`)
    expect(cancelled.body.status).toBe('cancelled')
    await app.services.imports.finished(draft.id)
    const halted = await app.services.db.collection('deals').countDocuments({ externalId: /^C\d/ })
    expect(halted).toBeLessThan(3000)
    await admin.post(`/imports/${draft.id}/resume`)
    const done = await eventually('the rest', async () => {
      const { body } = await admin.get<{ status: string }>(`/imports/${draft.id}`)
      return body.status === 'done' ? body : undefined
    })
    expect(done).toMatchObject({ created: 3000, updated: 0, rejected: 0, done: 3000 })
    expect(await app.services.db.collection('deals').countDocuments({ externalId: /^C\d/ })).toBe(3000)
  })
})
