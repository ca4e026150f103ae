import { describe, expect, it } from 'vitest'
import { parseListenAddress } from './listen-address.ts'

describe('an address to listen on', () => {
  it.each([
    ['127.0.0.1:48480', { host: '127.0.0.1', port: 48_480 }],
    ['172.17.0.1:1', { host: '172.17.0.1', port: 1 }],
    ['[fd00::1]:65535', { host: 'fd00::1', port: 65_535 }],
  ])('%s', (text, address) => {
    expect(parseListenAddress(text)).toEqual(address)
  })

  it.each([
    '',
    '48480',
    ':48480',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    'localhost:48480',
    'fd00::1:48480',
    '[127.0.0.1]:48480',
    '127.0.0.1:48480/',
  ])('"%s" is none', (text) => {
    expect(() => parseListenAddress(text)).toThrow('is not an address and a port')
  })

  it.each(['0.0.0.0:48480', '[::]:48480'])('%s would be every address', (text) => {
    expect(() => parseListenAddress(text)).toThrow('every network')
  })
})
