/** The test's hands on a simulated engine, whichever port it is looked at through. */
import type { EnginePort } from '../../machines/ports.ts'
import { blobsOf, sourceOf } from '../../simulators/engine/image-blobs.ts'
import { referenceOf, SimulatedRegistry, simulatedImage } from '../../simulators/engine/images.ts'
import type { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { findVolume } from '../../simulators/engine/volumes.ts'
import { CONTRACT_IMAGES, type ContractImage, type ContractImageName } from './contract-images.ts'
import type { EngineHarness } from './engine-harness.ts'

const HOST = 'registry.test'

/** A registry with the contract's images. */
export function contractRegistry(): { registry: SimulatedRegistry; images: EngineHarness['images'] } {
  const registry = new SimulatedRegistry()
  const push = (name: string, { command, healthcheck, layers, volumes, behaviour }: ContractImage) =>
    registry.push(
      simulatedImage({
        repository: `${HOST}/${name}`,
        layers: [
          { name: 'busybox', bytes: 1_000_000 },
          ...layers.map((bytes, index) => ({ name: `${name}-${index}`, bytes })),
        ],
        command: [...command],
        health: healthcheck ?? null,
        volumes: [...(volumes ?? [])],
        behaviour,
      }),
    )
  const images = Object.fromEntries(Object.entries(CONTRACT_IMAGES).map(([name, image]) => [name, push(name, image)]))
  registry.fail(`${HOST}/denied`, 'unauthorized')
  registry.fail(`${HOST}/garbage`, 'garbage')
  registry.fail('nowhere.test:1', 'unreachable')
  return { registry, images: images as Record<ContractImageName, string> }
}

/** The hands, but for those that depend on the port and its clock. */
export function simulatedHarness(
  engine: SimulatedEngine,
  images: EngineHarness['images'],
  rest: { engine: EnginePort; away: EnginePort } & Pick<EngineHarness, 'pass' | 'close'>,
): EngineHarness {
  const missing = `@sha256:${'f'.repeat(64)}`
  let port = 20_000
  return {
    ...rest,
    images,
    bad: {
      absent: `${HOST}/absent${missing}`,
      denied: `${HOST}/denied${missing}`,
      garbage: `${HOST}/garbage${missing}`,
      unreachable: `nowhere.test:1/app${missing}`,
    },
    held(name) {
      const image = simulatedImage({
        repository: `nowhere.test/${name.replaceAll(' ', '-')}`,
        layers: [
          { name: 'busybox', bytes: 1_000_000 },
          { name: `held-${name}`, bytes: 100_000 },
        ],
        command: [...CONTRACT_IMAGES.steady.command],
        behaviour: CONTRACT_IMAGES.steady.behaviour,
      })
      return { image: referenceOf(image), source: sourceOf(blobsOf(image)) }
    },
    setHealth: async (id, healthy) => engine.act((model) => model.setHealth(id, healthy)),
    kill: async (id) => engine.act((model) => model.processDies(id)),
    removeBehindOurBack: async (id) => engine.act((model) => model.remove(id, { force: true, volumes: false })),
    createForeign: async (name) => {
      engine.act((model) => model.create(plainContainer(name, images.steady)))
    },
    cutEvents: async () => engine.cutEvents(),
    loseNextCopy() {
      engine.options.intercept = (operation) => {
        if (operation !== 'putFiles') return null
        engine.options.intercept = () => null
        return 'away'
      }
    },
    async fileIn(id, path) {
      const file = engine.model.container(id).files[path]
      if (file === undefined) throw new Error(`there is no ${path}`)
      const { content, mode, uid, gid } = file
      return { text: Buffer.from(content).toString(), mode, uid, gid }
    },
    writeFile: async (id, path, text) =>
      engine.model.putFile(id, path, { content: Buffer.from(text), mode: 0o644, uid: 0, gid: 0 }),
    writeVolume: async (name, text) => {
      findVolume(engine.model.world, name).content = text
    },
    readVolume: async (name) => findVolume(engine.model.world, name).content,
    mortal: async () => ({
      engine: rest.engine,
      async fallAndRise(how) {
        engine.goAway(how)
        engine.comeBack()
      },
      close: async () => {},
    }),
    countVolumes: async () => engine.model.look().volumes.size,
    networkId: async (name) =>
      [...engine.model.look().networks.values()].find((network) => network.name === name)?.id ?? '',
    freePort: async () => ++port,
  }
}

function plainContainer(name: string, image: string) {
  return {
    name,
    image,
    labels: {},
    entrypoint: [],
    command: [],
    environment: [],
    health: null,
    restart: { name: 'no' as const, maxRetries: 0 },
    ports: [],
    mounts: [],
    networkMode: '',
    networks: {},
    stopGraceMs: 10_000,
  }
}
