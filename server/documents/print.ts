/** Prints HTML to PDF with Chromium: no scripts, no network, one browser kept open and replaced when it dies. */
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium.ts'

/** Prints one page of HTML; concurrent calls wait for a free tab. */
export interface Printer {
  print(html: string): Promise<Buffer>
  stop(): Promise<void>
}

/** No Chromium on this machine could be started. */
export class PrinterUnavailable extends Error {
  readonly cure = 'Install Chromium (apt-get install chromium) or name one in BATON_CHROMIUM, then retry.'
  constructor(cause: unknown) {
    super(`PDF printing is not available: Chromium did not start (${firstLine(cause)}).`)
    this.name = 'PrinterUnavailable'
  }
}

interface Log {
  warn(fields: object, message: string): void
}

const tabs = 2
const pageTimeout = 30_000

/** A printer; the browser starts with the first page. `executable` is tried before the usual places. */
export function createPrinter(options: { executable?: string; log: Log }): Printer {
  let browser: Promise<Browser> | undefined
  let free = tabs
  const waiting: (() => void)[] = []
  let stopped = false

  const open = (): Promise<Browser> => {
    browser ??= launchChromium(options).then(
      started => {
        started.once('disconnected', () => {
          browser = undefined
        })
        return started
      },
      error => {
        browser = undefined
        throw new PrinterUnavailable(error)
      },
    )
    return browser
  }

  const inTab = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free === 0) await new Promise<void>(resolve => waiting.push(resolve))
    else free--
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }

  const printOnce = async (html: string): Promise<Buffer> => {
    const context = await (await open()).newContext({ javaScriptEnabled: false, offline: true })
    try {
      context.setDefaultTimeout(pageTimeout)
      await context.route('**/*', route =>
        route.request().url().startsWith('data:') ? route.continue() : route.abort(),
      )
      const page = await context.newPage()
      await page.setContent(html, { waitUntil: 'load', timeout: pageTimeout })
      const printing = page.pdf({
        format: 'A4',
        printBackground: true,
        preferCSSPageSize: true,
        tagged: true,
        outline: true,
      })
      return await within(pageTimeout, printing)
    } finally {
      await context.close().catch(() => {})
    }
  }

  return {
    print: html =>
      inTab(async () => {
        if (stopped) throw new Error('The server is shutting down.')
        try {
          return await printOnce(html)
        } catch (error) {
          if (error instanceof PrinterUnavailable || !isBrowserGone(error)) throw error
          options.log.warn({ err: error }, 'Chromium went away while printing; a new one is started')
          return printOnce(html)
        }
      }),
    async stop() {
      stopped = true
      const running = await browser?.catch(() => undefined)
      await running?.close().catch(() => {})
    },
  }
}

function isBrowserGone(error: unknown): boolean {
  return /closed|crash|disconnected/i.test(String((error as Error).message))
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Printing took too long.')), milliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function firstLine(cause: unknown): string {
  return String((cause as Error)?.message ?? cause)
    .split('\n')[0]!
    .slice(0, 200)
}
