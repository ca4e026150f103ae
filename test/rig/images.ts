/**
 * Images made from busybox, without the internet and without an engine.
 *
 * Invariant: they are built and pushed by content: the same recipe gives the same digest, and pushing it
 * does not put it into any engine, so a pull is a real one.
 * Forms: https://github.com/opencontainers/image-spec (config), Docker's "Image Manifest Version 2,
 * Schema 2", which every engine since 1.10 reads.
 */
import { execFileSync } from 'node:child_process'
import { createCipheriv, createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { arch } from 'node:os'
import { gzipSync } from 'node:zlib'
import { type TarEntry, tarOf } from '../../simulators/registry/tar.ts'

export interface Recipe {
  /** Repository in the registry. */
  name: string
  /** Default: sleeps for a day, and ends at SIGTERM. */
  command?: string[]
  entrypoint?: string[]
  environment?: Record<string, string>
  labels?: Record<string, string>
  workingDir?: string
  user?: string
  stopSignal?: string
  /** Paths that become anonymous volumes. */
  volumes?: string[]
  /** "80/tcp" */
  expose?: string[]
  healthcheck?: { test: string[]; intervalMs: number; timeoutMs?: number; retries?: number; startPeriodMs?: number }
  /** More layers, each with one incompressible file of so many bytes, `/data/N`. */
  layers?: number[]
  /** More files, in a layer of their own: path to text. */
  files?: Record<string, string>
  /** More layers, as archives that somebody else has made and packed. */
  archives?: readonly { tar: Buffer; packed: Buffer }[]
  /** Without busybox: the archives have all that runs. */
  isBare?: boolean
  /** Makes otherwise equal recipes into different images. */
  salt?: string
}

interface Blob {
  digest: string
  bytes: Buffer
}

/** An image, ready to be pushed. */
export interface Built {
  /** Of the manifest. */
  digest: string
  manifest: Buffer
  config: Blob
  layers: Blob[]
}

export interface Pushed {
  /** `127.0.0.1:PORT/name@sha256:…` */
  ref: string
  digest: string
  /** To be fetched for the layers. */
  bytes: number
  layers: { digest: string; bytes: number }[]
}

const WAIT = ['/bin/sh', '-c', 'trap "exit 0" TERM; sleep 86400 & wait']

/** Builds an image for this machine's architecture. */
export function buildImage(recipe: Recipe): Built {
  const archives = recipe.archives ?? []
  const own = [
    ...(recipe.isBare === true ? [] : [busybox()]),
    ...(recipe.layers ?? []).map((size, at) =>
      tarOf([
        { path: 'data', directory: true },
        { path: `data/${at}`, content: noise(`${recipe.name}/${recipe.salt ?? ''}/${at}`, size) },
      ]),
    ),
    ...(recipe.files === undefined ? [] : [tarOf(filesOf(recipe.files))]),
  ]
  const tars = [...own, ...archives.map(({ tar }) => tar)]
  const layers = [...own.map((tar) => gzipSync(tar, { level: 1 })), ...archives.map(({ packed }) => packed)].map(blob)
  const config = blob(Buffer.from(JSON.stringify(configOf(recipe, tars))))
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...sizeOf(config) },
      layers: layers.map((layer) => ({
        mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        ...sizeOf(layer),
      })),
    }),
  )
  return { digest: digestOf(manifest), manifest, config, layers }
}

/**
 * Builds an image and pushes it.
 * @param registry `127.0.0.1:PORT`
 * @param tag also put on it
 */
export async function pushImage(registry: string, recipe: Recipe, tag = 'latest'): Promise<Pushed> {
  const image = buildImage(recipe)
  for (const each of [image.config, ...image.layers]) await pushBlob(registry, recipe.name, each)
  await pushManifest(registry, recipe.name, tag, image.manifest, MANIFEST)
  const layers = image.layers.map(({ digest, bytes }) => ({ digest, bytes: bytes.length }))
  return {
    ref: `${registry}/${recipe.name}@${image.digest}`,
    digest: image.digest,
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
    layers,
  }
}

