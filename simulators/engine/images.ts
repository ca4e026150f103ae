/**
 * What simulated registries hold.
 *
 * Invariant: an image's digest is a hash of what it is made of, unless it is given: the same definition
 * gives the same reference, another one another.
 */
import { type Behaviour, STEADY } from './behaviour.ts'
import { type ImageRecord, type Layer, Refusal } from './engine-types.ts'
import type { HealthCheck } from './health-rule.ts'
import { blobsOf, type ImageBlobs, recordOf } from './image-blobs.ts'

/** What is wrong with fetching an image. */
export type RegistryFault = 'not-found' | 'unauthorized' | 'garbage' | 'unreachable' | 'disk-full'

export interface SimulatedImage {
  /** "registry.example/app" */
  repository: string
  tag: string
  /** Of the manifest that a real registry serves for it: "sha256:…"; null: follows from what stands here. */
  digest: string | null
  /** Layers of one name and size are one layer, also between images. */
  layers: { name: string; bytes: number }[]
  behaviour: Behaviour
  command: string[]
  labels: Record<string, string>
  health: HealthCheck | null
  /** Paths that become anonymous volumes. */
  volumes: string[]
}

/** A small image that runs for ever and is healthy at once, but for what is given. */
export function simulatedImage(given: Partial<SimulatedImage> & Pick<SimulatedImage, 'repository'>): SimulatedImage {
  return {
    tag: 'latest',
    digest: null,
    layers: [
      { name: 'base', bytes: 4_000_000 },
      { name: `${given.repository}:${given.tag ?? 'latest'}`, bytes: 1_000_000 },
    ],
    behaviour: STEADY,
    command: ['/app'],
    labels: {},
    health: null,
    volumes: [],
    ...given,
  }
}

/** Registries and what they hold, and what goes wrong with them. */
export class SimulatedRegistry {
  readonly #images = new Map<string, SimulatedImage>()
  readonly #faults = new Map<string, RegistryFault>()
  readonly #made: (reference: string) => SimulatedImage | undefined

  /** @param made what it holds beside what is pushed, asked for each reference that is new */
  constructor(made: (reference: string) => SimulatedImage | undefined = () => undefined) {
    this.#made = made
  }

  /** @returns the reference by digest, "repository@sha256:…" */
  push(image: SimulatedImage): string {
    const reference = referenceOf(image)
    this.#images.set(reference, image)
    this.#images.set(`${image.repository}:${image.tag}`, image)
    return reference
  }

  /**
   * From now on fetching fails so; null: no more.
   * @param place a reference, a repository, or the host of a registry
   */
  fail(place: string, fault: RegistryFault | null): void {
    if (fault === null) this.#faults.delete(place)
    else this.#faults.set(place, fault)
  }

  /** Whether layers of this reference do not fit the disk, by a fault. */
  isTooLarge(reference: string): boolean {
    return this.#faultOf(reference) === 'disk-full'
  }

  /** @throws Refusal, with the words of the engine, when it cannot be had */
  find(reference: string): SimulatedImage {
    const fault = this.#faultOf(reference)
    const image = this.#images.get(reference) ?? this.#made(reference)
    if (fault !== null && fault !== 'disk-full') throw refusalOf(fault, reference)
    if (image === undefined) throw refusalOf('not-found', reference)
    return image
  }

  #faultOf(reference: string): RegistryFault | null {
    const repository = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
    const host = repository.split('/')[0] ?? ''
    return this.#faults.get(reference) ?? this.#faults.get(repository) ?? this.#faults.get(host) ?? null
  }
}

interface Held {
  blobs: ImageBlobs
  layers: Layer[]
  /** But for what an engine knows of it by itself. */
  record: ImageRecord
}

/** They are made once for an image, which nobody changes: a fleet pulls the same few, and its engines hold them together. */
const made = new WeakMap<SimulatedImage, Held>()

function heldOf(image: SimulatedImage): Held {
  const known = made.get(image)
  if (known !== undefined) return known
  const blobs = blobsOf(image)
  const layers = blobs.layers.map(({ digest }, index) => ({ digest, bytes: image.layers[index]?.bytes ?? 0 }))
  const held = { blobs, layers, record: recordOf(blobs.config.bytes, layers, [], 0) }
  made.set(image, held)
  return held
}

/** "repository@sha256:…" */
export function referenceOf(image: SimulatedImage): string {
  return `${image.repository}@${image.digest ?? heldOf(image).blobs.manifest.digest}`
}

/** The image as an engine holds it after the pull of `reference`. */
export function imageRecord(image: SimulatedImage, reference: string, createdWallMs: number): ImageRecord {
  return { ...heldOf(image).record, references: [reference], createdWallMs }
}

export function layersOf(image: SimulatedImage): Layer[] {
  return heldOf(image).layers
}

/** The words are those of Docker 20.10.24. */
function refusalOf(fault: Exclude<RegistryFault, 'disk-full'>, reference: string): Refusal {
  switch (fault) {
    case 'not-found':
      return new Refusal(404, `manifest for ${reference} not found: manifest unknown: manifest unknown`)
    case 'unauthorized':
      return new Refusal(500, 'unauthorized: authentication required')
    case 'garbage':
      return new Refusal(500, "error unmarshalling content: invalid character '<' looking for beginning of value")
    case 'unreachable': {
      const host = reference.split('/')[0] ?? ''
      return new Refusal(500, `Get "http://${host}/v2/": dial tcp ${host}: connect: connection refused`)
    }
  }
}
