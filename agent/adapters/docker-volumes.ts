/**
 * Volumes of a device on a real engine.
 *
 * Invariant: a volume is made once and then taken as it is, because it holds data. An external one is never
 * ours to make.
 */
import type { VolumeFact, VolumeSpec } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { LABELS, ofDevice } from '../labels.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { set } from './docker-fields.ts'

export async function listVolumes(connection: Connection, device: string): Promise<VolumeFact[]> {
  const { Volumes } = await connection.ask('list the volumes', ({ docker }, signal) =>
    docker.listVolumes(withSignal(signal, { filters: ofDevice(device) }) as object),
  )
  const volumes = (Volumes ?? []) as { Name: string; Labels: Record<string, string> | null }[]
  return volumes.map(({ Name, Labels }) => ({ name: Name, operation: Labels?.[LABELS.operation] ?? '' }))
}

export async function ensureVolume(connection: Connection, spec: VolumeSpec): Promise<void> {
  const { name, device, volume, operation = '' } = spec
  const there = await connection.ask<boolean>(
    `look at the volume ${name}`,
    async ({ docker }, signal) => {
      await docker.getVolume(name).inspect(withSignal(signal))
      return true
    },
    { 404: () => false },
  )
  if (there) return
  if (volume.externalName !== '') {
    const place = `volume ${name}`
    throw new HoldfastError('HF_ENGINE_FAILED', 'the external volume does not exist on this device', { place })
  }
  const body = {
    Name: name,
    ...set('Driver', volume.driver),
    DriverOpts: volume.driverOptions,
    Labels: {
      ...volume.labels,
      [LABELS.device]: device,
      [LABELS.volume]: volume.name,
      ...set(LABELS.operation, operation),
    },
  }
  await connection.act(`make the volume ${name}`, ({ docker }, signal) => docker.createVolume(withSignal(signal, body)))
}

export async function removeVolume(connection: Connection, name: string): Promise<void> {
  await connection.act(
    `remove the volume ${name}`,
    ({ docker }, signal) => docker.getVolume(name).remove(withSignal(signal)),
    {
      404: () => undefined,
      409: (words) => {
        throw new HoldfastError('HF_ENGINE_CONFLICT', words, { place: `volume ${name}` })
      },
    },
  )
}
