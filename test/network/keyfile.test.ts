import { describe, expect, it } from 'vitest'
import { keyfile, notesIn, uuidOf } from '../../agent/network/keyfile.ts'
import type { Loose } from '../../protocol/codec.ts'
import { IpMethod } from '../../protocol/enums.ts'
import type { NetworkLink } from '../../protocol/types.ts'
import { wantedNetwork } from './backend-contract.ts'

const HASH = 'ab'.repeat(32)

const written = (link: Loose<NetworkLink>, isKept = true): string =>
  keyfile({
    hash: HASH,
    link: wantedNetwork({ links: [link] }).config.links[0]!,
    index: 0,
    isKept,
    notes: { hash: HASH, links: '1' },
  })

describe('a link as a keyfile', () => {
  it('with static addresses, routes and metrics', () => {
    const ipv4 = {
      method: IpMethod.IP_METHOD_STATIC,
      addresses: ['192.0.2.7/24', '192.0.2.8/24'],
      gateway: '192.0.2.1',
      dns: ['192.0.2.53', '192.0.2.54'],
      dnsSearch: ['shop.example'],
      routes: [{ destination: '10.0.0.0/8', gateway: '192.0.2.9', metric: 50 }, { destination: '10.1.0.0/16' }],
    }
    const link = {
      name: 'lan',
      interface: 'eth0',
      ethernet: {},
      ipv4,
      ipv6: { method: IpMethod.IP_METHOD_OFF },
      mtu: 1400,
    }
    expect(written(link)).toMatchInlineSnapshot(`
      "[connection]
      id=holdfast lan
      uuid=8c3181a5-021d-8338-8755-402528cc0f78
      type=ethernet
      interface-name=eth0
      autoconnect=true
      autoconnect-priority=900
      metered=0

      [user]
      org.holdfast.hash=abababababababababababababababababababababababababababababababab
      org.holdfast.links=1

      [ethernet]
      mtu=1400

      [ipv4]
      method=manual
      address1=192.0.2.7/24
      address2=192.0.2.8/24
      gateway=192.0.2.1
      dns=192.0.2.53;192.0.2.54;
      dns-search=shop.example;
      route-metric=100
      route1=10.0.0.0/8,192.0.2.9,50
      route2=10.1.0.0/16

      [ipv6]
      method=disabled
      "
    `)
  })

  it('with a modem, and a Wi-Fi network whose name and passphrase are strange', () => {
    expect(
      written({ name: 'gsm', cellular: { apn: 'internet.example', username: 'me', password: ' p\\w' } }),
    ).toContain('[gsm]\napn=internet.example\nusername=me\npassword=\\sp\\\\w\n')
    // NetworkManager would wait for somebody to give one.
    const open = written({ name: 'gsm', cellular: { apn: 'internet.example', username: 'me' } })
    expect(open).toContain('[gsm]\napn=internet.example\nusername=me\npassword-flags=4\n')
    const air = written({ name: 'air', wifi: { ssid: 'a;b', passphrase: 'it is = ours' } })
    expect(air).toContain('ssid=97;59;98;\n')
    expect(air).toContain('psk=it is = ours\n')
  })

  it('does not come up by itself on trial, and is the same profile when it is kept', () => {
    const link = { name: 'lan', ethernet: {} }
    expect(written(link, false)).toContain('autoconnect=false\n')
    expect(written(link)).toContain('autoconnect=true\n')
    for (const isKept of [true, false]) expect(written(link, isKept)).toContain(`uuid=${uuidOf(HASH, 'lan')}\n`)
    expect(uuidOf(HASH, 'lan')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('never becomes an open network because its secret was not filled in', () => {
    const link = { name: 'air', wifi: { ssid: 'shop', passphraseSecret: 'wifi' } }
    expect(() => written(link)).toThrow(expect.objectContaining({ code: 'HF_NETWORK_FAILED' }))
  })

  it('is found again by what is noted in it', () => {
    expect(notesIn(written({ name: 'lan', ethernet: {} }))).toEqual({ hash: HASH, links: '1' })
  })
})
