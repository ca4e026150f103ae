import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseProxy, proxyName } from './proxy.ts'
import { isExcepted, proxyFor } from './proxy-rule.ts'

const chosen = (url: string, env: Record<string, string>, configured?: string, target?: string) => {
  const setting =
    configured === undefined ? undefined : configured === 'none' ? 'none' : parseProxy(configured, '', 'refused')
  const proxy = proxyFor(new URL(url), 8883, setting, {
    env,
    targetProxy: () => (target === undefined ? null : parseProxy(target, '', 'refused')),
  })
  return proxy && proxyName(proxy)
}

describe('which proxy leads to a broker', () => {
  it.each<[string, string, Record<string, string>, string | undefined, string | null]>([
    ['none, when nothing is said', 'mqtts://b.example', {}, undefined, null],
    ['HTTPS_PROXY for TLS', 'mqtts://b.example', { HTTPS_PROXY: 'http://p:3128' }, undefined, 'http://p:3128'],
    ['HTTPS_PROXY for wss', 'wss://b.example/mqtt', { HTTPS_PROXY: 'p:3128' }, undefined, 'http://p:3128'],
    ['not HTTPS_PROXY without TLS', 'mqtt://b.example', { HTTPS_PROXY: 'http://p:3128' }, undefined, null],
    ['HTTP_PROXY for ws', 'ws://b.example', { HTTP_PROXY: 'http://p' }, undefined, 'http://p:8080'],
    ['ALL_PROXY for everything', 'mqtt://b.example', { ALL_PROXY: 'socks5h://p' }, undefined, 'socks5://p:1080'],
    [
      'the one of the protocol first',
      'mqtts://b.example',
      { ALL_PROXY: 'socks5://a', HTTPS_PROXY: 'http://p:1' },
      undefined,
      'http://p:1',
    ],
    [
      'the small one first',
      'mqtts://b.example',
      { https_proxy: 'http://small:1', HTTPS_PROXY: 'http://large:1' },
      undefined,
      'http://small:1',
    ],
    [
      'not an empty one',
      'mqtts://b.example',
      { https_proxy: '', HTTPS_PROXY: 'http://large:1' },
      undefined,
      'http://large:1',
    ],
    [
      'none where NO_PROXY says so',
      'mqtts://b.example',
      { ALL_PROXY: 'http://p', NO_PROXY: '.example' },
      undefined,
      null,
    ],
    [
      'the small no_proxy first',
      'mqtts://b.example',
      { ALL_PROXY: 'http://p:1', no_proxy: '', NO_PROXY: '*' },
      undefined,
      'http://p:1',
    ],
    ['none to the device itself', 'mqtts://127.0.0.1', { ALL_PROXY: 'http://p' }, undefined, null],
    [
      "the configuration's before all",
      'mqtts://b.example',
      { HTTPS_PROXY: 'http://p', NO_PROXY: '*' },
      'http://c:1',
      'http://c:1',
    ],
    ['none when the configuration says none', 'mqtts://b.example', { HTTPS_PROXY: 'http://p' }, 'none', null],
  ])('is %s', (_, url, env, configured, proxy) => {
    expect(chosen(url, env, configured)).toBe(proxy)
  })

  it.each<[string, string, Record<string, string>, string | undefined, string | null]>([
    ['before the variables', 'mqtts://b.example', { HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, undefined, 'http://t:1'],
    ["before the configuration's", 'mqtts://b.example', {}, 'http://c:1', 'http://t:1'],
    ['before its none', 'mqtts://b.example', {}, 'none', 'http://t:1'],
    ['not to the device itself', 'mqtt://127.0.0.1', {}, undefined, null],
  ])("the target's counts %s", (_, url, env, configured, proxy) => {
    expect(chosen(url, env, configured, 'http://t:1')).toBe(proxy)
  })

  it.each([
    ['b.example', 'example', true],
    ['b.example', '.example', true],
    ['b.example', '*.example', true],
    ['example', '.example', true],
    ['bexample', 'example', false],
    ['B.Example.', 'b.example', true],
    ['b.example', 'other, b.example', true],
    ['b.example', 'b.example:8883', true],
    ['b.example', 'b.example:443', false],
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '2.3', false],
    ['fd00::7', 'fd00::/8', true],
    ['fd00::7', '[fd00:0::7]:8883', true],
    ['b.example', '10.0.0.0/99 /8 :', false],
    ['b.example', '*', true],
    ['b.example', '', false],
  ])('%s is excepted by %j: %s', (host, list, is) => {
    expect(isExcepted(host, 8883, list)).toBe(is)
  })

  it('takes any list without a throw', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (host, list) => typeof isExcepted(host, 1883, list) === 'boolean'))
  })
})

describe("a proxy's address", () => {
  it('keeps user and password apart, and shows neither', () => {
    const proxy = parseProxy('http://me%40corp:s%3Acret@proxy.example', '$HTTPS_PROXY', 'allowed')
    expect(proxy).toMatchObject({ username: 'me@corp', password: 's:cret', host: 'proxy.example', port: 8080 })
    expect(proxyName(proxy)).toBe('http://proxy.example:8080')
  })

  it('knows the port that its scheme has by custom', () => {
    expect(parseProxy('http://p:80', '', 'allowed').port).toBe(80)
    expect(parseProxy('https://u:1@[::1]:443', '', 'allowed')).toMatchObject({ host: '::1', port: 443 })
    expect(parseProxy('https://p', '', 'allowed').port).toBe(443)
  })

  it.each(['ftp://p', 'http://', 'socks4://p', 'http://p/path', 'http://a b'])('is not %j', (text) => {
    expect(() => parseProxy(text, '$ALL_PROXY', 'allowed')).toThrow(
      expect.objectContaining({ code: 'HF_CONFIG_INVALID' }),
    )
  })

  it('is refused without repeating what is secret', () => {
    expect(() => parseProxy('ftp://me:hunter2@p', '$ALL_PROXY', 'allowed')).not.toThrow(/hunter2/)
    expect(() => parseProxy('http://me:hunter2@p', 'proxy.url', 'refused')).not.toThrow(/hunter2/)
  })
})
