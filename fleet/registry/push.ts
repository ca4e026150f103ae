/**
 * An artifact into a registry, beside the image that it refers to.
 *
 * Invariant: its blobs are there before its manifest, and its manifest before it is named among what refers to the image:
 * whoever finds it can fetch all of it. Doing it twice changes nothing.
 * Form: https://github.com/opencontainers/distribution-spec/blob/main/spec.md (pushing; "Pushing Manifests with Subject")
 */
import { createHash } from 'node:crypto'
import { referrersTag } from '../../protocol/delta-form.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { RegistryClient } from './client.ts'
import type { Reference } from './reference.ts'

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'

export interface Artifact {
  blobs: readonly Uint8Array[]
  manifest: Uint8Array
  artifactType: string
  annotations: Readonly<Record<string, string>>
  /** Digest of the manifest that it refers to. */
  subject: string
}

/** @returns the digest of its manifest. @throws HF_REGISTRY_… */
export async function pushArtifact(client: RegistryClient, to: Reference, artifact: Artifact): Promise<string> {
  const place = `${to.registry}/${to.repository}`
  for (const blob of artifact.blobs) await pushBlob(client, to, blob, place)
  const digest = digestOf(artifact.manifest)
  const answer = await putManifest(client, to, digest, artifact.manifest, MANIFEST_TYPE, place)
  // A registry that does not say so keeps no list of what refers to what: then it is kept under a tag.
  if (answer.get('oci-subject') === null) await nameUnderTag(client, to, artifact, digest, place)
  return digest
}

async function pushBlob(client: RegistryClient, to: Reference, blob: Uint8Array, place: string): Promise<void> {
  const digest = digestOf(blob)
  const there = await client.write(to, `blobs/${digest}`, { method: 'HEAD' }, place)
  await there.drop()
  if (there.ok) return
  const session = await client.write(to, 'blobs/uploads/', { method: 'POST' }, place)
  await session.drop()
  const location = session.headers.get('location') ?? ''
  const base = session.url
  if (!URL.canParse(location, base))
    throw new HoldfastError('HF_REGISTRY_INVALID', `${to.registry} does not say where to write`, { place })
  const url = new URL(location, base)
  url.searchParams.set('digest', digest)
  const headers = { 'content-type': 'application/octet-stream' }
  await (await client.write(to, url, { method: 'PUT', headers, body: Buffer.from(blob) }, place)).drop()
}

async function putManifest(
  client: RegistryClient,
  to: Reference,
  version: string,
  body: Uint8Array,
  type: string,
  place: string,
): Promise<Headers> {
  const init = { method: 'PUT', headers: { 'content-type': type }, body: Buffer.from(body) }
  const answer = await client.write(to, `manifests/${version}`, init, place)
  await answer.drop()
  return answer.headers
}

async function nameUnderTag(
  client: RegistryClient,
  to: Reference,
  { subject, manifest, artifactType, annotations }: Artifact,
  digest: string,
  place: string,
): Promise<void> {
  const tag = referrersTag(subject)
  const others = (await listed(client, to, tag, place)).filter((one) => (one as { digest?: unknown }).digest !== digest)
  const own = { mediaType: MANIFEST_TYPE, digest, size: manifest.length, artifactType, annotations }
  const index = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [...others, own] }
  await putManifest(client, to, tag, Buffer.from(JSON.stringify(index)), INDEX_TYPE, place)
}

async function listed(client: RegistryClient, to: Reference, tag: string, place: string): Promise<unknown[]> {
  try {
    const { body } = await client.manifest(to, tag, place)
    const { manifests } = JSON.parse(Buffer.from(body).toString('utf8')) as { manifests?: unknown }
    return Array.isArray(manifests) ? manifests : []
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_REGISTRY_NOT_FOUND') return []
    throw error
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
