import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { withFonts } from '#server/documents/fonts.ts'
import { createPrinter, PrinterUnavailable } from '#server/documents/print.ts'
import { createRenderer } from '#server/documents/templates/render.ts'
import { readShipped } from '#server/documents/templates/shipped.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const { templates, partials } = readShipped(root)
const renderer = createRenderer(partials)
const log = { warn() {} }
const printer = createPrinter({ log })
afterAll(() => printer.stop())

describe('printing', () => {
  it.each(templates.filter(template => template.kind === 'document'))(
    'makes a PDF of the $key with Inter embedded',
    async template => {
      const sample = template.sample as Record<string, unknown>
      const pdf = await printer.print(
        withFonts(renderer.render(template.body, 'html', { ...sample, locale: 'ru' })),
      )
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
      expect(fontsIn(pdf)).toContain('Inter')
      expect(pdf.length).toBeLessThan(500_000)
    },
  )

  it('runs no script and asks nobody, neither the web nor the disk', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const pdf = await printer.print(
      `<p>quiet</p><img src="${origin}/pixel.png"><link rel="stylesheet" href="${origin}/x.css">
       <style>@import url(${origin}/y.css); p { background: url(${origin}/z.png) }</style>
       <iframe src="file:///etc/passwd"></iframe><script>fetch('${origin}/script')</script>`,
    )
    expect(pdf.length).toBeGreaterThan(500)
    expect(asked).toEqual([])
    await new Promise(resolve => server.close(resolve))
  })

  it('prints several pages at once', async () => {
    const pdfs = await Promise.all(Array.from({ length: 6 }, (_, n) => printer.print(`<p>page ${n}</p>`)))
    expect(pdfs.every(pdf => pdf.subarray(0, 5).toString() === '%PDF-')).toBe(true)
  })

  it('starts a new browser when the old one died', async () => {
    const own = createPrinter({ log })
    await own.print('<p>first</p>')
    for (const pid of childrenNamed('chromium')) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {}
    }
    const pdf = await own.print('<p>second</p>')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await own.stop()
  })

  it('says what to install when there is no Chromium that starts', async () => {
    const own = createPrinter({ executable: '/bin/false', log })
    await expect(own.print('<p>x</p>')).rejects.toThrow(PrinterUnavailable)
  })
})

it('a document carries only the letters it needs, Cyrillic ones when it speaks Russian', () => {
  const latin = withFonts('<p>Total: 5 €</p>')
  const russian = withFonts('<p>Итого: 5 ₽</p>')
  expect(latin.match(/@font-face/g)).toHaveLength(1)
  expect(russian).toMatch(/unicode-range:U\+0301,U\+0400/)
})

/** Names of embedded fonts; font dictionaries may hide in compressed object streams. */
function fontsIn(pdf: Buffer): string {
  const source = pdf.toString('latin1')
  const streams = [...source.matchAll(/stream\r?\n/g)].map(match => {
    const start = match.index + match[0].length
    const end = source.indexOf('endstream', start)
    try {
      return inflateSync(pdf.subarray(start, end)).toString('latin1')
    } catch {
      return ''
    }
  })
  return [source, ...streams]
    .flatMap(text => text.match(/\/(?:BaseFont|FontName) ?\/[\w+-]+/g) ?? [])
    .join(' ')
}

/** Only processes this test process started. */
function childrenNamed(name: string): number[] {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ')
  return children
    .filter(pid => pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name))
    .map(Number)
}
