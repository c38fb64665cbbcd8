/** What the environment says. The only reader of `process.env`. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Config {
  port: number
  host: string
  /** Folder of everything Baton keeps on disk. */
  dataDir: string
  /** Unset: the embedded database in `dataDir`. */
  mongodbUri: string | undefined
  /** Where people reach Baton; every link in a letter begins with it. */
  baseUrl: string
  /** True when `baseUrl` is https: cookies are then marked Secure. */
  secure: boolean
  /** Number of reverse proxies in front whose X-Forwarded-For may be believed. */
  proxies: number
  smtp: SmtpConfig | null
  /** Path of a Chromium for documents; unset: found or the packaged one. */
  chromium: string | undefined
  /** The first administrator, made at start when there is nobody yet. */
  admin: { email: string; password: string; name: string } | undefined
  /** Hosts that httpRequest may call beside those in the settings. */
  httpAllowList: string[]
  /** Lets httpRequest reach private addresses of allowed hosts, and plain http. */
  httpAllowPrivate: boolean
  /** Signs links and cookies; kept in `dataDir` when not given. */
  secret: string
  /** The language of the house until its settings say another: of the shipped processes, of letters and documents. */
  language: 'en' | 'ru'
  logLevel: string
  /** Seconds of work without any movement after which the server ends itself, so that it can be started anew; 0: never. */
  watchdog: number
  /** Offer and load demonstration data. */
  demo: boolean
  version: string
  /** The checkout's or package's root: `processes/`, `templates/`, `dist/` lie in it. */
  root: string
}

/** A mail server by address (`smtps://user:pass@host:465`) or by parts. */
export interface SmtpConfig {
  url?: string
  host?: string
  port?: number
  secure?: boolean
  user?: string
  pass?: string
  from?: string
}

type Environment = Record<string, string | undefined>

/** Reads the environment once, at start. Throws a sentence naming the variable that is wrong. */
export function readConfig(env: Environment = process.env, argv: string[] = process.argv.slice(2)): Config {
  const root = findRoot()
  const port = number(env, 'PORT', 3000)
  const dataDir = resolve(env.BATON_DATA || '.baton')
  const demo = argv.includes('--demo') || flag(env, 'BATON_DEMO')
  const baseUrl = (env.BATON_URL || `http://localhost:${port}`).replace(/\/+$/, '')
  if (!URL.canParse(baseUrl))
    throw new Error(`BATON_URL "${baseUrl}" is no address; give e.g. https://baton.example.org`)
  return {
    port,
    host: env.BATON_HOST || '0.0.0.0',
    dataDir,
    mongodbUri: env.MONGODB_URI || undefined,
    baseUrl,
    secure: baseUrl.startsWith('https:'),
    proxies: number(env, 'BATON_PROXIES', 0),
    smtp: smtp(env),
    chromium: env.BATON_CHROMIUM || undefined,
    admin: admin(env),
    httpAllowList: list(env.BATON_HTTP_ALLOW),
    httpAllowPrivate: flag(env, 'BATON_HTTP_ALLOW_PRIVATE'),
    secret: env.BATON_SECRET || keptSecret(dataDir),
    language: language(env),
    logLevel: env.BATON_LOG || 'info',
    // Sooner than a lease of the engine runs out: a server that is stuck has ended before another takes over what stuck it.
    watchdog: number(env, 'BATON_WATCHDOG', demo ? 60 : 10),
    demo,
    version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    root,
  }
}

/** As said, else as the machine speaks. */
function language(env: Environment): Config['language'] {
  const said = env.BATON_LANGUAGE
  if (said && said !== 'en' && said !== 'ru')
    throw new Error(`BATON_LANGUAGE "${said}" is none of ours; give en or ru.`)
  return (said || env.LC_ALL || env.LANG || '').startsWith('ru') ? 'ru' : 'en'
}

function smtp(env: Environment): SmtpConfig | null {
  const from = env.SMTP_FROM || undefined
  if (env.SMTP_URL) return { url: env.SMTP_URL, from }
  if (!env.SMTP_HOST) return null
  const port = number(env, 'SMTP_PORT', 587)
  return {
    host: env.SMTP_HOST,
    port,
    secure: env.SMTP_SECURE ? flag(env, 'SMTP_SECURE') : port === 465,
    user: env.SMTP_USER || undefined,
    pass: env.SMTP_PASS || env.SMTP_PASSWORD || undefined,
    from,
  }
}

function flag(env: Environment, name: string): boolean {
  return ['1', 'true', 'yes', 'on'].includes((env[name] ?? '').toLowerCase())
}

function admin(env: Environment): Config['admin'] {
  if (!env.BATON_ADMIN_EMAIL && !env.BATON_ADMIN_PASSWORD) return undefined
  if (!env.BATON_ADMIN_EMAIL || !env.BATON_ADMIN_PASSWORD) {
    throw new Error(
      'BATON_ADMIN_EMAIL and BATON_ADMIN_PASSWORD go together: set both, or neither for a setup link.',
    )
  }
  return {
    email: env.BATON_ADMIN_EMAIL,
    password: env.BATON_ADMIN_PASSWORD,
    name: env.BATON_ADMIN_NAME || 'Administrator',
  }
}

function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  mkdirSync(dataDir, { recursive: true })
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  }
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

function number(env: Environment, name: string, otherwise: number): number {
  const text = env[name]
  if (!text) return otherwise
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} "${text}" is no whole number.`)
  return value
}

function list(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter(Boolean)
}

/** The nearest folder upwards with our package.json: the same from sources and from `dist/server`. */
function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  return folder
}
