/** The demonstration in the language of the house. */
import { beforeAll, describe, expect, it } from 'vitest'
import { loadDemo } from '#server/demo/index.ts'
import { worldIn } from '#server/demo/words.ts'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

describe('The demonstration in a Russian house', () => {
  let app: TestApp
  let admin: Caller
  beforeAll(async () => {
    app = await startApp({ language: 'ru' })
    admin = await app.signIn('administrator')
    await loadDemo(app.services, () => {})
  })

  it('says nothing in English, and its prices are in roubles', async () => {
    const lists = await Promise.all(
      ['deals', 'companies', 'contacts', 'products', 'tasks?view=team'].map(
        async path => (await admin.get<{ items: object[] }>(`/${path}`)).body.items,
      ),
    )
    expect(lists.map(list => list.length > 0)).toEqual([true, true, true, true, true])
    const english = JSON.stringify(lists).match(
      /"(name|title|position|industry|country|series|unit|source)":"[A-Za-z]{3,}/g,
    )
    expect(english ?? []).toEqual([])
    expect(lists[0]).toContainEqual(expect.objectContaining({ currency: 'RUB', amount: 1_840_000 }))
  })

  it('adds nothing when it is loaded twice', async () => {
    expect(await loadDemo(app.services, () => {})).toEqual({ created: 0 })
    const { total } = (await admin.get<{ total: number }>('/companies')).body
    expect(total).toBe(worldIn('ru').customers.length)
  })
})
