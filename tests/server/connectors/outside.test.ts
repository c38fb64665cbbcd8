import { describe, expect, it } from 'vitest'
import { allowedUrl, isPublic } from '#server/connectors/outside.ts'

describe('addresses outside', () => {
  it.each([
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/',
    'https://10.1.2.3/',
    'https://192.168.1.1/',
    'https://[fd00::1]/',
    'https://0.0.0.0/',
    'https://100.64.0.1/',
    'https://[64:ff9b::7f00:1]/',
  ])('%s is private however it is written', address => {
    const hosts = [new URL(address).hostname]
    expect(() => allowedUrl(address, { hosts, allowPrivate: false })).toThrow(/private|not on the list/)
  })

  it.each([
    ['https://api.example.com/x', true],
    ['https://API.example.com./x', true],
    ['https://sub.partner.test/x', true],
    ['https://partner.test/x', false],
    ['https://evil-partner.test/', false],
    ['https://api.example.com:8443/', false],
    ['https://erp.test:8443/', true],
    ['https://user:pass@api.example.com/', false],
    ['ftp://api.example.com/', false],
    ['no address', false],
  ])('%s allowed: %s', (address, allowed) => {
    const ask = () =>
      allowedUrl(address, {
        hosts: ['api.example.com', '*.partner.test', 'erp.test:8443'],
        allowPrivate: false,
      })
    if (allowed) expect(ask).not.toThrow()
    else expect(ask).toThrow()
  })

  it('are public only when they are', () => {
    expect(['8.8.8.8', '2606:4700::1111'].map(isPublic)).toEqual([true, true])
    expect(['127.0.0.1', '::ffff:127.0.0.1', '2002:7f00:1::', 'x'].map(isPublic)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})
