/**
 * Looking at containers.
 *
 * Invariant: changes nothing; a container that goes while it is looked at is one that is not there.
 */
import type { Container, RunFact } from '../../machines/ports.ts'
import { ofDevice } from '../labels.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import type { Storage } from './docker-files.ts'
import { containerOf, type Inspected, isRun, runOf } from './docker-observe.ts'

export async function listContainers(connection: Connection, device: string): Promise<Container[]> {
  return (await inspectAll(connection, device, (labels) => !isRun(labels))).map(containerOf)
}

export async function listRuns(connection: Connection, device: string): Promise<RunFact[]> {
  return (await inspectAll(connection, device, isRun)).map(runOf)
}

async function inspectAll(
  connection: Connection,
  device: string,
  isWanted: (labels: Record<string, string>) => boolean,
): Promise<Inspected[]> {
  const listed = await connection.ask('list the containers', ({ docker }, signal) =>
    docker.listContainers(withSignal(signal, { all: true, filters: ofDevice(device) })),
  )
  const wanted = listed.filter(({ Labels }) => isWanted(Labels))
  const inspected = await Promise.all(wanted.map(({ Id }) => inspect(connection, Id)))
  return inspected.filter((container) => container !== null)
}

export type Looked = Inspected & Storage & { NetworkSettings?: { Networks?: Record<string, unknown> } }

/** By id or name; null when it is gone. */
export async function inspect(connection: Connection, id: string): Promise<Looked | null> {
  return connection.ask<Looked | null>(
    `look at the container ${id}`,
    ({ docker }, signal) => docker.getContainer(id).inspect(withSignal(signal)) as Promise<Looked>,
    { 404: () => null },
  )
}
