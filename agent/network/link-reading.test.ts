import { describe, expect, it } from 'vitest'
import {
  defaultRoutes4,
  defaultRoutes6,
  type InterfaceText,
  kindOfInterface,
  linksIn,
  signalIn,
} from './link-reading.ts'

const ETH0: InterfaceText = { name: 'eth0', type: '1\n', uevent: 'INTERFACE=eth0\n', carrier: '1\n', hasMaster: false }

const ROUTES4 = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	0100090A	0003	0	0	100	00000000	0	0	0
wlan0	00000000	FE01A8C0	0003	0	0	600	00000000	0	0	0
wwan0	00000000	00000000	0001	0	0	700	00000000	0	0	0
eth0	0000090A	00000000	0001	0	0	100	00FFFFFF	0	0	0
eth1	00000000	0100090A	0203	0	0	1	00000000	0	0	0
`
const ZEROS = '0'.repeat(32)
const ROUTES6 = `${ZEROS} 00 ${ZEROS} 00 fe800000000000000000000000000001 00000064 00000001 00000000 00000003     eth0
${ZEROS} 00 ${ZEROS} 00 ${ZEROS} ffffffff 00000001 00000000 00200200       lo
fe800000000000000000000000000000 40 ${ZEROS} 00 ${ZEROS} 00000100 00000001 00000000 00000001     eth0
`

describe('an interface', () => {
  it.each<[Partial<InterfaceText>, string | null]>([
    [{}, 'ethernet'],
    [{ name: 'wlp2s0' }, 'wifi'],
    [{ name: 'radio', uevent: 'DEVTYPE=wlan\nINTERFACE=radio\n' }, 'wifi'],
    [{ name: 'usb0', uevent: 'DEVTYPE=wwan\n' }, 'cellular'],
    [{ name: 'ppp0', type: '512' }, 'cellular'],
    [{ name: 'tun0', type: '65534' }, 'other'],
    [{ name: 'lo', type: '772' }, null],
    [{ name: 'docker0', uevent: 'DEVTYPE=bridge\n' }, null],
    [{ name: 'br-0123456789ab' }, null],
    [{ name: 'veth12ab' }, null],
    [{ name: 'eth1', hasMaster: true }, null],
    // An owner's own bridge carries the device's traffic.
    [{ name: 'br0', uevent: 'DEVTYPE=bridge\n' }, 'ethernet'],
  ])('%j is %s', (changes, kind) => {
    expect(kindOfInterface({ ...ETH0, ...changes })).toBe(kind)
  })
})

it('default routes are those that lead out, with their gateways', () => {
  expect(defaultRoutes4(ROUTES4)).toEqual([
    { name: 'eth0', metric: 100, gateway: '10.9.0.1' },
    { name: 'wlan0', metric: 600, gateway: '192.168.1.254' },
    { name: 'wwan0', metric: 700, gateway: '' },
  ])
  expect(defaultRoutes6(ROUTES6)).toEqual([{ name: 'eth0', metric: 100, gateway: 'fe80::1' }])
})

it('links are put together by name, without addresses that lead nowhere', () => {
  const address = (cidr: string, internal = false) => ({
    address: cidr.split('/')[0]!,
    cidr,
    internal,
    family: 'IPv4',
  })
  const addresses = {
    lo: [address('127.0.0.1/8', true)],
    eth0: [address('10.9.0.7/24'), address('fe80::1/64'), address('169.254.3.4/16')],
  }
  const wlan0 = { ...ETH0, name: 'wlan0', carrier: '' }
  expect(linksIn([wlan0, ETH0], addresses, defaultRoutes4(ROUTES4))).toEqual([
    {
      name: 'eth0',
      kind: 'ethernet',
      isUp: true,
      addresses: ['10.9.0.7/24'],
      defaultMetrics: [100],
      gateway: '10.9.0.1',
    },
    { name: 'wlan0', kind: 'wifi', isUp: false, addresses: [], defaultMetrics: [600], gateway: '192.168.1.254' },
  ])
})

it('a signal is told in dBm, or not at all', () => {
  const text = ` wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0
 wlan1: 0000   54.  54.  0        0      0      0      0      0        0\n`
  expect([signalIn(text, 'wlan0'), signalIn(text, 'wlan1'), signalIn(text, 'eth0')]).toEqual([-56, null, null])
})