/** Puts a configuration or a layer there, when it is not. */
export async function pushBlob(registry: string, name: string, { digest, bytes }: Blob): Promise<void> {
  const base = `http://${registry}/v2/${name}`
  if ((await fetch(`${base}/blobs/${digest}`, { method: 'HEAD' })).ok) return
  const session = await fetch(`${base}/blobs/uploads/`, { method: 'POST' })
  const place = new URL(session.headers.get('location') ?? '', base)
  place.searchParams.set('digest', digest)
  await put(place.href, bytes, 'application/octet-stream')
}

/** @param version its digest, or a tag */
export function pushManifest(
  registry: string,
  name: string,
  version: string,
  bytes: Buffer,
  type: string,
): Promise<void> {
  return put(`http://${registry}/v2/${name}/manifests/${version}`, bytes, type)
}

/** As the registry's API names it. */
export const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'

async function put(url: string, bytes: Buffer, type: string): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': type } })
  if (!answer.ok) throw new Error(`the registry refused ${url}: ${answer.status} ${await answer.text()}`)
}

function configOf(recipe: Recipe, tars: Buffer[]): object {
  const check = recipe.healthcheck
  const ns = (ms: number | undefined) => (ms ?? 0) * 1_000_000
  return {
    architecture: { x64: 'amd64', arm64: 'arm64', arm: 'arm' }[arch() as string] ?? arch(),
    os: 'linux',
    created: '2020-01-01T00:00:00Z',
    config: {
      Entrypoint: recipe.entrypoint ?? null,
      Cmd: recipe.command ?? WAIT,
      Env: Object.entries({ PATH: '/bin', ...recipe.environment }).map(([name, value]) => `${name}=${value}`),
      Labels: { ...recipe.labels, ...(recipe.salt === undefined ? {} : { salt: recipe.salt }) },
      WorkingDir: recipe.workingDir ?? '',
      User: recipe.user ?? '',
      ...(recipe.stopSignal === undefined ? {} : { StopSignal: recipe.stopSignal }),
      ...(recipe.volumes === undefined ? {} : { Volumes: setOf(recipe.volumes) }),
      ...(recipe.expose === undefined ? {} : { ExposedPorts: setOf(recipe.expose) }),
      ...(check === undefined
        ? {}
        : {
            Healthcheck: {
              Test: check.test,
              Interval: ns(check.intervalMs),
              Timeout: ns(check.timeoutMs),
              Retries: check.retries ?? 1,
              StartPeriod: ns(check.startPeriodMs),
            },
          }),
    },
    rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
    history: tars.map((_, at) => ({ created: '2020-01-01T00:00:00Z', created_by: `layer ${at}` })),
  }
}

let busyboxTar: Buffer | undefined

/** A root file system: the static busybox and a link for each of its applets. */
function busybox(): Buffer {
  if (busyboxTar !== undefined) return busyboxTar
  const program = '/bin/busybox'
  const applets = execFileSync(program, ['--list'], { encoding: 'utf8' }).trim().split('\n').sort()
  const links = applets.filter((name) => name !== 'busybox').map((name) => ({ path: `bin/${name}`, link: 'busybox' }))
  busyboxTar = tarOf([
    { path: 'bin', directory: true },
    { path: 'bin/busybox', content: readFileSync(program), mode: 0o755 },
    ...links,
    { path: 'etc', directory: true },
    { path: 'etc/passwd', content: Buffer.from('root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n') },
    { path: 'etc/group', content: Buffer.from('root:x:0:\nnobody:x:65534:\n') },
    { path: 'tmp', directory: true },
  ])
  return busyboxTar
}

function filesOf(files: Record<string, string>): TarEntry[] {
  return Object.entries(files).map(([path, text]) => ({
    path: path.replace(/^\//, ''),
    content: Buffer.from(text),
    mode: 0o755,
  }))
}

/** Bytes that do not compress, the same for the same seed. */
function noise(seed: string, size: number): Buffer {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size))
}

function blob(bytes: Buffer): Blob {
  return { digest: digestOf(bytes), bytes }
}

function sizeOf({ digest, bytes }: Blob): { size: number; digest: string } {
  return { size: bytes.length, digest }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function setOf(names: readonly string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, {}]))
}
