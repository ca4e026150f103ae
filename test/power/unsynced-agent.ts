/**
 * An agent as it must not be: it acknowledges what it has not synced.
 *
 * Invariant: it is the agent but for one thing, which shows that the rig can tell the difference: no batch is
 * synced after the database has been made.
 */
import { parseArgs } from 'node:util'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { linuxHost } from '../../agent/adapters/host.ts'
import { mqttBroker } from '../../agent/adapters/mqtt.ts'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { startAgent } from '../../agent/agent.ts'
import { readConfig } from '../../agent/config.ts'
import { Counters } from '../../agent/ingress/counters.ts'
import { createLog } from '../../agent/log.ts'
import type { Kv } from '../../storage/kv.ts'
import { openLevel } from '../../storage/open-level.ts'
import { openStore } from '../../storage/open-store.ts'

const { values } = parseArgs({ options: { config: { type: 'string', default: '' } } })
const config = await readConfig(values.config)
if (config.claim !== null) throw new Error('this agent is who it is told to be')
const { device, fleet, broker, trustedKeys, dataDir, engine, deviceType, rebootCommand, shutdownCommand } = config
const clock = systemClock()
const agent = await startAgent({
  identity: { device, fleet },
  trusted: trustedKeys,
  store: await openStore(unsynced(await openLevel(dataDir))),
  engine: dockerEngine({ socketPath: engine.socket }),
  host: linuxHost({ deviceType, rebootCommand, shutdownCommand }),
  clock,
  counters: new Counters(),
  log: createLog({ level: 'info', format: 'text' }),
  localApi: null,
  connect: (wires) => mqttBroker({ ...broker, ...wires, clientId: device, clock }),
})
process.once('SIGTERM', () => void agent.stop())

function unsynced(kv: Kv): Kv {
  return {
    batch: (changes) => kv.batch(changes, false),
    get: (key) => kv.get(key),
    entries: (prefix, from) => kv.entries(prefix, from),
    close: () => kv.close(),
  }
}
