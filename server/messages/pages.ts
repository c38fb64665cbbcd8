/** The page behind a customer's link: plain HTML that needs no script. Following the link changes nothing; a button does. */
import { ApiError } from '../middleware/errors.ts'
import type { Call, Route } from '../routes/route.ts'
import type { AnswerRecord } from './types.ts'

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
}
const answers = { 200: 'HTML', 404: 'HTML', 409: 'HTML', 410: 'HTML' }
const rate = { points: 30, seconds: 60 }

/** Pages at the root of the site, not below `/api`. */
export const publicPages: Route[] = [
  {
    method: 'get',
    path: '/answer/:token',
    tag: 'Public',
    summary: "The customer's answer page",
    permission: 'public',
    rate,
    query: {
      type: 'object',
      additionalProperties: true,
      properties: { answer: { type: 'string', maxLength: 100 } },
    },
    answers,
    handle: call =>
      page(call, async () => {
        const record = await call.services.mail.answers.read(call.params.token!)
        const chosen = typeof call.query.answer === 'string' ? call.query.answer : undefined
        return record.answer
          ? thanks(record, wordsFor(record.locale))
          : form(record, wordsFor(record.locale), chosen)
      }),
  },
  {
    method: 'post',
    path: '/answer/:token',
    tag: 'Public',
    summary: 'What its buttons send',
    permission: 'public',
    rate,
    body: { raw: ['application/x-www-form-urlencoded'], limit: 16 * 1024 },
    answers,
    handle: call =>
      page(call, async () => {
        const sent = new URLSearchParams(call.raw?.toString('utf8') ?? '')
        const { answers } = call.services.mail
        const record = await answers.take(
          call.params.token!,
          sent.get('answer') ?? '',
          sent.get('comment') ?? '',
        )
        return thanks(record, wordsFor(record.locale))
      }),
  },
]

async function page(call: Call, body: () => Promise<string>) {
  try {
    return call.answer(200, await body(), headers)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const words = wordsFor(String(call.headers['accept-language'] ?? 'en'))
    return call.answer(
      error.status,
      layout(
        words.title,
        `<h1>${words.sorry}</h1><p>${words.errors[error.code] ?? htmlOf(error.message)}</p>`,
        words,
      ),
      headers,
    )
  }
}

function form(record: AnswerRecord, words: Words, chosen: string | undefined): string {
  const first = record.options.some(option => option.value === chosen) ? chosen : record.options[0]?.value
  const choices = record.options
    .map(
      option =>
        `<label><input type="radio" name="answer" value="${htmlOf(option.value)}" required${option.value === first ? ' checked' : ''}><span>${htmlOf(option.label)}</span></label>`,
    )
    .join('')
  return layout(
    record.title,
    `<p class="from">${htmlOf(record.from)}</p><h1>${htmlOf(record.title)}</h1><p>${words.ask}</p>
     <form method="post" action="?"><fieldset><legend>${words.answer}</legend>${choices}</fieldset>
     <label class="comment">${words.comment}<textarea name="comment" rows="4" maxlength="2000"></textarea></label>
     <button>${words.send}</button></form>`,
    words,
  )
}

function thanks(record: AnswerRecord, words: Words): string {
  const label = record.options.find(option => option.value === record.answer?.value)?.label ?? ''
  return layout(
    record.title,
    `<p class="from">${htmlOf(record.from)}</p><h1>${words.thanks}</h1>
     <p>${words.recorded} <strong>${htmlOf(label)}</strong></p>${record.answer?.comment ? `<blockquote>${htmlOf(record.answer.comment)}</blockquote>` : ''}
     <p class="quiet">${words.close}</p>`,
    words,
  )
}

function layout(title: string, body: string, words: Words): string {
  return `<!doctype html><html lang="${words.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${htmlOf(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`
}

const style = `:root{color-scheme:light dark;--ink:#212529;--soft:#868e96;--page:#f1f3f5;--card:#fff;--line:#dee2e6;--accent:#3b5bdb}
@media(prefers-color-scheme:dark){:root{--ink:#e9ecef;--soft:#909296;--page:#141517;--card:#1f2023;--line:#373a40;--accent:#5c7cfa}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 Inter,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
main{max-width:560px;margin:8vh auto;padding:32px;background:var(--card);border-top:4px solid var(--accent);border-radius:12px;box-shadow:0 2px 16px #0002}
@media(max-width:600px){main{margin:0;min-height:100vh;border-radius:0}}
h1{margin:.2em 0 .6em;font-size:24px;line-height:1.25;letter-spacing:-.01em}.from{margin:0;color:var(--soft);font-weight:600}
fieldset{margin:20px 0;padding:0;border:0}legend,.comment{font-weight:600;padding:0}
fieldset label{display:flex;gap:12px;align-items:center;margin-top:10px;padding:13px 16px;border:1px solid var(--line);border-radius:9px;cursor:pointer}
fieldset label:has(:checked){border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}input{width:18px;height:18px;margin:0;accent-color:var(--accent)}
textarea{display:block;width:100%;margin-top:8px;padding:11px 14px;border:1px solid var(--line);border-radius:9px;background:transparent;color:inherit;font:inherit}
button{margin-top:20px;padding:13px 26px;border:0;border-radius:9px;background:var(--accent);color:#fff;font:inherit;font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}blockquote{margin:16px 0;padding-left:14px;border-left:3px solid var(--line);white-space:pre-line}.quiet{color:var(--soft)}`

interface Words {
  lang: string
  title: string
  ask: string
  answer: string
  comment: string
  send: string
  thanks: string
  recorded: string
  close: string
  sorry: string
  errors: Record<string, string>
}

const english: Words = {
  lang: 'en',
  title: 'Your answer',
  ask: 'Please tell us your decision. We will get on with it at once.',
  answer: 'Your answer',
  comment: 'Comment (optional)',
  send: 'Send answer',
  thanks: 'Thank you!',
  recorded: 'Your answer has been recorded:',
  close: 'You may close this page.',
  sorry: 'That did not work',
  errors: {
    notFound: 'This link is not valid. Please use the link from our letter as it is.',
    expired: 'This question is no longer open. Please write to us instead.',
    answered: 'You have already answered. Please write to us if you changed your mind.',
    invalidAnswer: 'Please go back and choose one of the answers.',
  },
}

const russian: Words = {
  lang: 'ru',
  title: 'Ваш ответ',
  ask: 'Сообщите нам ваше решение, и мы сразу продолжим.',
  answer: 'Ваш ответ',
  comment: 'Комментарий (необязательно)',
  send: 'Отправить ответ',
  thanks: 'Спасибо!',
  recorded: 'Ваш ответ принят:',
  close: 'Эту страницу можно закрыть.',
  sorry: 'Не получилось',
  errors: {
    notFound: 'Ссылка недействительна. Откройте ссылку из нашего письма без изменений.',
    expired: 'Вопрос уже закрыт. Пожалуйста, напишите нам.',
    answered: 'Вы уже ответили. Напишите нам, если передумали.',
    invalidAnswer: 'Вернитесь и выберите один из ответов.',
  },
}

const wordsFor = (locale: string) => (locale.startsWith('ru') ? russian : english)
const htmlOf = (text: string) => text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
