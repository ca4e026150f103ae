/** The agent's side of its network, put together, without an agent. */
import { BehaviorSubject, Subject } from 'rxjs'
import { expect, it } from 'vitest'
import type { ReleaseRef } from '../../machines/intent.ts'
import type { LinkFact } from '../../machines/link-port.ts'
import type { NetworkBackend } from '../../machines/network-backend.ts'
import { FRESH_NETWORK_INTENT } from '../../machines/network-intent.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { ScriptedBroker } from '../scripted-broker.ts'
import { settle, VirtualClock } from '../virtual-clock.ts'
import { NETWORK } from './checkpoint.ts'
import { NO_NETWORK } from './network-parts.ts'
import { NetworkSide } from './network-side.ts'

const S = 1_000
const link = (name: string, metric: number): LinkFact => ({
  name,
  kind: 'ethernet',
  isUp: true,
  addresses: ['192.0.2.7/24'],
  defaultMetrics: [metric],
  gateway: '192.0.2.1',
})
const [ETH0, ETH1] = [link('eth0', 100), link('eth1', 500)]

it('a link that comes and goes is set back at the next look when that has failed', async () => {
  const clock = new VirtualClock()
  const links = new BehaviorSubject<LinkFact[]>([ETH0, ETH1])
  const config = decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, { failover: { backAfterMs: 300 * S } }))
  const steered: string[] = []
  let failures = 2
  const backend = {
    async steer(setBack: readonly string[]) {
      steered.push(`${clock.now().monoMs / S} ${setBack.join(' ')}`)
      failures -= 1
      if (failures >= 0) throw new HoldfastError('HF_NETWORK_FAILED', 'it does not')
    },
  } as NetworkBackend
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const side = new NetworkSide({
    parts: {
      ...NO_NETWORK,
      links: { links: () => links, read: async () => null },
      looks: { look: async () => null },
      backend,
    },
    clock,
    log,
    link: undefined,
    vault: null,
    committed: () => ({ document: 'doc' }) as ReleaseRef,
    configIn: async () => config,
    changed: () => {},
  })
  const snapshot = { value: { internet: 'unknown', change: 'settled' }, context: { intent: FRESH_NETWORK_INTENT } }
  const runtime = {
    snapshots: new Map([[NETWORK, snapshot]]),
    steps: new Subject(),
    async dispatch(_: string, event: { type: string; setBack?: string[] }) {
      // As the machine does, which goes on when it fails.
      if (event.type === 'LINK_CHOSEN') await side.changer?.steer(event.setBack!).catch(() => undefined)
    },
  } as unknown as Pick<Runtime, 'snapshots' | 'dispatch' | 'steps'>
  const broker = Object.assign(new ScriptedBroker(), { reconnect: () => {} })
  side.runsOn(runtime)
  const running = side.begin(broker, runtime)
  await settle()
  for (let n = 0; n < 2; n += 1) {
    links.next([ETH1])
    await clock.advance(10 * S)
    links.next([ETH0, ETH1])
    await clock.advance(0)
  }
  const first = clock.now().monoMs / S
  await clock.advance(200 * S)
  expect(steered).toEqual([0, 60, 120].map((laterS) => `${first + laterS} eth0`))
  running.unsubscribe()
})
