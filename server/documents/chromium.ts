/** Finds a Chromium and starts it: the one that is named, an installed one, else the one that travels inside its npm package. */
import { existsSync } from 'node:fs'
import type { Browser, LaunchOptions } from 'playwright-core'

interface Log {
  warn(fields: object, message: string): void
}

const startTimeout = 30_000
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** A running browser without a window; throws the last reason when none starts. `executable` is tried first. */
export async function launchChromium({
  executable,
  log,
}: {
  executable?: string
  log: Log
}): Promise<Browser> {
  const installed = executable ?? usualPlaces.find(path => existsSync(path))
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, timeout: startTimeout }
  if (installed) {
    try {
      return await start(
        {
          ...signals,
          executablePath: installed,
          args: ['--font-render-hinting=none', '--disable-quic', '--disable-background-networking'],
        },
        log,
      )
    } catch (error) {
      if (executable) throw error
      log.warn({ err: error }, `${installed} does not start; the packaged Chromium is used`)
    }
  }
  const { default: packaged } = await import('@sparticuz/chromium')
  packaged.setGraphicsMode = false
  const usable = packaged.args.filter(argument => !/^--(headless|remote-debugging)/.test(argument))
  return start({ ...signals, executablePath: await packaged.executablePath(), args: usable }, log)
}

/** Root may not use Chromium's sandbox, and some containers forbid it to everyone. */
async function start(options: LaunchOptions, log: Log): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  if (process.getuid?.() !== 0) {
    try {
      return await chromium.launch({ ...options, chromiumSandbox: true })
    } catch (error) {
      log.warn({ err: error }, 'Chromium cannot use its sandbox here; it runs without one')
    }
  }
  return chromium.launch({ ...options, chromiumSandbox: false })
}
