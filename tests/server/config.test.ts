import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { defaults } from '#engine/runtime/runtime.ts'
import { readConfig } from '#server/config.ts'

describe('The environment', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-config-'))
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
  const read = (env: Record<string, string> = {}, argv: string[] = []) =>
    readConfig({ BATON_DATA: dataDir, ...env }, argv)

  it('may say nothing at all', () => {
    expect(read()).toMatchObject({
      port: 3000,
      baseUrl: 'http://localhost:3000',
      secure: false,
      smtp: null,
      demo: false,
    })
    expect(read().mongodbUri).toBeUndefined()
  })

  it('gives links their address, and marks cookies Secure when it is https', () => {
    expect(read({ BATON_URL: 'https://baton.test/' })).toMatchObject({
      baseUrl: 'https://baton.test',
      secure: true,
    })
    expect(() => read({ BATON_URL: 'nonsense' })).toThrow('BATON_URL')
  })

  it('names a mail server by address or by parts', () => {
    expect(read({ SMTP_URL: 'smtp://mail.test:25', SMTP_FROM: 'a@b.test' }).smtp).toEqual({
      url: 'smtp://mail.test:25',
      from: 'a@b.test',
    })
    expect(read({ SMTP_HOST: 'mail.test', SMTP_PORT: '465' }).smtp).toMatchObject({
      host: 'mail.test',
      port: 465,
      secure: true,
    })
  })

  it('wants both halves of the administrator, and numbers where numbers belong', () => {
    expect(() => read({ BATON_ADMIN_EMAIL: 'a@b.test' })).toThrow('go together')
    expect(() => read({ PORT: 'many' })).toThrow('PORT')
  })

  it('keeps a secret of its own, readable by the owner alone, the same at every start', () => {
    const { secret } = read()
    expect(secret.length).toBeGreaterThan(40)
    expect(read().secret).toBe(secret)
    expect(readFileSync(join(dataDir, 'secret'), 'utf8')).toBe(secret)
    expect(statSync(join(dataDir, 'secret')).mode & 0o077).toBe(0)
  })

  it('asks for demonstration data by --demo', () => {
    expect(read({}, ['--demo']).demo).toBe(true)
  })

  it('has less patience with a server that is stuck than another waits before it takes over its work', () => {
    expect(read().watchdog * 1000).toBeLessThan(defaults.lease)
    expect(read({}, ['--demo']).watchdog).toBeGreaterThan(30)
    expect(read({ BATON_WATCHDOG: '0' }).watchdog).toBe(0)
  })
})
