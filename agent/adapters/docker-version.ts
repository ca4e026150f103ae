/**
 * Which version of the engine's API we speak.
 *
 * Invariant: never one that the engine does not speak, and never one older than {@link OLDEST}.
 * Source: https://docs.docker.com/reference/api/engine/#versioned-api-and-sdk
 */
import { HoldfastError } from '../../protocol/errors.ts'

/** Docker 20.10. */
const OLDEST = '1.41'
/** Docker 27: the newest whose changes we know, and the first that tells which images are whole. */
const NEWEST = '1.47'

/** What `GET /version` says, as far as it is read. */
export interface EngineVersion {
  ApiVersion?: string
  MinAPIVersion?: string
  Version?: string
  /** As Go names it. */
  Arch?: string
}

/**
 * The version to speak: the newest that both know. An engine that has left ours behind is spoken to in its
 * oldest, which is nearest to what we know.
 * @returns as "1.47"
 * @throws HF_ENGINE_FAILED when the engine is too old
 */
export function apiVersionFor(engine: EngineVersion): string {
  const theirs = engine.ApiVersion ?? ''
  if (!/^\d+\.\d+$/.test(theirs)) {
    throw new HoldfastError('HF_ENGINE_FAILED', 'what answers on the socket is not a Docker engine: it names no API')
  }
  if (isOlder(theirs, OLDEST)) {
    const message = `the engine ${engine.Version ?? ''} speaks API ${theirs}; Holdfast needs ${OLDEST} (Docker 20.10) or newer`
    throw new HoldfastError('HF_ENGINE_FAILED', message)
  }
  const least = engine.MinAPIVersion ?? ''
  if (least !== '' && isOlder(NEWEST, least)) return least
  return isOlder(theirs, NEWEST) ? theirs : NEWEST
}

/** Whether API version `a` comes before `b`. */
export function isOlder(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number)
  const [majorB = 0, minorB = 0] = b.split('.').map(Number)
  return majorA === majorB ? minorA < minorB : majorA < majorB
}

const MACHINES: Record<string, string> = {
  x86_64: 'amd64',
  amd64: 'amd64',
  i386: '386',
  i686: '386',
  aarch64: 'arm64',
  arm64: 'arm64',
  armv5l: 'arm/v5',
  armv6l: 'arm/v6',
  armv7l: 'arm/v7',
  armhf: 'arm/v7',
  ppc64le: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
  mips64: 'mips64le',
  loongarch64: 'loong64',
}

/**
 * The architecture of images that the engine runs, as the OCI image specification names it.
 * @param machine as the kernel names it (uname -m)
 * @param goArch as the engine was built: a 32-bit engine on a 64-bit kernel runs 32-bit images
 */
export function ociArchitecture(machine: string, goArch = ''): string {
  const byMachine = MACHINES[machine] ?? machine
  if (goArch === 'arm') return byMachine.startsWith('arm/') ? byMachine : 'arm/v7'
  return goArch === '' ? byMachine : goArch
}
