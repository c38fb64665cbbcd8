/** A person's browser: the same Chromium that prints the documents, with everything that went wrong on a page kept. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach } from 'vitest'
import { launchChromium } from '#server/documents/chromium.ts'

export interface Person {
  page: Page
  context: BrowserContext
  /** Errors of scripts on the page so far; a test that ends well leaves none. */
  troubles: string[]
}

let browser: Promise<Browser> | undefined

/** Opens a browser window of its own at this address; closed after the file's last test. */
export async function openBrowser(
  url: string,
  options: { width?: number; height?: number; locale?: string; colorScheme?: 'light' | 'dark' } = {},
): Promise<Person> {
  browser ??= launchChromium({ executable: process.env.BATON_CHROMIUM, log: console })
  const { width = 1440, height = 900, locale = 'en-GB', colorScheme = 'light' } = options
  const context = await (await browser).newContext({
    viewport: { width, height },
    locale,
    colorScheme,
    baseURL: url,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(error.message))
  await page.goto('/')
  return { page, context, troubles }
}

/** Signs in on the login page; `deals` is what the menu calls them in the person's language. */
export async function enter(
  { page }: Person,
  who: { email: string; password: string },
  deals = 'Deals',
): Promise<void> {
  await page.locator('input[name=email]').fill(who.email)
  await page.locator('input[name=password]').fill(who.password)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: deals }).first().waitFor()
}

/** A picture of what a person saw when a test failed, when `BATON_PICTURES` names a folder. */
export async function picture({ page }: Person, name: string): Promise<void> {
  const folder = process.env.BATON_PICTURES
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

/** Call once a file: keeps what every open window shows when a test fails, and closes the browser at the end. */
export function closeBrowserAfterwards(): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || !process.env.BATON_PICTURES) return
    const contexts = (await browser)?.contexts() ?? []
    for (const [index, page] of contexts.flatMap(each => each.pages()).entries())
      await page.screenshot({ path: `${process.env.BATON_PICTURES}/failed-${index}.png` })
  })
  afterAll(async () => {
    await (await browser)?.close()
    browser = undefined
  })
}
