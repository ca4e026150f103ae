import { describe, expect, it } from 'vitest'
import { IpMethod, Metered } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { readNetwork } from './read-network.ts'

const WHOLE = `trial: 90s
failover: {after: 30s, back-after: 10m}
links:
  - name: wired
    interface: eth0
    ethernet:
    ipv4:
      addresses: [192.0.2.7/24]
      gateway: 192.0.2.1
      dns: [192.0.2.53]
      dns-search: [shop.example]
      routes:
        - {to: 10.0.0.0/8, via: 192.0.2.254, metric: 50}
    ipv6: off
    mtu: 1400
  - name: air
    wifi: {ssid: shop, passphrase-secret: wifi, hidden: yes}
    ipv4: {method: dhcp, ignore-auto-dns: true}
    priority: 300
  - name: modem
    cellular: {apn: internet.example, username: u, password-secret: apn, pin-secret: pin, home-only: true}
    metered: yes
  - name: till
    interface: eth0.7
    vlan: {id: 7, parent: eth0}
proxies:
  - {url: "http://proxy.example:3128", username: till, password-secret: proxy}
`

function faultOf(source: string): { code: string; message: string } {
  try {
    readNetwork(source, 'net.yml')
  } catch (error) {
    if (error instanceof HoldfastError) return error
    throw error
  }
  throw new Error('nothing was found wrong')
}

it('reads every word', () => {
  const { links, proxies, trialMs, failover } = readNetwork(WHOLE, 'net.yml')
  expect({ trialMs, failover }).toEqual({ trialMs: 90_000, failover: { afterMs: 30_000, backAfterMs: 600_000 } })
  const [wired, air, modem, till] = links
  expect(wired).toMatchObject({
    ethernet: {},
    ipv4: {
      method: IpMethod.IP_METHOD_STATIC,
      addresses: ['192.0.2.7/24'],
      gateway: '192.0.2.1',
      dns: ['192.0.2.53'],
      dnsSearch: ['shop.example'],
      routes: [{ destination: '10.0.0.0/8', gateway: '192.0.2.254', metric: 50 }],
    },
    ipv6: { method: IpMethod.IP_METHOD_OFF },
    mtu: 1400,
  })
  expect(air).toMatchObject({
    wifi: { ssid: 'shop', passphraseSecret: 'wifi', passphrase: '', hidden: true },
    ipv4: { method: IpMethod.IP_METHOD_AUTO, ignoreAutoDns: true },
    priority: 300,
  })
  expect(modem).toMatchObject({
    cellular: { apn: 'internet.example', passwordSecret: 'apn', pinSecret: 'pin', homeOnly: true },
    metered: Metered.METERED_YES,
  })
  expect(till?.vlan).toEqual({ id: 7, parent: 'eth0' })
  expect(proxies).toMatchObject([{ url: 'http://proxy.example:3128', passwordSecret: 'proxy' }])
})

describe('what is wrong is told with its place', () => {
  it.each([
    ['links:\n  - name: a\n    ethernt: {}\n', 'net.yml:3:5: "ethernt" is not known here; did you mean "ethernet"?'],
    ['links:\n  - name: a\n    ethernet: {}\n    mtu: 9\n', 'net.yml:4:10: 9 is not from 576 to 9216'],
    ['links:\n  - name: a\n    wifi: {}\n', 'net.yml:3:11: "ssid" has to have 1 to 32 bytes'],
    ['links:\n  - name: a\n', 'net.yml:2:5: is not exactly one of ethernet, wifi, cellular, vlan'],
    [
      'links:\n  - name: a\n    ethernet: {}\n    ipv4: {addresses: [192.0.2.7]}\n',
      'net.yml:4:24: "192.0.2.7" is not an IPv4 address with its prefix, as 192.0.2.7/24 is',
    ],
    [
      'links:\n  - name: a\n    ethernet: {}\n    ipv4: dhpc\n',
      'net.yml:4:11: has to be one of auto, dhcp, static, off',
    ],
    ['trial: 1s\nlinks:\n  - {name: a, ethernet: {}}\n', 'net.yml:1:8: has to be between ten seconds and one hour'],
    ['links: []\n', 'net.yml:1:8: is empty: a device without a link would never come back'],
    ['{}\n', 'net.yml:1:1: "links" is empty'],
    [
      'as-it-came: true\nlinks:\n  - {name: a, ethernet: {}}\n',
      'net.yml:3:3: does not go with what the device came with',
    ],
    ['links: [\n', 'net.yml:2:1: '],
    ['links: 7\n', 'net.yml:1:8: has to be a list, not 7'],
  ])('%j', (source, told) => {
    expect(faultOf(source)).toMatchObject({ code: 'HF_NETWORK_INVALID', message: expect.stringContaining(told) })
  })

  it('all of it at once', () => {
    const { message } = faultOf(
      'links:\n  - name: a b\n    ethernet: {}\n    mtu: 9\n  - name: b\n    wifi: {ssid: ""}\n',
    )
    for (const place of ['net.yml:2:11', 'net.yml:4:10', 'net.yml:6:18']) expect(message).toContain(place)
  })
})

it.each(['wifi: {ssid: shop, passphrase: very-secret}', 'cellular: {apn: a, username: u, password: very-secret}'])(
  'takes no secret in the clear, and does not repeat it: %s',
  (kind) => {
    const { message } = faultOf(`links:\n  - name: a\n    ${kind}\n`)
    expect(message).toMatch(/net\.yml:3:\d+: would travel in the clear: .*holdfast secrets set NAME/)
    expect(message).not.toContain('very-secret')
  },
)
