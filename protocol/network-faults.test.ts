import { describe, expect, it } from 'vitest'
import { checkTarget } from './check-target.ts'
import { decode, encode, KINDS, type Loose } from './codec.ts'
import { IpMethod } from './enums.ts'
import { networkFaults } from './network-faults.ts'
import { withReleaseId } from './release-id.ts'
import type { NetworkConfig, NetworkLink } from './types.ts'

const STATIC = IpMethod.IP_METHOD_STATIC
const OFF = IpMethod.IP_METHOD_OFF
const wire = (config: Loose<NetworkConfig>): NetworkConfig =>
  decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, config))
const lan = (changes: Loose<NetworkLink> = {}): Loose<NetworkConfig> => ({
  links: [{ name: 'lan', interface: 'eth0', ethernet: {}, ...changes }],
})
const wifi = (changes: object = {}): Loose<NetworkConfig> => ({
  links: [{ name: 'air', wifi: { ssid: 'shop', passphrase: 'sesame street', ...changes } }],
})

describe('a good network configuration', () => {
  it.each<[string, Loose<NetworkConfig>]>([
    ['Ethernet by DHCP', lan()],
    ['whichever Ethernet there is', lan({ interface: '' })],
    [
      'static addresses of both families',
      lan({
        ipv4: { method: STATIC, addresses: ['192.0.2.7/24'], gateway: '192.0.2.1', dns: ['192.0.2.53'] },
        ipv6: { method: STATIC, addresses: ['2001:db8::7/64'], gateway: 'fe80::1' },
      }),
    ],
    ['a way to everything', lan({ ipv4: { routes: [{ destination: '0.0.0.0/0', gateway: '192.0.2.1', metric: 5 }] } })],
    ['two Wi-Fi networks on one device', { links: [...wifi().links!, { name: 'air2', wifi: { ssid: 'depot' } }] }],
    ['a passphrase that the device has', wifi({ passphrase: '', passphraseSecret: 'wifi', sae: true })],
    ['a modem', { links: [{ name: 'gsm', cellular: { apn: 'internet.example', pinSecret: 'pin' } }] }],
    ['a VLAN', lan({ ethernet: null as never, interface: 'eth0.7', vlan: { id: 7, parent: 'eth0' } })],
    [
      'proxies',
      {
        ...lan(),
        proxies: [
          { url: 'socks5://192.0.2.9:1080' },
          { url: 'socks5h://p.example:1080' },
          { url: 'http://[2001:db8::9]:3128' },
        ],
      },
    ],
  ])('%s', (_name, config) => {
    expect(networkFaults(wire(config))).toEqual([])
  })
})

