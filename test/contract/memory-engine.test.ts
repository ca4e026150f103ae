/** The simulated engine in memory, in virtual time that runs as fast as it can. */
import { attach } from '../../simulators/engine/engine-port.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { engineContract } from './engine-contract.ts'
import { contractRegistry, simulatedHarness } from './simulated-harness.ts'

engineContract('the engine in memory', async () => {
  const { registry, images } = contractRegistry()
  const clock = new VirtualClock()
  const running = clock.runFreely()
  const engine = new SimulatedEngine({ clock, registry, latencyMs: { least: 2, most: 20 } })
  const nobody = new SimulatedEngine({ clock, registry })
  nobody.goAway()
  return simulatedHarness(engine, images, {
    engine: attach(engine).port,
    away: attach(nobody).port,
    pass: (ms) => clock.sleep(ms, new AbortController().signal),
    close: async () => {
      engine.close()
      clock.halt()
      await running
    },
  })
})
