import { expect, it } from 'vitest'
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
