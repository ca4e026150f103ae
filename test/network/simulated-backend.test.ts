import { describe, expect } from 'vitest'
import { networkManager } from '../../agent/network/network-manager.ts'
import { VirtualClock } from '../../agent/virtual-clock.ts'
import { SimulatedManager } from '../../simulators/network/simulated-manager.ts'
import { APN, SITES } from '../../simulators/network/worlds.ts'
import { backendContract } from './backend-contract.ts'
import { BASE_PROFILE } from './base-profile.ts'

describe('the simulated back end', () => {
  backendContract(async () => {
    const clock = new VirtualClock()
    // Whoever waits in the simulation has waited at once.
    const hasty = { now: clock.now, random: clock.random, sleep: (ms: number) => clock.advance(ms) }
    const manager = new SimulatedManager({ site: SITES.modem, clock: hasty, own: [BASE_PROFILE] })
    const { programs, files } = manager
    const address = async () => manager.on('eth0')?.address ?? ''
    return {
      backend: networkManager({ programs, files, warn: () => {} }),
      address,
      metricBecomes: async (metric) => expect(manager.metric('eth0')).toBe(metric),
      addressBecomes: async (wanted) => expect(await address()).toBe(wanted),
      sixBecomes: async (wanted) => expect(manager.on('eth0')?.six.address ?? '').toBe(wanted),
      apn: APN,
      hasVlans: true,
      killManager: async () => manager.kill(),
      startManager: async () => manager.start(),
      powerCut: async () => manager.powerCut(),
      pass: async (ms) => clock.advance(ms),
      close: async () => {},
    }
  })
})
