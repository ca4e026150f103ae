import { expect, it } from 'vitest'
import { isLoopback, ownHosts, parseListen, shownAddress } from './listen-address.ts'

it.each([
  ['127.0.0.1:8600', '127.0.0.1', 8600, 'http://127.0.0.1:8600/'],
  [':8600', '127.0.0.1', 8600, 'http://127.0.0.1:8600/'],
  ['localhost:1', 'localhost', 1, 'http://localhost:1/'],
  ['[::1]:8600', '::1', 8600, 'http://[::1]:8600/'],
  ['0.0.0.0:80', '0.0.0.0', 80, 'http://localhost:80/'],
])('%s', (text, host, port, shown) => {
  expect(parseListen(text)).toEqual({ host, port })
  expect(shownAddress({ host, port })).toBe(shown)
})

it.each(['', '8600', '127.0.0.1', 'a:b', 'a:99999', '::1:8600', 'a:1:2'])('refuses %j', (text) => {
  expect(() => parseListen(text)).toThrow(expect.objectContaining({ code: 'HF_USAGE', place: '--listen' }))
})

it('knows what stays on the machine', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true)
  expect(['0.0.0.0', '::', '10.0.0.1', '127.evil.example'].some(isLoopback)).toBe(false)
})

it('goes by its address and the names that it was given, with their ports', () => {
  const hosts = ownHosts({ host: '127.0.0.1', port: 8600 }, ['Fleet.example', 'other.example:8443'])
  expect([...hosts]).toEqual(
    expect.arrayContaining(['127.0.0.1:8600', 'localhost:8600', '[::1]:8600', 'fleet.example', 'other.example:8443']),
  )
  expect(hosts.has('127.0.0.1')).toBe(false)
  expect(ownHosts({ host: '10.0.0.1', port: 8600 }, []).has('localhost:8600')).toBe(false)
})
