/** A deal goes all the way: from the first start of Baton to a quotation the customer accepts and a deal that is won. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, signIn } from '../support/api.ts'
import { closeBrowserAfterwards, openBrowser, type Person, picture } from '../support/browser.ts'
import { type MailServer, readable, startMailServer } from '../support/mailServer.ts'
import { admin, type Product, startProduct, until } from '../support/product.ts'

let product: Product
let mail: MailServer
let person: Person
let api: Client
let deal: string

closeBrowserAfterwards()
beforeAll(async () => {
  mail = await startMailServer()
  product = await startProduct(mail.env)
})
afterAll(async () => {
  await product?.stop()
  await mail?.close()
})

describe('On a fresh machine', () => {
  it('the first administrator comes in by the one-time link on the console', async () => {
    const link = await until(
      'the setup link',
      () => /http:\/\/\S+\/setup\?token=\S+/.exec(product.output())?.[0],
    )
    person = await openBrowser(link)
    const { page } = person
    await page.goto(link)
    await page.locator('input[name=name]').fill(admin.name)
    await page.locator('input[name=email]').fill(admin.email)
    await page.locator('input[name=password]').fill(admin.password)
    await page.locator('input[name=again]').fill(admin.password)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /demo/i }).waitFor()
    await picture(person, 'first-start')

    const again = await openBrowser(link)
    await again.page.goto(link)
    await again.page
      .getByText(/already|used/i)
      .first()
      .waitFor()
  })

  it('the demonstration fills the board', async () => {
    const { page } = person
    await page.getByRole('button', { name: /demo/i }).click()
    await page.getByRole('region', { name: /^Prospecting, [1-9]/ }).waitFor({ timeout: 60_000 })
    await page.getByText('Northwind Foods').first().waitFor()
    await picture(person, 'board')
    api = await signIn(product.url, admin)
  })
})

describe('A manager', () => {
  it('makes a deal, and the process gives the first task', async () => {
    const { page } = person
    await api.post('/contacts', { name: 'Vera Berg', email: 'vera@customer.test' })
    await page.getByRole('button', { name: 'Deal', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What is it about').fill('Forklift fleet')
    await dialog.getByLabel('Contact').fill('Vera')
    await page.getByRole('option', { name: /Vera Berg/ }).click()
    await dialog.getByRole('button', { name: 'Create deal' }).click()
    await page.getByRole('dialog').getByText('Qualify the lead').first().waitFor()
    await page.keyboard.press('Escape')
    const card = page.locator('[data-card]', { hasText: 'Forklift fleet' })
    await card.getByText('Qualify the lead').waitFor()
    deal = (await card.getAttribute('data-card'))!
  })

  it('is told what is missing when the card is dragged too early', async () => {
    const { page } = person
    const card = page.locator('[data-card]', { hasText: 'Forklift fleet' })
    await card.dragTo(page.locator('[data-stage="engaging"]'))
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Budget').waitFor()
    await picture(person, 'form-first')
    await dialog.getByLabel('Budget').fill('48000')
    await dialog.getByRole('button', { name: 'Interested' }).click()
    await page.locator('[data-stage="engaging"] [data-card]', { hasText: 'Forklift fleet' }).waitFor()
    const found = await api.get<{ stage: string; amount: number }>(`/deals/${deal}`)
    expect(found).toMatchObject({ stage: 'engaging', amount: 48000 })
  })

  it('sees a card spring back with the reason where no way leads', async () => {
    const { page } = person
    const card = page.locator('[data-card]', { hasText: 'Forklift fleet' })
    await card.dragTo(page.locator('[data-stage="negotiation"]'))
    await page.getByText('stays where it is').first().waitFor()
    expect((await api.get<{ stage: string }>(`/deals/${deal}`)).stage).toBe('engaging')
    await page.locator('[data-stage="engaging"] [data-card]', { hasText: 'Forklift fleet' }).waitFor()
  })

  it('works the next task with its form and sees what each answer leads to', async () => {
    const { page } = person
    await page.locator('[data-card]', { hasText: 'Forklift fleet' }).getByRole('link').click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('Meet the customer').first().waitFor()
    await drawer.getByText('After this').waitFor()
    await picture(person, 'drawer')
    await drawer.getByRole('button', { name: 'Not now' }).click()
    await drawer.getByText('Please fill this in').waitFor()
    await drawer.getByRole('button', { name: 'Proposal wanted' }).click()
    await drawer.getByText('Prepare the proposal').first().waitFor()
  })

  it('has a high discount approved before the quotation is printed', async () => {
    const { page } = person
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('Discount, %').fill('20')
    await drawer.getByRole('button', { name: 'Complete' }).click()
    await drawer.getByText('Approve the discount').first().waitFor()
    // On a slow net the answer to the first click comes after the second one.
    await page.route('**/api/tasks/*/claim', async route => {
      const response = await route.fetch()
      await new Promise(done => setTimeout(done, 1000))
      await route.fulfill({ response })
    })
    await drawer.getByRole('button', { name: 'Take it' }).click()
    await drawer.getByRole('button', { name: 'Approve', exact: true }).click()
    await drawer
      .getByText(/Customer's answer|UTC/)
      .first()
      .waitFor()
  })
})

describe('The process', () => {
  it('prints the quotation as a PDF and attaches it to the deal', async () => {
    const { items } = await until('the quotation', async () => {
      const found = await api.get<{ items: { id: string; title: string }[] }>(`/deals/${deal}/documents`)
      return found.items.length > 0 && found
    })
    const response = await person.context.request.get(
      `${product.url}/api/documents/${items[0]!.id}/content?format=pdf`,
    )
    expect(response.headers()['content-type']).toContain('application/pdf')
    expect((await response.body()).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('sends it to the customer through SMTP, once', async () => {
    await until('the letter', () => mail.letters.some(letter => letter.to.includes('vera@customer.test')))
    const letters = mail.letters.filter(letter => letter.to.includes('vera@customer.test'))
    expect(letters).toHaveLength(1)
    expect(letters[0]!.raw).toContain('application/pdf')
  })

  it('waits for the customer, who accepts on a page of his own', async () => {
    const letter = mail.letters.find(each => each.to.includes('vera@customer.test'))!
    const link = /https?:\/\/[^\s"<>]+\/answer\/[^\s"<>]+/.exec(readable(letter.raw))?.[0]
    expect(link).toBeDefined()
    const customer = await openBrowser(link!)
    await customer.page.goto(link!)
    await picture(customer, 'customer')
    await customer.page
      .getByText(/accept/i)
      .first()
      .click()
    const send = customer.page.getByRole('button').first()
    if (await send.isVisible().catch(() => false)) await send.click()
    await until(
      'the answer to move the deal on',
      async () => (await api.get<{ stage: string }>(`/deals/${deal}`)).stage === 'negotiation',
    )
  })

  it('lets the deal be won only with a final price', async () => {
    const { page } = person
    await page.goto(`${product.url}/deals/${deal}`)
    const drawer = page.getByRole('dialog')
    await drawer.getByText('Negotiate and close').first().waitFor()
    await drawer.getByRole('button', { name: 'Won', exact: true }).click()
    await drawer.getByText('Please fill this in').waitFor()
    await drawer.getByLabel('Final price').fill('38400')
    await drawer.getByRole('button', { name: 'Won', exact: true }).click()
    const won = await until('the deal to be won', async () => {
      const found = await api.get<{ status: string; closeValue: number }>(`/deals/${deal}`)
      return found.status === 'won' && found
    })
    expect(won.closeValue).toBe(38400)
    await until(
      'the thank-you letter',
      () => mail.letters.filter(each => each.to.includes('vera@customer.test')).length === 2,
    )
  })

  it('tells where it stands and why, step by step', async () => {
    const { page } = person
    const reminder = await until('the sale to end and the reminder to wait', async () => {
      const { items } = await api.get<{ items: { id: string; process: { key: string }; status: string }[] }>(
        `/instances?deal=${deal}`,
      )
      const sale = items.find(each => each.process.key === 'b2b-sale')
      return sale?.status === 'completed' && items.find(each => each.process.key === 'invoice-reminder')
    })
    await page.goto(`${product.url}/instances/${reminder.id}`)
    await page.getByText('Wait for the payment').first().waitFor()
    await page.locator('.djs-container').waitFor()
    await page.getByText('History').first().waitFor()
    await picture(person, 'instance')
    expect(person.troubles).toEqual([])
  })
})
