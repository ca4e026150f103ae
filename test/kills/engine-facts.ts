/**
 * What the engine itself says that a device has on it.
 *
 * Invariant: it is asked by hand, past everything that the agent uses.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pinnedName } from '../../agent/adapters/loaded-name.ts'
import { LABELS, ofDevice } from '../../agent/labels.ts'
import { askEngine } from '../rig/ask-engine.ts'

export interface ContainerFact {
  service: string
  release: string
  /** The engine's word. */
  state: string
  id: string
}

export interface EngineFacts {
  containers: ContainerFact[]
  volumes: string[]
  networks: string[]
  /** References, with digest, of the images from the place that was asked for. */
  images: string[]
  /** What stands on the only volume; null when there is none, or none but one. */
  mark: string | null
}

/**
 * @param place how the references of the images begin
 * @throws Error when the engine does not answer
 */
export async function engineFacts(socket: string, device: string, place: string): Promise<EngineFacts> {
  const filters = `filters=${encodeURIComponent(JSON.stringify(ofDevice(device)))}`
  const [containers, volumes, networks, images] = await Promise.all([
    askEngine<{ Id: string; State: string; Labels: Record<string, string> }[]>(
      socket,
      'GET',
      `/containers/json?all=1&${filters}`,
    ),
    askEngine<{ Volumes: { Labels: Record<string, string>; Mountpoint: string }[] | null }>(
      socket,
      'GET',
      `/volumes?${filters}`,
    ),
    askEngine<{ Labels: Record<string, string> }[]>(socket, 'GET', `/networks?${filters}`),
    askEngine<{ RepoDigests: string[] | null; RepoTags: string[] | null }[]>(socket, 'GET', '/images/json'),
  ])
  const found = volumes.Volumes ?? []
  return {
    containers: containers
      .map(({ Id, State, Labels }) => ({
        service: Labels[LABELS.service] ?? '',
        release: Labels[LABELS.release] ?? '',
        state: State,
        id: Id,
      }))
      .sort((a, b) => (a.service < b.service ? -1 : 1)),
    volumes: found.map(({ Labels }) => Labels[LABELS.volume] ?? ''),
    networks: networks.map(({ Labels }) => Labels[LABELS.network] ?? ''),
    images: images
      .flatMap(({ RepoDigests, RepoTags }) => [...(RepoDigests ?? []), ...(RepoTags ?? []).map(pinnedName)])
      .filter((reference) => reference.startsWith(place)),
    mark: found.length === 1 ? await markOn(found[0]!.Mountpoint) : null,
  }
}

async function markOn(mountpoint: string): Promise<string | null> {
  try {
    return (await readFile(join(mountpoint, 'born'), 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
