/**
 * The application that the demo brings to its device: a harbour's tide gauge, its display and its store.
 *
 * Invariant: version 3 of the display is sick in the image itself; nothing else in the demo knows of it. The
 * store is the same in all versions, so it must never be touched.
 */
import { createCipheriv } from 'node:crypto'
import { buildImage } from '../registry/image.ts'
import type { PublishedImage } from '../registry/server.ts'
import { tarOf } from '../registry/tar.ts'
import { tinyProgram } from '../registry/tiny-program.ts'

export const FLEET = 'harbour'
export const VERSIONS = ['1', '2', '3'] as const
export type Version = (typeof VERSIONS)[number]
export const SERVICES = ['store', 'tide', 'display'] as const
export type ServiceName = (typeof SERVICES)[number]

/** What a version says when it starts, and in its last words. */
const LINES: Record<ServiceName, string> = {
  store: 'the ledger is open',
  tide: 'high water is at ten past two',
  display: 'the panel shows the tide',
}
const SICK = 'the panel does not answer'

/** To be fetched for each service, beside the program: enough for the eye, and for a power cut. */
const PAYLOAD_BYTES: Record<ServiceName, number> = { store: 300_000, tide: 3_000_000, display: 600_000 }

export interface HarbourImage extends PublishedImage {
  service: ServiceName
  version: Version
  healthy: boolean
  line: string
}

/** All images of all versions. @param architecture one of `TINY_ARCHITECTURES` */
export function harbourImages(architecture: string): HarbourImage[] {
  return SERVICES.flatMap((service) =>
    versionsOf(service).map((version) => {
      const healthy = !(service === 'display' && version === '3')
      const line = `${service} ${version}: ${healthy ? LINES[service] : SICK}`
      const program = tinyProgram({ architecture, line, checkCode: healthy ? 0 : 1 })
      const layers = [
        tarOf([{ path: 'payload', content: noise(`${service} ${version}`, PAYLOAD_BYTES[service]) }]),
        tarOf([{ path: 'app', content: program, mode: 0o755 }]),
      ]
      const built = buildImage({ architecture, entrypoint: ['/app'], layers })
      return { ...built, service, version, healthy, line, repository: `harbour/${service}`, tag: version }
    }),
  )
}

/** An image that tells whether an engine can fetch from here and run what is made here. */
export function probeImage(architecture: string): PublishedImage {
  const program = tinyProgram({ architecture, line: 'probe', checkCode: 0 })
  const layers = [tarOf([{ path: 'app', content: program, mode: 0o755 }])]
  return { ...buildImage({ architecture, entrypoint: ['/app'], layers }), repository: 'harbour/probe', tag: '1' }
}

/** "127.0.0.1:PORT/harbour/tide@sha256:…" */
export function referenceOf(registry: string, { repository, manifest }: PublishedImage): string {
  return `${registry}/${repository}@${manifest.digest}`
}

/** The compose file of one version. */
export function composeFile(registry: string, version: Version): string {
  const image = (service: ServiceName) => `${registry}/harbour/${service}:${versionOf(service, version)}`
  const check = (interval: string) =>
    `{ test: ["CMD", "/app", "check"], interval: ${interval}, timeout: 10s, retries: 2 }`
  return `name: harbour
x-holdfast:
  version: "${version}"
  policy: { health_timeout: 30s, soak: 1s }

services:
  store:
    image: ${image('store')}
    restart: unless-stopped
    volumes: ["ledger:/ledger"]

  tide:
    image: ${image('tide')}
    restart: unless-stopped
    healthcheck: ${check('1500ms')}
    depends_on: [store]

  display:
    image: ${image('display')}
    restart: unless-stopped
    healthcheck: ${check('1s')}
    depends_on: { tide: { condition: service_healthy } }

volumes:
  ledger:
`
}

/** The image as the simulated engine's control takes it: of the same digest, and with the same behaviour. */
export function simulatedForm(registry: string, image: HarbourImage): object {
  return {
    repository: `${registry}/${image.repository}`,
    tag: image.tag,
    digest: image.manifest.digest,
    layers: image.layers.map(({ digest, bytes }) => ({ name: digest, bytes: bytes.length })),
    behaviour: { healthyAfterMs: image.healthy ? 0 : null, lines: [image.line] },
  }
}

/** Which version of a service a version of the application holds. */
export function versionOf(service: ServiceName, version: Version): Version {
  return service === 'store' ? '1' : version
}

function versionsOf(service: ServiceName): Version[] {
  return [...new Set(VERSIONS.map((version) => versionOf(service, version)))]
}

/** Bytes that do not compress, the same for the same seed. */
function noise(seed: string, size: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.from(seed.padEnd(16)).subarray(0, 16), Buffer.alloc(16)).update(
    Buffer.alloc(size),
  )
}
