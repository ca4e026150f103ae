import { describe, expect, it } from 'vitest'
import { parseBrokerUrl } from './broker-url.ts'

describe("a broker's address", () => {
  it.each([
    'mqtt://broker',
    'mqtt://broker:1884/',
    'mqtts://[::1]:8883',
    'mqtt://192.0.2.1',
    'ws://broker/mqtt',
    'wss://broker:8443/mqtt?site=a',
  ])('may be %s', (text) => {
    expect(parseBrokerUrl(text).hostname).not.toBe('')
  })

  it.each([
    '',
    'broker',
    'http://broker',
    'mqtt://',
    'mqtt:broker',
    'mqtt://broker/path',
    'mqtt://broker?clientId=x',
    'ws://',
    'wss://broker/mqtt#x',
  ])('is not %j', (text) => {
    expect(() => parseBrokerUrl(text)).toThrow(expect.objectContaining({ code: 'HF_CONFIG_INVALID' }))
  })

  it('holds no password, and the error does not repeat it', () => {
    const attempt = () => parseBrokerUrl('mqtt://user:hunter2@broker')
    expect(attempt).toThrow(expect.objectContaining({ code: 'HF_CONFIG_INVALID' }))
    expect(attempt).not.toThrow(/hunter2/)
  })
})
