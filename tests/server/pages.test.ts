import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '#tests/support/app.ts'

describe('The built workspace', () => {
  let app: TestApp
  const root = mkdtempSync(join(tmpdir(), 'baton-root-'))
  beforeAll(async () => {
    const pages = join(root, 'dist', 'workspace')
    mkdirSync(join(pages, 'assets'), { recursive: true })
    writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Baton</title>')
    writeFileSync(join(pages, 'assets', 'index-abc123.js'), 'const plain = 1')
    writeFileSync(join(pages, 'assets', 'index-abc123.js.gz'), gzipSync('const plain = 1'))
    writeFileSync(join(root, 'secret.txt'), 'not for you')
    app = await startApp({ root })
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(app.url + path, { headers: { accept: 'text/html', ...headers } })

  it('answers every path of the app with its one page, never from a cache', async () => {
    for (const path of ['/', '/deals/42', '/processes/b2b-sale', '/tasks/a%3Ab']) {
      const page = await get(path)
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Baton')])
      expect(page.headers.get('cache-control')).toBe('no-cache')
    }
  })

  it('serves assets compressed as the build left them, to be kept for good', async () => {
    const asset = await get('/assets/index-abc123.js', { 'accept-encoding': 'gzip', accept: '*/*' })
    expect(asset.headers.get('content-encoding')).toBe('gzip')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect(await asset.text()).toBe('const plain = 1')
  })

  it.each([
    '/../secret.txt',
    '/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/%2e%2e/secret.txt',
    '/%00',
    '/%E0%A4%A',
  ])('gives nothing outside its folder: %s', async path => {
    const { hostname, port } = new URL(app.url)
    const { request } = await import('node:http')
    const text = await new Promise<string>((resolve, reject) => {
      const asked = request({ hostname, port, path, headers: { accept: '*/*' } }, response => {
        let body = ''
        response.on('data', chunk => {
          body += chunk
        })
        response.on('end', () => resolve(`${response.statusCode} ${body}`))
      })
      asked.on('error', reject)
      asked.end()
    })
    expect(text).not.toContain('not for you')
    expect(text).not.toMatch(/^5/)
  })
})
