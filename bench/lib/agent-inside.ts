/**
 * An agent in the bench's own process, whose writes are counted at the store.
 *
 * Invariant: all but the counting is what the published program is made of.
 */
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { linuxHost } from '../../agent/adapters/host.ts'
import { mqttBroker } from '../../agent/adapters/mqtt.ts'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { startAgent } from '../../agent/agent.ts'
import { Counters } from '../../agent/ingress/counters.ts'
import { createLog } from '../../agent/log.ts'
import type { PublicKey } from '../../protocol/keys.ts'
import { openLevel } from '../../storage/open-level.ts'
import { openStore } from '../../storage/open-store.ts'
import { countingKv, type Written } from './counting-kv.ts'

export interface InsideOptions {
  device: string
  dataDir: string
  /** URL. */
  broker: string
  /** Socket. */
  engine: string
  trusted: PublicKey
}

export interface AgentInside {
  /** What it has written since the last call. */
  take(): Written
  stop(): Promise<void>
}

export async function agentInside({ device, dataDir, broker, engine, trusted }: InsideOptions): Promise<AgentInside> {
  const { kv, take } = countingKv(await openLevel(dataDir))
  const clock = systemClock()
  const agent = await startAgent({
    identity: { device, fleet: 'bench' },
    trusted: [trusted],
    store: await openStore(kv),
    engine: dockerEngine({ socketPath: engine }),
    host: linuxHost({ deviceType: '', rebootCommand: undefined }),
    clock,
    counters: new Counters(),
    log: createLog({ level: 'error', format: 'text' }),
    localApi: null,
    connect: (wires) =>
      mqttBroker({
        url: broker,
        username: undefined,
        passwordFile: undefined,
        caFile: undefined,
        protocol: 'auto',
        ...wires,
        clientId: device,
        clock,
      }),
  })
  return { take, stop: () => agent.stop() }
}
