/** The contract for an engine that nobody runs. See `engine-contract.ts`. */
import { firstValueFrom } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { EnginePort } from '../../machines/ports.ts'
import { Restart } from '../../protocol/enums.ts'
import type { Subject } from './engine-contract.ts'
import { network, spec, volume } from './engine-harness.ts'

export function awayContract(s: Subject): void {
  const signal = new AbortController().signal
  const calls: Record<string, (engine: EnginePort) => Promise<unknown>> = {
    info: (engine) => engine.info(),
    listContainers: (engine) => engine.listContainers(s.device),
    createContainer: (engine) => engine.createContainer(spec(s.device, { image: s.at.images.steady })),
    startContainer: (engine) => engine.startContainer('some-id', Restart.RESTART_NO, 0),
    stopContainer: (engine) => engine.stopContainer('some-id', 1000),
    removeContainer: (engine) => engine.removeContainer('some-id'),
    logs: async (engine) => {
      for await (const _ of engine.logs('some-id', { follow: false, tail: 0, sinceMs: 0 }, signal)) break
    },
    isLeftOver: (engine) => engine.isLeftOver('some-id', '/some/file'),
    readFile: (engine) => engine.readFile('some-id', '/some/file', 10),
    exec: (engine) => engine.exec('some-id', ['true'], signal),
    listRuns: (engine) => engine.listRuns(s.device),
    hasImage: (engine) => engine.hasImage(s.at.images.steady),
    pull: (engine) => engine.pull(s.at.images.steady, () => {}, signal),
    loadImage: (engine) => {
      const { image, source } = s.at.held('away')
      return engine.loadImage(image, source, () => {}, signal)
    },
    removeImage: (engine) => engine.removeImage(s.at.images.steady),
    listVolumes: (engine) => engine.listVolumes(s.device),
    ensureVolume: (engine) =>
      engine.ensureVolume({ name: `${s.device}-data`, device: s.device, volume: volume({ name: 'data' }) }),
    removeVolume: (engine) => engine.removeVolume(`${s.device}-data`),
    listNetworks: (engine) => engine.listNetworks(s.device),
    ensureNetwork: (engine) =>
      engine.ensureNetwork({
        name: `${s.device}-net`,
        device: s.device,
        network: network({ name: 'net' }),
        specHash: 'net-1',
      }),
    removeNetwork: (engine) => engine.removeNetwork(`${s.device}-net`),
    events: (engine) => firstValueFrom(engine.events(s.device)),
  }

  describe('while the engine is away', () => {
    it.each(Object.entries(calls))('%s says so', async (_, call) => {
      await expect(call(s.at.away)).rejects.toMatchObject({ name: 'HoldfastError', code: 'HF_ENGINE_UNAVAILABLE' })
    })
  })
}
