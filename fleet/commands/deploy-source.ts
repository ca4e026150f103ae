/**
 * What `holdfast deploy` deploys: a compose file that is yet to be signed, or the file of a target that is.
 *
 * Invariant: what is wrong with it is told before a broker is asked; which epoch it is, and the way back, by what is
 * published when it is signed.
 */
import { resolve } from 'node:path'
import { type CheckedTarget, checkTarget } from '../../protocol/check-target.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { checkName } from '../../protocol/topics.ts'
import type { Release, Rollout, Target } from '../../protocol/types.ts'
import { type Args, usage } from '../cli/args.ts'
import type { Io } from '../cli/io.ts'
import type { Seen } from '../follow/seen.ts'
import { readBytes } from '../signing/files.ts'
import { needRole } from '../signing/key-files.ts'
import { POLICY_FLAGS, type Prepared, pinImages, readCompose } from '../signing/prepare-release.ts'
import { type Peeked, peek } from '../signing/sealed.ts'
import { wayBack } from '../signing/way-back.ts'
import { showNotes } from './release.ts'

/** What is to be deployed. */
export interface Source {
  /** Either it or the device is empty. */
  fleet: string
  device: string
  release: Release
  /** Ids of the keys that sign the target. */
  signers: readonly string[]
  /** @param known the highest epoch that is known @param rollout of what is published */
  sign(
    known: number,
    published: Peeked<Target> | null,
    rollout: Rollout | null,
    members: readonly Seen[],
  ): { target: CheckedTarget; bytes: Uint8Array }
}

/** @throws HF_USAGE, HF_FILE_…, HF_COMPOSE_…, HF_REGISTRY_…, HF_KEY_INVALID, HF_SIGNATURE_INVALID */
export async function readSource(args: Args, io: Io, keys: readonly PrivateKey[]): Promise<Source> {
  const path = args.positionals[0]!
  const wanted = args.text('epoch') === undefined ? null : args.count('epoch', 0, 1)
  if (path.endsWith('.hft')) return fromFile(path, await readBytes(resolve(io.cwd, path)), args, keys)
  // What is wrong with the file is told before what is missing beside it.
  const composed = await readCompose(path, args, io)
  const only = args.text('device')
  const fleet = only === undefined ? checkName('fleet', args.required('fleet')) : ''
  const device = only === undefined ? '' : checkName('device', only)
  needRole(keys, 'release')
  const prepared = await pinImages(composed, io)
  showNotes(prepared.notes, io)
  return {
    fleet,
    device,
    release: prepared.release,
    signers: keys.filter(({ role }) => role === 'release').map(({ id }) => id),
    sign(known, published, rollout, members) {
      const epoch = wanted ?? known + 1
      if (epoch <= known) throw stale(epoch, known)
      if (published?.verified === false)
        io.err('warning: what is published was not signed by release keys that count; no fallback is taken from it\n')
      const before =
        published?.verified === true && !args.has('no-fallback') ? wayBack(published.message, rollout, members) : null
      const target = targetOf({ fleet, device }, epoch, prepared, before)
      return { target, bytes: seal(KINDS.Target, target, keys) }
    },
  }
}

function fromFile(path: string, bytes: Buffer, args: Args, keys: readonly PrivateKey[]): Source {
  const { message, signers } = peek(KINDS.Target, bytes, keys)
  const target = checkTarget(message)
  const { fleet, device } = target
  if (fleet === '' && args.text('device') !== device)
    throw usage(`${path} is for the device ${device}; give --device ${device}`)
  if ((args.text('fleet') ?? fleet) !== fleet) throw usage(`${path} is for the fleet ${fleet}`, '--fleet')
  if (fleet !== '' && args.text('device') !== undefined) throw usage(`${path} is for the fleet ${fleet}`, '--device')
  if (args.text('epoch') !== undefined) throw usage(`is signed in ${path} already`, '--epoch')
  for (const flag of POLICY_FLAGS)
    if (args.has(flag)) throw usage(`what ${path} allows is signed already; give it to "holdfast release"`, `--${flag}`)
  return {
    fleet,
    device,
    release: target.release,
    signers,
    sign(known, published) {
      const again = published?.message.epoch === target.epoch && published.message.release?.id === target.release.id
      if (target.epoch <= known && !again) throw stale(target.epoch, known)
      return { target, bytes }
    },
  }
}

function targetOf(
  scope: { fleet: string; device: string },
  epoch: number,
  { release, policy, network }: Prepared,
  fallback: Release | null,
): CheckedTarget {
  const target = encode(KINDS.Target, {
    ...scope,
    epoch,
    release,
    fallback: fallback ?? undefined,
    policy: policy ?? undefined,
    network: network ?? undefined,
    issuedAtMs: Date.now(),
  })
  return checkTarget(decode(KINDS.Target, target))
}

function stale(epoch: number, known: number): HoldfastError {
  return new HoldfastError('HF_EPOCH_STALE', `epoch ${epoch} is not above ${known}, which the broker knows of`)
}
