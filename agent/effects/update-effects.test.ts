/** What the effects ask the engine, which takes its time to answer: nothing that is known already. */
import { describe, expect, it } from 'vitest'
import type { Container } from '../../machines/ports.ts'
import { Strategy } from '../../protocol/enums.ts'
import { updateEffectsOn } from './update-effects.ts'
import type { World } from './world.ts'

const service = (name: string, image: string) => ({
  name,
  containerName: `d1_${name}_${image}`,
  specHash: `${name} of ${image}`,
  service: {
    name,
    image,
    imageBytes: 10,
    imageParts: [],
    platform: '',
    networkMode: '',
    strategy: Strategy.STRATEGY_UNSPECIFIED,
  },
  lacks: [],
})
const releaseOf = (...services: ReturnType<typeof service>[]) => ({
  desired: { device: 'd1', release: 'r', services, volumes: [], networks: [], volumeNames: {}, networkNames: {} },
})
const RELEASES = {
  new: releaseOf(service('db', 'db:1'), service('web', 'web:2')),
  old: releaseOf(service('db', 'db:1'), service('web', 'web:1')),
}
const ref = (document: keyof typeof RELEASES) => ({ document, arm: 'release' }) as never

/** An engine that runs the old release; `asked` are the images that it was asked for. */
function world() {
  const asked: string[] = []
  const running = RELEASES.old.desired.services.map(
    ({ name, containerName, specHash }) =>
      ({ id: name, name: containerName, service: name, release: 'r', specHash, state: 'running' }) as Container,
  )
  const around = {
    device: 'd1',
    clock: { now: () => ({ wallMs: 0 }) },
    engine: {
      listContainers: async () => running,
      listVolumes: async () => [],
      listNetworks: async () => [],
      info: async () => ({ os: 'linux', architecture: 'amd64', diskFreeBytes: 2 ** 40, diskTotalBytes: 2 ** 41 }),
      hasImage: async (image: string) => {
        asked.push(image)
        return image !== 'web:2'
      },
    },
    releases: { load: async ({ document }: { document: keyof typeof RELEASES }) => RELEASES[document] },
    staleness: () => null,
    contentLeft: async () => null,
  } as unknown as World
  return { asked, effects: updateEffectsOn(around) }
}

describe('the engine', () => {
  it('is not asked for the images of containers that stand, where an update is planned and staged', async () => {
    const { asked, effects } = world()
    expect(await effects.plan({ release: ref('new') })).toMatchObject({
      fetch: [{ service: 'web', image: 'web:2' }],
      changed: ['web'],
    })
    await effects.stage({ release: ref('new') }, new AbortController().signal)
    expect(asked).toEqual(['web:2', 'web:2'])
  })

  it('is asked once for each image at the gate of the download', async () => {
    const { asked, effects } = world()
    const policy = { windows: [], ignoreWindows: true, fetchBytes: 0 }
    const task = { kind: 'install', scope: 'device', gate: 'download', hurry: 'no', to: ref('new'), policy } as never
    const tidying = { keepImages: [ref('old')] } as never
    expect(await effects.gate({ task, issuedAtMs: 0, tidying }, new AbortController().signal)).toEqual([])
    expect(asked.toSorted()).toEqual(['db:1', 'web:1', 'web:2'])
  })
})
