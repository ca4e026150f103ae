/**
 * Images in forms that the field has and our own builders do not make.
 *
 * Invariant: what is odd about one is what the test asked for; everything else of it is as a builder would have it.
 * Forms: https://github.com/opencontainers/image-spec, Docker's "Image Manifest Version 2, Schema 2".
 */
import { createHash } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { tarOf } from '../../simulators/registry/tar.ts'
import { digestOf, json, noise } from './image.ts'

export interface OddLayer {
  tar: Buffer
  /** As the registry has it. */
  packed: Buffer
  mediaType: string
  /** Where else it may be had. */
  urls?: string[]
}

/** Of a registry: a manifest, or an index over some. */
export interface Document {
  digest: string
  body: Buffer
  mediaType: string
}

export interface OddImage extends Document {
  config: { digest: string; bytes: Buffer }
  layers: OddLayer[]
}

export const OCI = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  foreign: 'application/vnd.oci.image.layer.nondistributable.v1.tar',
}
export const DOCKER = {
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar',
  foreign: 'application/vnd.docker.image.rootfs.foreign.diff.tar',
}

/** One file of noise, `/NAME`. */
export function fileTar(name: string, bytes: number, seed: string): Buffer {
  return tarOf([{ path: name, content: noise(`${seed}/${name}`, bytes) }])
}

export function plain(tar: Buffer, type = OCI.layer): OddLayer {
  return { tar, packed: tar, mediaType: type }
}

export function gzipped(tar: Buffer, type = OCI.layer): OddLayer {
  return {
    tar,
    packed: gzipSync(tar, { level: 1 }),
    mediaType: type === DOCKER.layer ? `${type}.gzip` : `${type}+gzip`,
  }
}

export function zstd(tar: Buffer): OddLayer {
  return { tar, packed: zstdCompressSync(tar), mediaType: `${OCI.layer}+zstd` }
}

/** @param salt makes otherwise equal images into different ones */
export function oddImage(layers: OddLayer[], salt: string, types = OCI, architecture = 'amd64'): OddImage {
  const bytes = json({
    architecture,
    os: 'linux',
    config: { Labels: { salt } },
    rootfs: { type: 'layers', diff_ids: layers.map(({ tar }) => digestOf(tar)) },
  })
  const config = { digest: digestOf(bytes), bytes }
  const body = json({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, digest: config.digest, size: bytes.length },
    layers: layers.map(({ packed, mediaType, urls }) => ({
      mediaType,
      digest: digestOf(packed),
      size: packed.length,
      urls,
    })),
  })
  return { digest: digestOf(body), body, mediaType: types.manifest, config, layers }
}

/** What an index says of one of its images. */
export function entryOf(of: Document, platform: object, more: object = {}): object {
  return { mediaType: of.mediaType, digest: of.digest, size: of.body.length, platform, ...more }
}

export function indexOf(entries: object[], types = OCI): Document {
  const body = json({ schemaVersion: 2, mediaType: types.index, manifests: entries })
  return { digest: digestOf(body), body, mediaType: types.index }
}

/** As buildx writes beside each image what it was made from: no image, for a platform that nobody has. */
export function attestationOf(image: Document): { document: OddImage; entry: object } {
  const statement = json({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
  })
  const document = oddImage(
    [{ tar: statement, packed: statement, mediaType: 'application/vnd.in-toto+json' }],
    'none',
    OCI,
    'unknown',
  )
  const entry = entryOf(
    document,
    { os: 'unknown', architecture: 'unknown' },
    {
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': image.digest },
    },
  )
  return { document, entry }
}

/** The same document under a name that not everybody reads. */
export function bySha512(document: Document): Document {
  return { ...document, digest: `sha512:${createHash('sha512').update(document.body).digest('hex')}` }
}
