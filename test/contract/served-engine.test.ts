/** The simulated engine served over HTTP, looked at through the real adapter, in real time. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { serveEngine } from '../../simulators/engine/server.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { engineContract } from './engine-contract.ts'
import { contractRegistry, simulatedHarness } from './simulated-harness.ts'

engineContract('the served engine, through the real adapter', async () => {
  const { registry, images } = contractRegistry()
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-engine-'))
  const socketPath = join(directory, 'engine.sock')
  const engine = new SimulatedEngine({ clock: systemClock(), registry, pullBytesPerSecond: 200_000_000 })
  const served = await serveEngine(engine, socketPath)
  return simulatedHarness(engine, images, {
    engine: dockerEngine({ socketPath }),
    away: dockerEngine({ socketPath: join(directory, 'nobody.sock') }),
    pass: (ms) => sleep(ms),
    close: async () => {
      await served.close()
      engine.close()
      await rm(directory, { recursive: true })
    },
  })
})
