/** The contract for volumes and networks. See `engine-contract.ts`. */
import { describe, expect, it } from 'vitest'
import { MountType, Restart } from '../../protocol/enums.ts'
import type { Subject } from './engine-contract.ts'
import { network, spec, volume } from './engine-harness.ts'

export function volumesAndNetworksContract(s: Subject): void {
  describe('volumes', () => {
    const ensure = (operation?: string) =>
      s.at.engine.ensureVolume({
        name: `${s.device}-data`,
        device: s.device,
        volume: volume({ name: 'data' }),
        ...(operation === undefined ? {} : { operation }),
      })
    const mounted = () =>
      s.at.engine.createContainer(
        spec(
          s.device,
          {
            image: s.at.images.steady,
            mounts: [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data' }],
          },
          { volumeNames: { data: `${s.device}-data` } },
        ),
      )

    it('are listed by device, with the operation that made them', async () => {
      await ensure('op-7')
      expect(await s.at.engine.listVolumes(s.device)).toEqual([{ name: `${s.device}-data`, operation: 'op-7' }])
      expect(await s.at.engine.listVolumes(`${s.device}-other`)).toEqual([])
    })

    it('keep what is in them when they are ensured again, even by another operation', async () => {
      await ensure()
      await s.at.writeVolume(`${s.device}-data`, 'precious')
      await ensure('op-8')
      expect(await s.at.readVolume(`${s.device}-data`)).toBe('precious')
      expect(await s.at.engine.listVolumes(s.device)).toEqual([{ name: `${s.device}-data`, operation: '' }])
    })

    it('keep what is in them when their containers go', async () => {
      await ensure()
      await s.at.writeVolume(`${s.device}-data`, 'precious')
      await s.at.engine.removeContainer(await mounted())
      expect(await s.at.readVolume(`${s.device}-data`)).toBe('precious')
    })

    it('cannot be removed while a container has them, running or not', async () => {
      await ensure()
      const id = await mounted()
      await expect(s.at.engine.removeVolume(`${s.device}-data`)).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
      await s.at.engine.removeContainer(id)
      await s.at.engine.removeVolume(`${s.device}-data`)
      expect(await s.at.engine.listVolumes(s.device)).toEqual([])
      await s.at.engine.removeVolume(`${s.device}-data`)
    })

    it('without a name go with their container', async () => {
      await s.at.engine.pull(s.at.images.large, () => {}, new AbortController().signal)
      const before = await s.at.countVolumes()
      const id = await s.at.engine.createContainer(spec(s.device, { image: s.at.images.large }))
      expect(await s.at.countVolumes()).toBe(before + 1)
      await s.at.engine.removeContainer(id)
      expect(await s.at.countVolumes()).toBe(before)
      await s.at.engine.removeImage(s.at.images.large)
    })
  })

  describe('networks', () => {
    const name = () => `${s.device}-net`
    const ensure = () =>
      s.at.engine.ensureNetwork({
        name: name(),
        device: s.device,
        network: network({ name: 'net' }),
        specHash: 'net-1',
      })

    it('are listed by device, and stay the same when ensured again', async () => {
      await ensure()
      const id = await s.at.networkId(name())
      await ensure()
      expect(await s.at.networkId(name())).toBe(id)
      expect(await s.at.engine.listNetworks(s.device)).toEqual([name()])
      expect(await s.at.engine.listNetworks(`${s.device}-other`)).toEqual([])
    })

    it('cannot be removed while a container runs on them', async () => {
      await ensure()
      const id = await s.at.engine.createContainer(
        spec(
          s.device,
          { image: s.at.images.steady, networks: [{ network: 'net', aliases: ['www'] }] },
          { networkNames: { net: name() } },
        ),
      )
      await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      await expect(s.at.engine.removeNetwork(name())).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
      await s.at.engine.removeContainer(id)
      await s.at.engine.removeNetwork(name())
      expect(await s.at.engine.listNetworks(s.device)).toEqual([])
      await s.at.engine.removeNetwork(name())
    })

    it('are needed at the start', async () => {
      await ensure()
      const id = await s.at.engine.createContainer(
        spec(
          s.device,
          { image: s.at.images.steady, networks: [{ network: 'net' }] },
          { networkNames: { net: name() } },
        ),
      )
      await s.at.engine.removeNetwork(name())
      await expect(s.at.engine.startContainer(id, Restart.RESTART_NO, 0)).rejects.toMatchObject({
        code: 'HF_ENGINE_FAILED',
      })
    })
  })
}
