/**
 * Which of several links traffic leaves by, through NetworkManager: the metrics of what is up now.
 *
 * Invariant: no profile is changed, so a boot, or bringing a link up again, ends it; a link that is set back keeps its order
 * among those that are. Each call looks first, and changes only what is not so yet; a device that fails keeps no other from it.
 */
import { SET_BACK_METRIC } from '../../machines/link-choice.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { terseRows } from './programs.ts'

export interface DeviceRow {
  device: string
  type: string
  state: string
  uuid: string
}

/** A device's: a modem is one by its control port, and another by its network interface. */
export interface Way {
  interfaces: string[]
  isSetBack: boolean
}

/** Of profiles that say nothing, by their type, as NetworkManager has them. */
const USUAL: Readonly<Record<string, number>> = { '802-3-ethernet': 100, vlan: 400, '802-11-wireless': 600, gsm: 700 }

export class RouteMetrics {
  readonly #nmcli: (args: readonly string[]) => Promise<string>
  readonly #devices: () => Promise<DeviceRow[]>

  constructor(nmcli: (args: readonly string[]) => Promise<string>, devices: () => Promise<DeviceRow[]>) {
    this.#nmcli = nmcli
    this.#devices = devices
  }

  /** By device: what its traffic leaves by, and whether that is set back. */
  async ways(): Promise<Map<string, Way>> {
    const fields = 'GENERAL.DEVICE,GENERAL.IP-IFACE,IP4.ROUTE,IP6.ROUTE'
    const found = new Map<string, Way>()
    let current: Way = { interfaces: [], isSetBack: false }
    for (const [key = '', ...rest] of terseRows(await this.#nmcli(['--terse', '--fields', fields, 'device', 'show']))) {
      const value = rest.join(':')
      if (key === 'GENERAL.DEVICE') {
        current = { interfaces: [value], isSetBack: false }
        found.set(value, current)
      } else if (key === 'GENERAL.IP-IFACE') current.interfaces.push(value)
      else if (/^dst = (0\.0\.0\.0|::)\/0,/.test(value))
        current.isSetBack ||= Number(/mt = (\d+)/.exec(value)?.[1]) >= SET_BACK_METRIC
    }
    return found
  }

  /** @throws HF_NETWORK_FAILED once all were tried, in the words of each that failed; HF_NETWORK_UNAVAILABLE */
  async steer(setBack: readonly string[]): Promise<void> {
    const ways = await this.ways()
    const faults: string[] = []
    for (const { device, uuid, state } of await this.#devices()) {
      // Routes are set before a device is called connected.
      if (uuid === '' || !/^connect(ed|ing)/.test(state)) continue
      const { interfaces, isSetBack } = ways.get(device) ?? { interfaces: [device], isSetBack: false }
      const shall = interfaces.some((name) => setBack.includes(name))
      if (shall === isSetBack) continue
      try {
        if (shall) await this.#nmcli(['device', 'modify', device, ...(await this.#late(uuid))])
        else await this.#nmcli(['device', 'reapply', device])
      } catch (error) {
        const { code, message } = faultOf(error)
        if (code !== 'HF_NETWORK_FAILED') throw error
        faults.push(`${device}: ${message}`)
      }
    }
    if (faults.length > 0) throw new HoldfastError('HF_NETWORK_FAILED', faults.join('; '))
  }

  /** What its profile says, behind all others. */
  async #late(uuid: string): Promise<string[]> {
    const asked = 'connection.type,ipv4.route-metric,ipv6.route-metric'
    const rows = terseRows(await this.#nmcli(['--terse', '--fields', asked, 'connection', 'show', 'uuid', uuid]))
    const said = Object.fromEntries(rows.map(([key = '', value = '']) => [key, value]))
    return ['ipv4.route-metric', 'ipv6.route-metric'].flatMap((key) => {
      const metric = Number(said[key])
      const own = metric > 0 ? metric : (USUAL[said['connection.type'] ?? ''] ?? 100)
      return [key, String(own + SET_BACK_METRIC)]
    })
  }
}
