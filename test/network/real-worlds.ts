/**
 * What stands around a device for a configuration of each kind: the worlds of `simulators/network/worlds.ts`, made of a real
 * kernel, and of a ModemManager that is played.
 *
 * Invariant: in each of them the device reaches its broker by what it came with. Radios and VLANs this kernel has not, so
 * what is right there cannot be had either: see `docs/network.md`.
 */

import type { NetworkConfig } from '../../protocol/types.ts'
import { SITE } from '../../simulators/network/site.ts'
import { APN, baseIn, MODEM, MTUS, type World } from '../../simulators/network/worlds.ts'
import { PROXY_URL } from '../../simulators/network/wrong-configurations.ts'
import { until } from '../e2e/until.ts'
import { BASE_PROFILE } from './base-profile.ts'
import { type FarDevice, type FarOptions, GATEWAY, SIX } from './far-device.ts'
import { withLinks } from './further-links.ts'
import { playModem } from './played-modem.ts'
import { tinyproxy, withProxy } from './proxy-stories.ts'

export interface Around {
  /** Of the device, and of what hangs on its power. */
  powerCut(): Promise<void>
  /** Why a device that went back, saying so, has not met the mistake at all; null: it has, or nobody can tell. */
  whyUnreal(said: string): Promise<string | null>
}

const CELL = { name: 'wwan0', peer: 'peer2', gateway: '10.7.0.1' }
const CELL_ADDRESS = '10.7.0.8'
/** By nmcli, before it asks NetworkManager, or by the agent, before it asks nmcli. */
const UNASKED = /not found for connection|no device is there/

/** How its device is made. */
export function optionsIn(world: World): Partial<FarOptions> {
  const base = baseIn(world, BASE_PROFILE)
  return world === 'six' ? { base, hasBoth: true, settings: [[`listener 1883 ${SIX.broker}`]] } : { base }
}

export async function inWorld<T>(
  far: FarDevice,
  world: World,
  config: NetworkConfig,
  play: (around: Around) => Promise<T>,
): Promise<T> {
  const around: Around = { powerCut: () => far.manager.powerCut(), whyUnreal: async () => null }
  if (world === 'modem') return withModem(far, around, play)
  if (world === 'vlan')
    return play({ ...around, whyUnreal: async (said) => (UNASKED.test(said) ? `no VLAN: ${said}` : null) })
  const mtu = MTUS[world]
  if (mtu !== undefined) await narrow(far, mtu)
  if (world === 'six') far.dns('answers', { 'broker.test': SIX.broker })
  if (!config.proxies.some(({ url }) => url === PROXY_URL)) return play(around)
  const isTurnedAway = (): boolean => far.log.some((line) => line.includes('wants another user or password'))
  const whyUnreal = async (): Promise<string | null> => (isTurnedAway() ? null : 'the proxy has turned nobody away')
  const proxy = tinyproxy(Number(new URL(PROXY_URL).port), SITE.login)
  return withProxy(far, proxy, () => play({ ...around, whyUnreal }), 'open')
}

/** A modem of which the network knows one APN. */
function withModem<T>(far: FarDevice, around: Around, play: (around: Around) => Promise<T>): Promise<T> {
  const { device, manager } = far
  return withLinks(far, [CELL], async () => {
    const gives = { interface: CELL.name, address: CELL_ADDRESS, prefix: 24, gateway: CELL.gateway, dns: CELL.gateway }
    const modem = await playModem({ ...device, env: manager.env, gives, apn: APN })
    try {
      const isKnown = async (): Promise<boolean> => (await manager.nmcli('device', 'status')).includes(MODEM.device)
      await until('NetworkManager to know the modem', isKnown, undefined, 60_000)
      return await play({
        async powerCut() {
          await around.powerCut()
          await modem.restart()
        },
        async whyUnreal() {
          const asked = await modem.asked()
          return asked.some(({ apn }) => apn !== APN) ? null : 'the modem was asked for no other APN'
        },
      })
    } finally {
      await modem.stop()
    }
  })
}

/**
 * A path that loses what is larger, and says nothing: the broker's own packets are small, and it takes larger ones, as if
 * the narrow part were behind the gateway.
 */
async function narrow({ device, world }: FarDevice, mtu: number): Promise<void> {
  const onCable = `${GATEWAY.replace(/1$/, '0')}/24`
  const sizes = ['mtu', String(mtu), 'advmss', '1460']
  await world.exec('ip', 'route', 'replace', onCable, 'dev', 'peer0', 'scope', 'link', 'src', GATEWAY, ...sizes)
  const larger = `${mtu + 1}:65535`
  await world.exec('iptables', '-A', 'INPUT', '-i', 'peer0', '-m', 'length', '--length', larger, '-j', 'DROP')
  // Else a packet crosses the cable before it has been cut to pieces.
  await device.exec('ip', 'link', 'set', 'eth0', 'gso_max_segs', '1')
}
