/** `holdfast bundle`: a signed release with its images as one file, for devices without a network. */
import { resolve } from 'node:path'
import { type CheckedTarget, checkTarget } from '../../protocol/check-target.ts'
import { configuredTrust } from '../../protocol/check-trust.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { seal } from '../../protocol/signature.ts'
import { checkName, deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { checkBundle } from '../bundle/check-bundle.ts'
import { gatherImages } from '../bundle/gather.ts'
import { type Message, writeBundle } from '../bundle/write-bundle.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { Watch } from '../follow/watch.ts'
import { RegistryClient } from '../registry/client.ts'
import { dockerConfigPath, loadDockerConfig } from '../registry/credentials.ts'
import { readBytes } from '../signing/files.ts'
import { KEY_FLAGS, loadPrivateKeys, loadPublicKeys, needRole } from '../signing/key-files.ts'
import { pinImages, RELEASE_FLAGS, readCompose } from '../signing/prepare-release.ts'
import { peek } from '../signing/sealed.ts'
import { parseShare } from '../signing/share.ts'
import { showNotes } from './release.ts'

export const command: CommandBody = {
  usage: '[docker-compose.yml|target.hft] --fleet NAME --out FILE | --check FILE',
  positionals: [0, 1],
  flags: {
    fleet: { value: 'NAME', help: "the fleet; not needed with a target's file, which names its own" },
    out: { value: 'FILE', help: 'where to write the bundle' },
    platform: {
      value: 'OS/ARCH',
      multiple: true,
      help: 'only the images for it: linux/arm64; default every one that there is',
    },
    epoch: { value: 'N', help: 'of a compose file: higher than any that the devices know' },
    share: { value: 'SHARE', help: 'how much of the fleet may take it: 5%; default 100%' },
    trust: {
      value: 'FILE',
      multiple: true,
      help: 'a trust document, as "holdfast keys" writes it, in the order of their versions',
    },
    check: { value: 'FILE', help: 'instead: read a bundle whole, and show what is in it' },
    configured: {
      value: 'PATH',
      multiple: true,
      help: 'with --check: a public key that the devices are configured with, to judge the signatures as they do',
    },
    json: { help: 'print what is in it as JSON' },
    ...RELEASE_FLAGS,
    ...KEY_FLAGS,
    ...BROKER_FLAGS,
  },
  details: `One archive, which is an OCI layout, holds the signed target, its rollout, the chain of trust and every
image. Without a file it is what the broker has retained for the fleet: the very messages. With a compose file or a
target's file no broker is needed; the rollout is signed here (SOURCE_DATE_EPOCH gives its time, and so the same
bytes again). Images are fetched with the credentials of "docker login". docs/bundles.md says how a device takes it.

Exit codes: 0 written, or whole; 1 refused, and nothing is left; 2 the command line was not understood; 3 the broker
or the registry was not reached.`,
  async run(args, io) {
    const check = args.text('check')
    if (check !== undefined) return showChecked(check, args, io)
    const out = resolve(io.cwd, args.required('out'))
    const messages = args.positionals[0] === undefined ? await published(args, io) : await made(args, io)
    const { release } = targetIn(messages)
    const client = new RegistryClient(await loadDockerConfig(dockerConfigPath(io.env)))
    const images = await gatherImages(client, release, args.all('platform'))
    const blob = ({ from, digest, size, place }: Parameters<Parameters<typeof writeBundle>[1]['blob']>[0]) =>
      client.blob(from, digest, size, place)
    const size = await writeBundle(out, { messages, images, blob }, io.signal)
    return shown(args.required('out'), size, messages, [...images.images.keys()], args, io)
  },
}

/** What the broker has for the fleet. @throws HF_BROKER_…, HF_USAGE when there is no target */
async function published(args: Args, io: Io): Promise<Message[]> {
  const fleet = checkName('fleet', args.required('fleet'))
  for (const flag of ['epoch', 'share', 'trust'])
    if (args.text(flag) !== undefined) throw usage('is for a file: what is published has its own', `--${flag}`)
  const { trust, rollout, target } = fleetTopics(fleet)
  const topics = [trust, rollout, target]
  const watch = await Watch.open(await brokerOptions(args, io), (text) => io.err(`warning: ${text}\n`), topics)
  try {
    const messages = topics.flatMap((topic) => {
      const payload = watch.last(topic)
      return payload === null ? [] : [{ topic, payload }]
    })
    if (!messages.some(({ topic }) => topic === target))
      throw usage(`no target is published for ${fleet}; give a compose file or a target's file`)
    return messages
  } finally {
    await watch.close()
  }
}

/** From a file, signed here as far as it is not. */
async function made(args: Args, io: Io): Promise<Message[]> {
  const path = args.positionals[0]!
  const share = parseShare(args.text('share') ?? '100%')
  const issuedAtMs = issuedAt(io)
  const target = path.endsWith('.hft')
    ? await readBytes(resolve(io.cwd, path))
    : await sealedTarget(path, issuedAtMs, args, io)
  const { fleet, device, epoch } = checkTarget(peek(KINDS.Target, target, []).message)
  const named = args.text('fleet')
  if (named !== undefined && named !== fleet) throw usage(`${path} is for ${fleet || device}`, '--fleet')
  // A device's own target needs no rollout.
  if (fleet === '') return [{ topic: deviceTopics(device).target, payload: target }]
  const keys = [needRole(await loadPrivateKeys(args, io), 'rollout')]
  const state = RolloutState.ROLLOUT_STATE_GO
  const rollout = seal(KINDS.Rollout, { fleet, epoch, revision: 1, state, share, issuedAtMs }, keys)
  const documents = await Promise.all(args.all('trust').map((file) => readBytes(resolve(io.cwd, file))))
  const topics = fleetTopics(fleet)
  const trust =
    documents.length === 0 ? [] : [{ topic: topics.trust, payload: encode(KINDS.TrustChain, { documents }) }]
  return [...trust, { topic: topics.rollout, payload: rollout }, { topic: topics.target, payload: target }]
}

async function sealedTarget(path: string, issuedAtMs: number, args: Args, io: Io): Promise<Uint8Array> {
  const composed = await readCompose(path, args, io)
  const fleet = checkName('fleet', args.required('fleet'))
  args.required('epoch')
  const epoch = args.count('epoch', 1, 1)
  const keys = [needRole(await loadPrivateKeys(args, io), 'release')]
  const { release, policy, network, notes } = await pinImages(composed, io)
  showNotes(notes, io)
  const said = { policy: policy ?? undefined, network: network ?? undefined }
  const target = encode(KINDS.Target, { fleet, epoch, release, ...said, issuedAtMs })
  return seal(KINDS.Target, checkTarget(decode(KINDS.Target, target)), keys)
}

function issuedAt(io: Io): number {
  const given = io.env.SOURCE_DATE_EPOCH
  if (given === undefined || given === '') return Date.now()
  if (!/^\d{1,12}$/.test(given)) throw usage('is not a number of seconds', 'SOURCE_DATE_EPOCH')
  return Number(given) * 1000
}

function targetIn(messages: readonly Message[]): CheckedTarget {
  const target = messages.find(({ topic }) => topic.endsWith('/target'))
  if (target === undefined) throw new HoldfastError('HF_INTERNAL', 'there is no target')
  return checkTarget(peek(KINDS.Target, target.payload, []).message)
}

async function showChecked(file: string, args: Args, io: Io): Promise<number> {
  const keys = args.all('configured').map((each) => resolve(io.cwd, each))
  const configured = keys.length === 0 ? null : configuredTrust(await loadPublicKeys(keys))
  const { bytes, messages, images } = await checkBundle(resolve(io.cwd, file), configured, io.signal)
  if (args.has('json')) io.out(`${JSON.stringify({ event: 'bundle', file, bytes, messages, images })}\n`)
  else {
    const said = messages.map(({ topic, what, signers }) => `  ${topic}  ${what}${signed(signers)}\n`)
    io.out(`${file} is whole: ${bytes} bytes\n${said.join('')}${images.map((image) => `  ${image}\n`).join('')}`)
  }
  return EXIT.OK
}

function signed(signers: readonly string[]): string {
  return signers.length === 0 ? '' : `, said to be signed by ${signers.join(', ')}`
}

function shown(
  file: string,
  bytes: number,
  messages: readonly Message[],
  images: string[],
  args: Args,
  io: Io,
): number {
  const topics = messages.map(({ topic }) => topic)
  if (args.has('json'))
    io.out(
      `${JSON.stringify({ event: 'bundle', file, bytes, messages: topics.map((topic) => ({ topic })), images })}\n`,
    )
  else
    io.out(
      `written to ${file}: ${bytes} bytes, ${images.length} images\n${images.map((image) => `  ${image}\n`).join('')}`,
    )
  return EXIT.OK
}
