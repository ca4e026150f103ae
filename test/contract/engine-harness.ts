/**
 * What the engine contract needs of an engine beside its port: the test's own hands.
 *
 * Invariant: nothing here goes through the port under test.
 */
import type { ImageSource } from '../../machines/image-source.ts'
import type { Container, ContainerSpec, EnginePort } from '../../machines/ports.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { Network, Service, Volume } from '../../protocol/types.ts'
import type { Downfall } from '../../simulators/engine/restart-rule.ts'
import type { ContractImageName } from './contract-images.ts'

/** An engine that a test may bring down. It holds `steady`. */
export interface MortalEngine {
  engine: EnginePort
  /** It goes down, with its containers, and answers again. */
  fallAndRise(how: Downfall): Promise<void>
  close(): Promise<void>
}

export interface EngineHarness {
  engine: EnginePort
  /** A port to an engine that nobody runs. */
  away: EnginePort
  /** References by digest, "registry/repository@sha256:…". `large` is not held at the start; others may be. */
  images: Record<ContractImageName, string>
  /** References by digest that cannot be had. */
  bad: {
    /** The registry does not know it. */
    absent: string
    /** The registry wants credentials. */
    denied: string
    /** The registry answers 200 with something that is no manifest. */
    garbage: string
    /** Nobody listens where the registry should be. */
    unreachable: string
  }
  /** An image like `steady`, which the test has and no registry: of the same lowest layer, and a top layer of its own for each name. */
  held(name: string): { image: string; source: ImageSource }
  /** Lets so much of the engine's time pass. */
  pass(ms: number): Promise<void>
  /** Switches the health check of a running container of `checked`. */
  setHealth(containerId: string, healthy: boolean): Promise<void>
  /** Its process is killed (SIGKILL), and not by the engine. */
  kill(containerId: string): Promise<void>
  /** Somebody else removes it by force. */
  removeBehindOurBack(containerId: string): Promise<void>
  /** Somebody else makes a container of this name, of the image `steady`, without labels. */
  createForeign(name: string): Promise<void>
  /** Breaks the connections on which events come; new ones can be made at once. */
  cutEvents(): Promise<void>
  /** The next copy of files into a container does not arrive: the connection breaks. */
  loseNextCopy(): void
  /** A file as it is in a container. */
  fileIn(containerId: string, path: string): Promise<{ text: string; mode: number; uid: number; gid: number }>
  /** The application in a running container writes a file. */
  writeFile(containerId: string, path: string, text: string): Promise<void>
  writeVolume(name: string, text: string): Promise<void>
  readVolume(name: string): Promise<string>
  /** May be `engine` itself, where nobody else works on that. */
  mortal(): Promise<MortalEngine>
  /** How many volumes the engine has, whoever made them. */
  countVolumes(): Promise<number>
  /** The engine's id of a network. */
  networkId(name: string): Promise<string>
  /** A port of the host that nothing listens on. */
  freePort(): Promise<number>
  close(): Promise<void>
}

/** A service with what is given, and everything else not set. */
export function service(given: Loose<Service>): Service {
  return released({ services: [{ name: 'web', ...given }] }).services[0] as Service
}

export function volume(given: Loose<Volume>): Volume {
  return released({ volumes: [given] }).volumes[0] as Volume
}

export function network(given: Loose<Network>): Network {
  return released({ networks: [given] }).networks[0] as Network
}

function released(release: Loose<NonNullable<(typeof KINDS.Release)['plain']>>) {
  return decode(KINDS.Release, encode(KINDS.Release, release))
}

/** The spec of a container of this device, called "DEVICE-web". */
export function spec(device: string, given: Loose<Service>, more: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    name: `${device}-${given.name ?? 'web'}`,
    device,
    release: 'sha256:release',
    specHash: 'hash-1',
    service: service(given),
    networkNames: {},
    volumeNames: {},
    ...more,
  }
}

/** Asks again and again until the answer is as it should be. */
export async function eventually<T>(
  { pass }: Pick<EngineHarness, 'pass'>,
  what: string,
  look: () => Promise<T>,
  isRight: (value: T) => boolean,
  withinMs = 15_000,
): Promise<T> {
  const every = 100
  for (let waited = 0; ; waited += every) {
    const value = await look()
    if (isRight(value)) return value
    if (waited >= withinMs) throw new Error(`not within ${withinMs} ms: ${what}; last: ${JSON.stringify(value)}`)
    await pass(every)
  }
}

/** One container as the engine has it now; null when it is gone. */
export async function containerNow(engine: EnginePort, device: string, id: string): Promise<Container | null> {
  return (await engine.listContainers(device)).find((container) => container.id === id) ?? null
}
