/** What is signed and what is gone by: both read the address of a proxy alike, or a signed one would lead nowhere for ever. */
import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { networkFaults } from '../../protocol/network-faults.ts'
import { parseProxy } from '../reach/proxy.ts'

const links = [{ name: 'lan', ethernet: {} }]
const config = decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, { links }))
const isSigned = (url: string): boolean =>
  networkFaults({ ...config, proxies: [{ url, username: '', password: '', passwordSecret: '' }] }).length === 0
const isGoneBy = (url: string): boolean => {
  try {
    parseProxy(url, 'proxy', 'refused')
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'HF_CONFIG_INVALID', place: 'proxy' })
    return false
  }
}

it.each([
  'http://proxy.example:3128',
  'http://proxy.example:80/',
  'http://10.9.0.1:65535',
  'http://[2001:db8::9]:3128',
  'socks5://gate:1080',
  'socks5h://gate_7.shop.example:1',
])('%j is an address of a proxy to both', (url) => {
  expect([isSigned(url), isGoneBy(url)]).toEqual([true, true])
})

it.each([
  'http://10.9.0.1?x:3128',
  'http://10.9.0.1\\x:3128',
  'http://10.9.0.1#x:3128',
  'http://10.9.0.1:3128?',
  'http://10.9.0.1:3128#',
  'http://10.9.0.1:3128\\',
  'http://10.9.0.1:0',
  'socks5://10.9.0.1:0',
  'http://10.9.0.1:65536',
  'http://10.9.0.1:3128 ',
  'http://10.9.0.1\t:3128',
  'http://10.9.0.1\n:3128',
  'http://10.9.0.1:3128/x',
  'http://till:hunter2@10.9.0.1:3128',
  'http://999.1.1.1:3128',
  'http://[::1:3128',
  'socks5://a|b:1080',
  'ftp://10.9.0.1:21',
  '',
])('%j is one to neither', (url) => {
  expect([isSigned(url), isGoneBy(url)]).toEqual([false, false])
})

describe('of whatever can be made of such parts', () => {
  const parts = ['http://', 'socks5://', 'socks5h://', 'p', '10.9.0.1', '[', ']', '::1', '%41', 'é', '_', '-', '.']
  const more = [':', ':1', ':0', ':80', ':99999', '/', '?', '#', '\\', '@', ' ', '\t', '\u0000', '|', '^', '<', '0x7f']
  const all = [...parts, ...more]

  it('what is signed can be gone by', () => {
    const apart: string[] = []
    let signed = 0
    for (const scheme of parts.slice(0, 3))
      for (const host of all)
        for (const middle of ['', ...all])
          for (const port of all) {
            const url = `${scheme}${host}${middle}${port}`
            if (!isSigned(url)) continue
            signed += 1
            if (!isGoneBy(url)) apart.push(url)
          }
    expect(apart).toEqual([])
    expect(signed).toBeGreaterThan(50)
  })
})
