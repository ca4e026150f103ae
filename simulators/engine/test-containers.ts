/** Containers and images for the simulated engine's own tests. */
import type { ContainerSpec, VolumeSpec } from '../../machines/ports.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import type { Service, Volume } from '../../protocol/types.ts'
import { type Behaviour, STEADY } from './behaviour.ts'
import { EngineModel } from './engine-model.ts'
import type { ContainerConfig } from './engine-types.ts'
import { holdImage } from './held-images.ts'
import { imageRecord, type SimulatedImage, simulatedImage } from './images.ts'

export function config(given: Partial<ContainerConfig> & Pick<ContainerConfig, 'name' | 'image'>): ContainerConfig {
  return {
    labels: {},
    entrypoint: [],
    command: [],
    environment: [],
    health: null,
    restart: { name: 'no', maxRetries: 0 },
    ports: [],
    mounts: [],
    networkMode: '',
    networks: {},
    stopGraceMs: 10_000,
    ...given,
  }
}

/** For the port: a container "web" of device "d". */
export function webSpec(image: string): ContainerSpec {
  const { services } = decode(KINDS.Release, encode(KINDS.Release, { services: [{ name: 'web', image }] }))
  const service = services[0] as Service
  return { name: 'web', device: 'd', release: 'r', specHash: 'h', service, networkNames: {}, volumeNames: {} }
}

/** For the port: a volume "data" of device "d". */
export function dataVolume(): VolumeSpec {
  const { volumes } = decode(KINDS.Release, encode(KINDS.Release, { volumes: [{ name: 'data' }] }))
  return { name: 'data', device: 'd', volume: volumes[0] as Volume }
}

/** A model on a clock that a test sets, and a diary of what happened. */
export class ModelOnBench {
  monoMs = 0
  readonly diary: string[] = []
  readonly running = new Set<string>()
  readonly model: EngineModel

  constructor(seed = 'bench', remembersEvents = 256) {
    const clock = {
      now: () => ({ bootId: 'boot', monoMs: this.monoMs, wallMs: 1_000_000 + this.monoMs }),
    }
    this.model = new EngineModel({ clock, seed, portsTaken: new Set(), remembersEvents })
    this.model.listen(({ type, action, attributes, wallMs }) => {
      if (type === 'container') this.diary.push(`${wallMs - 1_000_000} ${attributes.name} ${action}`)
    })
    this.model.watchRunning(({ name, running }) => {
      if (running) this.running.add(name)
      else this.running.delete(name)
    })
  }

  /** Makes and starts a container that behaves so. */
  run(
    name: string,
    behaviour: Partial<Behaviour>,
    more: Partial<ContainerConfig> & Partial<Pick<SimulatedImage, 'volumes'>> = {},
  ): string {
    const image = simulatedImage({ repository: `test/${name}`, behaviour: { ...STEADY, ...behaviour } })
    holdImage(this.model.world, imageRecord(image, `test/${name}`, 0))
    const { id } = this.model.create(config({ name, image: `test/${name}`, ...more }))
    this.model.start(id)
    return id
  }

  /** Lets time pass in one leap, or in many. */
  pass(ms: number, steps = 1): void {
    const until = this.monoMs + ms
    for (let step = 1; step <= steps; step++) {
      this.monoMs = until - Math.floor((ms * (steps - step)) / steps)
      this.model.catchUp()
    }
  }
}
