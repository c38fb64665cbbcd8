/** A team moves in: four CSV files become companies, products, people and deals; the power fails on the way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, signIn } from '../support/api.ts'
import { closeBrowserAfterwards, type Person, picture } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { admin, type Product, until } from '../support/product.ts'
import { salesData } from '../support/salesData.ts'

interface Board {
  columns: { stage: string; count: number }[]
}

const data = salesData()
let product: Product
let person: Person
let api: Client

closeBrowserAfterwards()
beforeAll(async () => {
  ;({ product, person, api } = await openHouse())
})
afterAll(() => product?.stop())

describe('An administrator who moves in', () => {
  it('drops the files and sees what Baton makes of them', async () => {
    const { page } = person
    await page.goto('/import')
    await page.locator('input[type=file]').first().setInputFiles(data.files)
    for (const { name } of data.files) await page.getByText(name).first().waitFor()
    await page.getByRole('button', { name: 'On to the fields' }).click()
    await page.getByText('opportunity_id').first().waitFor()
    await picture(person, 'import-fields')
  })

  it('reads in the preview what would happen, and that nothing has happened yet', async () => {
    const { page } = person
    await page.getByRole('button', { name: 'See what would happen' }).click()
    await page.getByText('Deals per stage').waitFor({ timeout: 60_000 })
    await picture(person, 'import-preview')
    if (data.rejected > 0) await page.getByText('45-13-16').first().waitFor()
    const { columns } = await api.get<Board>('/deals/board?pipeline=b2b-sale')
    expect(columns.every(column => column.count === 0)).toBe(true)
  })

  it('imports quietly; killed on the way, the import goes on by itself and every stage has its deals', async () => {
    const { page } = person
    await page.getByRole('radio', { name: /Quietly/ }).check({ force: true })
    await page.getByRole('button', { name: /^Import .* quietly$/ }).click()
    await page.getByRole('progressbar').first().waitFor()
    await product.kill()
    await product.start()
    api = await signIn(product.url, admin)
    const { items } = await api.get<{ items: { id: string }[] }>('/imports')
    const run = await until(
      'the import to end',
      async () => {
        const found = await api.get<{ status: string; rejected: number }>(`/imports/${items[0]!.id}`)
        return found.status === 'done' && found
      },
      170_000,
    )
    expect(run.rejected).toBe(data.rejected)
    const { columns } = await api.get<Board>('/deals/board?pipeline=b2b-sale')
    const counts = Object.fromEntries(
      columns.filter(each => each.count > 0).map(each => [each.stage, each.count]),
    )
    expect(counts).toEqual(data.stages)
    expect(await api.get<{ items: unknown[] }>('/instances')).toMatchObject({ items: [] })
  })

  it('opens the board on all of them at once', async () => {
    const { page } = person
    await page.goto('/deals')
    await page.locator('[data-stage="won"] [data-card]').first().waitFor()
    expect(await page.locator('[data-card]').count()).toBeLessThanOrEqual(6 * 30)
    await picture(person, 'board-imported')
  })

  it('moves a deal that came quietly: its process begins where it stands', async () => {
    const { page } = person
    const card = page.locator('[data-stage="engaging"] [data-card]').first()
    const id = await card.getAttribute('data-card')
    await card.dragTo(page.locator('[data-stage="proposal"]'))
    const task = await until('a task of the deal', async () => {
      const { next } = await api.get<{ next: { type: string; name?: string } | null }>(`/deals/${id}`)
      return next?.type === 'task' && next.name
    })
    expect(['Meet the customer', 'Prepare the proposal']).toContain(task)
    expect(person.troubles).toEqual([])
  })
})
