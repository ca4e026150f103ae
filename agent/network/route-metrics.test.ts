import { describe, expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { type DeviceRow, RouteMetrics } from './route-metrics.ts'

/** What is changed of a device that has its route, in such a state. */
async function steered(state: string, metric: number, setBack: readonly string[]): Promise<string[]> {
  const changed: string[] = []
  const nmcli = async (args: readonly string[]): Promise<string> => {
    const said = args.join(' ')
    if (said.endsWith('device show'))
      return `GENERAL.DEVICE:eth0\nGENERAL.IP-IFACE:eth0\nIP4.ROUTE[1]:dst = 0.0.0.0/0, nh = 10.9.0.1, mt = ${metric}\n`
    if (said.includes('connection show')) return 'connection.type:802-3-ethernet\nipv4.route-metric:-1\n'
    changed.push(said)
    return ''
  }
  const row: DeviceRow = { device: 'eth0', type: 'ethernet', state, uuid: 'u' }
  await new RouteMetrics(nmcli, async () => [row]).steer(setBack)
  return changed
}
const LATE = 'device modify eth0 ipv4.route-metric 40100 ipv6.route-metric 40100'

it.each<[string, number, string[], string[]]>([
  ['connected', 100, ['eth0'], [LATE]],
  ['connected (externally)', 100, ['eth0'], [LATE]],
  // NetworkManager sets routes before it calls a device connected.
  ['connecting (getting IP configuration)', 100, ['eth0'], [LATE]],
  ['connecting (checking IP connectivity)', 40_100, [], ['device reapply eth0']],
  ['connected', 40_100, ['eth0'], []],
  ['connected', 100, ['eth1'], []],
  ['deactivating', 100, ['eth0'], []],
  ['disconnected', 100, ['eth0'], []],
  ['unavailable', 40_100, [], []],
])('a device that is %s with the metric %d, of %j to be set back: %j', async (state, metric, setBack, changed) => {
  expect(await steered(state, metric, setBack)).toEqual(changed)
})

const SHOWN = [
  ['eth0', 100],
  ['eth1', 40_100],
  ['wlan0', 600],
] as const

/** Three devices, of which the first and the third are to be set back and the second is not any more. */
async function tried(fails: (said: string) => 'HF_NETWORK_FAILED' | 'HF_NETWORK_UNAVAILABLE' | null) {
  const changed: string[] = []
  const nmcli = async (args: readonly string[]): Promise<string> => {
    const said = args.join(' ')
    const code = fails(said)
    const isChange = /device (modify|reapply)/.test(said)
    if (isChange) changed.push(args.slice(1, 3).join(' '))
    if (code !== null) throw new HoldfastError(code, 'it does not')
    if (isChange) return ''
    if (said.includes('connection show')) return 'connection.type:802-3-ethernet\nipv4.route-metric:-1\n'
    return SHOWN.map(
      ([name, metric]) => `GENERAL.DEVICE:${name}\nIP4.ROUTE[1]:dst = 0.0.0.0/0, nh = 10.9.0.1, mt = ${metric}\n`,
    ).join('')
  }
  const rows = SHOWN.map(([device]) => ({ device, type: 'ethernet', state: 'connected', uuid: `of-${device}` }))
  const ended = await new RouteMetrics(nmcli, async () => rows).steer(['eth0', 'wlan0']).then(
    () => null,
    ({ code, message }: HoldfastError) => [code, message],
  )
  return { changed, ended }
}
const [FAILED, UNAVAILABLE] = ['HF_NETWORK_FAILED', 'HF_NETWORK_UNAVAILABLE'] as const
const EACH = ['modify eth0', 'reapply eth1', 'modify wlan0']

describe('a device that cannot be changed', () => {
  it.each<[string, RegExp, typeof FAILED | typeof UNAVAILABLE, string[], string[] | null]>([
    ['none', /never/, FAILED, EACH, null],
    ['the first', /modify eth0/, FAILED, EACH, [FAILED, 'eth0: it does not']],
    ['one that is to be as it was', /reapply/, FAILED, EACH, [FAILED, 'eth1: it does not']],
    ['one whose profile is gone', /uuid of-eth0/, FAILED, EACH.slice(1), [FAILED, 'eth0: it does not']],
    ['several', /modify/, FAILED, EACH, [FAILED, 'eth0: it does not; wlan0: it does not']],
    ['all, and nobody can be asked', /device show/, FAILED, [], [FAILED, 'it does not']],
    ['all, since nobody is there any more', /modify eth0/, UNAVAILABLE, EACH.slice(0, 1), [UNAVAILABLE, 'it does not']],
  ])('keeps no other from it: %s', async (_, failing, code, changed, ended) => {
    expect(await tried((said) => (failing.test(said) ? code : null))).toEqual({ changed, ended })
  })
})
