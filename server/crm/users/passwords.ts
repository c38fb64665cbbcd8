/** Passwords: argon2id, bounded work, and a check for the ones everybody tries first. */
import { hash, verify } from '@node-rs/argon2'
import { ApiError } from '../../middleware/errors.ts'

const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const shortest = 12
const longest = 128

/** The hash to store; the password has been checked by `demandGood`. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, strength))
}

/** Whether the password fits; unknown people cost the same time as known ones. */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  if (password.length > longest) return false
  const fits = await inTurn(async () => verify(stored ?? (await dummy()), password))
  return fits && stored !== null
}

/** Refuses passwords that are too short, or guessed at once. `words` are the person's own name and address. */
export function demandGood(password: string, words: string[] = []): void {
  const fault = faultOf(password, words)
  if (fault) throw new ApiError(422, 'weakPassword', fault, { fields: { password: fault } })
}

function faultOf(password: string, words: string[]): string | null {
  if (password.length < shortest) return `A password needs at least ${shortest} characters.`
  if (password.length > longest) return `A password may have at most ${longest} characters.`
  const plain = password.toLowerCase()
  if (guessed(plain)) {
    return 'This password is among the first that are tried. Choose another.'
  }
  const own = words
    .flatMap(word => word.toLowerCase().split(/[\s@]+/))
    .find(word => word.length > 3 && plain === word)
  return own ? 'Do not use your own name or address as a password.' : null
}

/** A word everybody tries, also with figures or signs around it, or something short said again and again. */
function guessed(plain: string): boolean {
  const stem = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const half = plain.slice(0, plain.length / 2)
  return (
    [plain, stem].some(word => common.has(word)) ||
    (half + half === plain && common.has(half)) ||
    /^(.{1,5})\1+.?$/.test(plain) ||
    /^[^\p{L}]*$/u.test(plain) ||
    sequences.some(row => row.includes(plain) || (stem.length > 4 && row.includes(stem)))
  )
}

let dummyHash: Promise<string> | undefined
function dummy(): Promise<string> {
  dummyHash ??= hash('nobody has this password', strength)
  return dummyHash
}

const atOnce = 4
const mostWaiting = 50
let running = 0
const waiting: (() => void)[] = []

/** Each hash takes 19 MB and 60 ms of a core: a crowd must wait its turn, a flood is refused. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting) {
      throw new ApiError(429, 'tooMany', 'Too many people sign in just now. Try again in a few seconds.', {
        retryAfter: 5,
      })
    }
    await new Promise<void>(resolve => waiting.push(resolve))
  }
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

const sequences = [
  '0123456789012345678901234567890',
  '9876543210987654321098765432109',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
]
const common = new Set(
  (
    'admin qwerty welcome password letmein password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd pa$$word letmein letmein1 ' +
    'welcome1 welcome123 admin123 admin1234 administrator adminadmin changeme changeit default1 secret123 iloveyou ' +
    'iloveyou1 sunshine sunshine1 princess princess1 football football1 baseball baseball1 superman superman1 batman123 ' +
    'dragon123 monkey123 master123 shadow123 michael1 jennifer jordan23 whatever trustno1 starwars computer internet ' +
    'qwerty123 qwerty12 qwertyui qwerty1234 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx q1w2e3r4 abcd1234 abc12345 a1b2c3d4 ' +
    'asdfghjk asdfasdf zxcvbnm1 11111111 12341234 12121212 87654321 11223344 00000000 123123123 baton123 batonbaton ' +
    'testtest test1234 guest123 user1234 samsung1 pokemon1 charlie1 liverpool chelsea1 arsenal1 summer2024 winter2024 ' +
    'summer2025 winter2025 summer2026 winter2026 пароль12 пароль123 йцукенгш'
  ).split(' '),
)
