/** Everybody can use it: axe finds nothing to complain of, by day and by night; a phone shows all of it. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeBrowserAfterwards, enter, openBrowser, type Person } from '../support/browser.ts'
import { admin, type Product, startProduct, until } from '../support/product.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pages = [
  '/deals',
  '/tasks',
  '/processes',
  '/instances',
  '/import',
  '/outbox',
  '/templates',
  '/users',
  '/settings',
]

const loading = '.mantine-Skeleton-root, .mantine-Loader-root'

let product: Product
closeBrowserAfterwards()
beforeAll(async () => {
  const env = { BATON_ADMIN_EMAIL: admin.email, BATON_ADMIN_PASSWORD: admin.password }
  product = await startProduct(env, ['--demo'])
  await until('the demonstration', () => /Demonstration data is in place/.test(product.output()))
})
afterAll(() => product?.stop())

describe.each(['light', 'dark'] as const)('By %s', colorScheme => {
  let person: Person
  beforeAll(async () => {
    person = await openBrowser(product.url, { colorScheme })
    await enter(person, admin)
  })

  it.each(pages)('%s is accessible', async path => {
    const { page } = person
    await page.goto(path)
    await page.getByRole('main').waitFor()
    await until('the page to be filled', async () => (await page.locator(loading).count()) === 0)
    expect(await violations(person)).toEqual([])
  })
})

describe('On a phone in Russian, whose words are longer', () => {
  let person: Person
  beforeAll(async () => {
    person = await openBrowser(product.url, { width: 390, height: 844, locale: 'ru-RU' })
    await person.page.evaluate(() => localStorage.setItem('baton.language', 'ru'))
    await person.page.reload()
    await enter(person, admin, 'Сделки')
  })

  it.each([...pages, '/deals?view=table', '/contacts', '/processes/b2b-sale/versions', '/integrations'])(
    '%s stands within the screen',
    async path => {
      const { page } = person
      await page.goto(path)
      await page.getByRole('main').waitFor()
      await until('the page to be filled', async () => (await page.locator(loading).count()) === 0)
      expect(await beyondTheEdge(person)).toEqual([])
    },
  )
})

/** Texts and buttons that end beyond the screen's edge, where nothing can be slid to bring them in. */
async function beyondTheEdge({ page }: Person): Promise<string[]> {
  return page.evaluate(() => {
    const slides = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll/.test(getComputedStyle(element).overflowX) || slides(element.parentElement))
    const seen = [...document.querySelectorAll('main :is(button, a, input, td, th, h1, h2, h3, p, span)')]
    return seen
      .filter(element => element.getBoundingClientRect().width > 1 && !element.closest('svg, .djs-container'))
      .filter(
        element => element.getBoundingClientRect().right > innerWidth + 1 && !slides(element.parentElement),
      )
      .map(element => `${element.tagName} ${element.textContent?.slice(0, 40)}`)
  })
}

/** What axe finds wrong, in a line each: the rule, and where. */
async function violations({ page }: Person): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(() => {
    const { axe } = globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } }
    return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
  })
  return found.violations.flatMap(each => each.nodes.map(node => `${each.id}: ${node.target.join(' ')}`))
}
