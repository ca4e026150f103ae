/**
 * Whether a file is a whole bundle.
 *
 * Invariant: every byte of it has been read and found to be what it says. Whose signatures it carries is shown; with
 * the keys that devices are configured with, they are judged as a device would.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { BundleReader } from '../../protocol/bundle-reader.ts'
import { checkRollout } from '../../protocol/check-rollout.ts'
import { checkTarget } from '../../protocol/check-target.ts'
import type { TrustState } from '../../protocol/check-trust.ts'
import { KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { open as openSigned } from '../../protocol/signature.ts'
import { parseTopic } from '../../protocol/topics.ts'
import { beginAt, documentsIn, newestOf, walkChain } from '../../protocol/trust-chain.ts'
import { inFile } from '../signing/files.ts'
import { peek } from '../signing/sealed.ts'

export interface Checked {
  bytes: number
  messages: { topic: string; what: string; signers: readonly string[] }[]
  images: string[]
}

/**
 * @param configured what devices trust from the beginning; null: signatures are not judged
 * @throws HF_FILE_UNREADABLE, HF_BUNDLE_INVALID, HF_WIRE_…, HF_TARGET_INVALID, HF_SIGNATURE_…, HF_TRUST_…
 */
export async function checkBundle(path: string, configured: TrustState | null, signal: AbortSignal): Promise<Checked> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new HoldfastError('HF_FILE_UNREADABLE', `cannot be read (${cause.code ?? 'unknown'})`, { place: path, cause })
  })
  try {
    const { size } = await file.stat()
    const bundle = await BundleReader.open((offset, length) => exactly(file, path, offset, length), size)
    await bundle.wholeImages()
    await bundle.verify(bundle.digests(), signal)
    const messages = bundle.messages.map(({ topic, payload }) => ({ topic, ...said(topic, payload) }))
    if (configured !== null) judge(bundle, configured)
    const target = bundle.messages.find(({ topic }) => parseTopic(topic)?.leaf === 'target')
    if (target === undefined) throw new HoldfastError('HF_BUNDLE_INVALID', 'holds no target', { place: path })
    for (const { name, image } of checkTarget(peek(KINDS.Target, target.payload, []).message).release.services)
      if (!bundle.images.has(image))
        throw new HoldfastError('HF_BUNDLE_INVALID', `lacks the image ${image} of the service ${name}`, { place: path })
    return { bytes: size, messages, images: [...bundle.images.keys()] }
  } catch (error) {
    return inFile(path, () => {
      throw error
    })
  } finally {
    await file.close()
  }
}

function judge({ messages }: BundleReader, configured: TrustState): void {
  let walked = beginAt(configured)
  for (const { topic, payload } of messages) {
    const { leaf = '', name = '' } = parseTopic(topic) ?? {}
    if (leaf === 'trust') {
      const result = walkChain(walked, documentsIn(payload), name)
      if (result.fault !== null) throw result.fault
      walked = result.walked
    } else if (leaf === 'rollout') openSigned(KINDS.Rollout, payload, newestOf(walked))
    else openSigned(KINDS.Target, payload, newestOf(walked))
  }
}

function said(topic: string, payload: Uint8Array): Omit<Checked['messages'][number], 'topic'> {
  const leaf = parseTopic(topic)?.leaf
  if (leaf === 'trust') return { what: `a chain of ${documentsIn(payload).length} trust documents`, signers: [] }
  if (leaf === 'rollout') {
    const { message, signers } = peek(KINDS.Rollout, payload, [])
    const { epoch, revision, share } = checkRollout(message)
    return { what: `rollout of epoch ${epoch}, revision ${revision}, ${share / 100}%`, signers }
  }
  const { message, signers } = peek(KINDS.Target, payload, [])
  const { epoch, release } = checkTarget(message)
  return { what: `epoch ${epoch}: ${`${release.name} ${release.version}`.trim()}`, signers }
}

async function exactly(file: FileHandle, path: string, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length)
  for (let had = 0; had < length; ) {
    const { bytesRead } = await file.read(bytes, had, length - had, offset + had)
    if (bytesRead === 0) throw new HoldfastError('HF_BUNDLE_INVALID', 'ends before its end', { place: path })
    had += bytesRead
  }
  return bytes
}