describe('a bad one is refused with its place', () => {
  it.each<[string, Loose<NetworkConfig>, string]>([
    ['no link', {}, 'network.links'],
    ['a link of no kind', { links: [{ name: 'lan' }] }, 'network.links[0]'],
    ['a link of two kinds', lan({ wifi: { ssid: 'x' } }), 'network.links[0]'],
    ['a name that is none', lan({ name: 'a b' }), 'network.links[0].name'],
    ['a name twice', { links: [...lan().links!, ...lan({ interface: 'eth1' }).links!] }, 'network.links[1].name'],
    ['a device twice', { links: [...lan().links!, ...lan({ name: 'b' }).links!] }, 'network.links[1].interface'],
    ['an interface with a slash', lan({ interface: '../x' }), 'network.links[0].interface'],
    ['an interface that is too long', lan({ interface: 'abcdefghijklmnop' }), 'network.links[0].interface'],
    ['no address family', lan({ ipv4: { method: OFF }, ipv6: { method: OFF } }), 'network.links[0]'],
    ['static without an address', lan({ ipv4: { method: STATIC } }), 'network.links[0].ipv4.addresses'],
    ['an address with DHCP', lan({ ipv4: { addresses: ['192.0.2.7/24'] } }), 'network.links[0].ipv4.addresses'],
    [
      'an address without prefix',
      lan({ ipv4: { method: STATIC, addresses: ['192.0.2.7'] } }),
      'network.links[0].ipv4.addresses[0]',
    ],
    [
      'an address of the other family',
      lan({ ipv6: { method: STATIC, addresses: ['192.0.2.7/24'] } }),
      'network.links[0].ipv6.addresses[0]',
    ],
    [
      'a gateway that is a name',
      lan({ ipv4: { method: STATIC, addresses: ['192.0.2.7/24'], gateway: 'router' } }),
      'network.links[0].ipv4.gateway',
    ],
    ['a name server that is a name', lan({ ipv4: { dns: ['dns.example'] } }), 'network.links[0].ipv4.dns[0]'],
    ['a domain with a line break', lan({ ipv4: { dnsSearch: ['a\nb'] } }), 'network.links[0].ipv4.dnsSearch[0]'],
    [
      'a route to nowhere',
      lan({ ipv4: { routes: [{ destination: 'x/8' }] } }),
      'network.links[0].ipv4.routes[0].destination',
    ],
    ['a tiny MTU', lan({ mtu: 68 }), 'network.links[0].mtu'],
    ['a long SSID', wifi({ ssid: 'x'.repeat(33) }), 'network.links[0].wifi.ssid'],
    ['an SSID with a line break', wifi({ ssid: 'a\n[b]' }), 'network.links[0].wifi.ssid'],
    ['a short passphrase', wifi({ passphrase: 'short' }), 'network.links[0].wifi.passphrase'],
    ['a passphrase twice', wifi({ passphraseSecret: 'wifi' }), 'network.links[0].wifi.passphrase'],
    ['WPA3 without one', wifi({ passphrase: '', sae: true }), 'network.links[0].wifi.passphrase'],
    ['an APN with a space', { links: [{ name: 'g', cellular: { apn: 'a b' } }] }, 'network.links[0].cellular.apn'],
    ['a PIN of letters', { links: [{ name: 'g', cellular: { apn: 'a', pin: 'x' } }] }, 'network.links[0].cellular.pin'],
    ['a VLAN of none', lan({ ethernet: null as never, vlan: { id: 0, parent: 'eth0' } }), 'network.links[0].vlan.id'],
    ['a proxy with a path', { ...lan(), proxies: [{ url: 'http://p:1/x' }] }, 'network.proxies[0].url'],
    ['a proxy of another kind', { ...lan(), proxies: [{ url: 'ftp://p:1' }] }, 'network.proxies[0].url'],
    ['a proxy with its password', { ...lan(), proxies: [{ url: 'http://a:b@p:1' }] }, 'network.proxies[0].url'],
    ['a short trial', { ...lan(), trialMs: 5 }, 'network.trialMs'],
    ['a slow failover', { ...lan(), failover: { afterMs: 1e9 } }, 'network.failover.afterMs'],
  ])('%s', (_name, config, place) => {
    expect(networkFaults(wire(config)).map((fault) => fault.place)).toContain(place)
  })

  it('as part of its target, too', () => {
    const release = withReleaseId({ name: 'a', services: [{ name: 'w', image: `x@sha256:${'a'.repeat(64)}` }] })
    const target = decode(KINDS.Target, encode(KINDS.Target, { fleet: 'f', epoch: 1, release, network: {} }))
    expect(() => checkTarget(target)).toThrow(expect.objectContaining({ place: 'target.network.links' }))
  })

  it('without telling the password of a proxy', () => {
    const url = 'http://till:hunter2@proxy.example:3128'
    const faults = networkFaults(wire({ ...lan(), proxies: [{ url }] }))
    expect(faults).toMatchObject([{ place: 'network.proxies[0].url', message: expect.stringMatching(/password/) }])
    expect(JSON.stringify(faults)).not.toMatch(/hunter2|till/)
  })

  it('without telling a secret', () => {
    const config = wifi({ passphrase: 'sesame\u0001', passphraseSecret: 'wifi' })
    expect(JSON.stringify(networkFaults(wire(config)))).not.toContain('sesame')
    const gsm = { links: [{ name: 'g', cellular: { apn: 'a', pin: '12x', password: 'sesame\n' } }] }
    expect(JSON.stringify(networkFaults(wire(gsm)))).not.toMatch(/sesame|12x/)
  })
})
