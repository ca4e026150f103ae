/** `holdfast keys`: makes, rotates, signs and shows keys. */
import { resolve } from 'node:path'
import { configuredTrust, type TrustState } from '../../protocol/check-trust.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { formatPrivateKey, formatPublicKey, generateKey, ROLES } from '../../protocol/keys.ts'
import { addSignatures } from '../../protocol/signature.ts'
import { checkName, fleetTopics } from '../../protocol/topics.ts'
import { beginAt, documentsIn, newestOf, walkChain } from '../../protocol/trust-chain.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { Watch } from '../follow/watch.ts'
import { encryptedText } from '../signing/encrypted-key.ts'
import { inFile, readBytes, writeAtomic, writeNew } from '../signing/files.ts'
import { KEY_FLAGS, loadPrivateKeys, loadPublicKeys, passphraseFrom } from '../signing/key-files.ts'
import { documentLines, kindOf, trustLines } from '../signing/key-lines.ts'
import { draftTrust, parseThreshold } from '../signing/trust-draft.ts'

const ACTIONS = ['new', 'show', 'rotate', 'sign', 'publish']

export const command: CommandBody = {
  usage: 'new NAME --role ROLE | show [FILE] | rotate FILE --fleet F | sign FILE … | publish FILE --fleet F',
  positionals: [1, Number.POSITIVE_INFINITY],
  flags: {
    role: { value: 'ROLE', choices: ['trust', 'release', 'rollout'], help: 'with new: trust, release or rollout' },
    encrypt: { help: 'with new: protect the private key by the passphrase' },
    fleet: { value: 'NAME', help: 'whose trust; with show: what is published for it' },
    configured: {
      value: 'PATH',
      multiple: true,
      help: 'a public key that the devices are configured with; may be repeated',
    },
    add: { value: 'PATH', multiple: true, help: 'with rotate: a public key that counts from then on' },
    remove: { value: 'ID', multiple: true, help: 'with rotate: a key that counts no more' },
    threshold: { value: 'ROLE=N', multiple: true, help: 'with rotate: how many keys of a role have to sign' },
    ...KEY_FLAGS,
    ...BROKER_FLAGS,
  },
  details: `new writes NAME.key (mode 600) and NAME.pub. rotate reads the chain that is published for the fleet, and
writes the next version, signed by nobody; sign adds the signatures of the --key that it is given, of a version of
trust, of a target's file or of files of secrets, so that several people sign one after another, each where their key
is; publish adds a version to the chain once enough of the version before and enough of its own have signed.
docs/trust.md says how to rotate, and what to do when a key is lost or stolen.

Exit codes: 0 done; 1 refused; 2 the command line was not understood; 3 the broker was not reached.`,
  async run(args, io) {
    const [action = '', file, ...more] = args.positionals
    if (!ACTIONS.includes(action)) throw usage(`${JSON.stringify(action)} is not one of ${ACTIONS.join(', ')}`)
    if (file === undefined && action !== 'show') throw usage('needs a file behind it', action)
    if (more.length > 0 && action !== 'sign') throw usage(`${JSON.stringify(more[0])} is too much`, action)
    const path = file === undefined ? undefined : resolve(io.cwd, file)
    switch (action) {
      case 'new':
        return make(path!, args, io)
      case 'show':
        return show(path, args, io)
      case 'rotate':
        return rotate(path!, args, io)
      case 'sign':
        return sign([path!, ...more.map((each) => resolve(io.cwd, each))], args, io)
      default:
        return publish(path!, args, io)
    }
  },
}

async function make(path: string, args: Args, io: Io): Promise<number> {
  const name = args.required('role')
  const role = ROLES.find((one) => one === name)
  if (role === undefined) throw usage(`${JSON.stringify(name)} is not one of ${ROLES.join(', ')}`, '--role')
  const key = generateKey(role)
  const text = args.has('encrypt') ? encryptedText(key, await passphraseFrom(args, io)()) : `${formatPrivateKey(key)}\n`
  await writeNew(`${path}.key`, text, 0o600)
  await writeNew(`${path}.pub`, `${formatPublicKey(key)}\n`, 0o644)
  io.out(`${role}  ${key.id}  ${path}.key\n`)
  return EXIT.OK
}

async function show(path: string | undefined, args: Args, io: Io): Promise<number> {
  if (path === undefined) {
    const { state } = await published(args, io)
    io.out(`${trustLines(state).join('\n')}\n`)
    return EXIT.OK
  }
  const bytes = await readBytes(path)
  const text = bytes.toString('utf8')
  const role = /^holdfast-([a-z]+)-(?:private|encrypted)\s/.exec(text)?.[1]
  if (role !== undefined) {
    const why = `is the private half of a ${role} key: show the public one, which "keys new" wrote beside it`
    throw new HoldfastError('HF_KEY_INVALID', why, { place: path })
  }
  if (/^holdfast-[a-z]+-public /.test(text)) {
    const [key] = await loadPublicKeys([path])
    io.out(`${key!.role}  ${key!.id}\n`)
  } else io.out(`${inFile(path, () => documentLines(decode(KINDS.Signed, bytes), path)).join('\n')}\n`)
  return EXIT.OK
}

async function rotate(path: string, args: Args, io: Io): Promise<number> {
  const fleet = checkName('fleet', args.required('fleet'))
  const { state } = await published(args, io)
  const wanted = {
    add: await loadPublicKeys(args.all('add').map((each) => resolve(io.cwd, each))),
    remove: args.all('remove'),
    thresholds: Object.assign({}, ...args.all('threshold').map(parseThreshold)) as Partial<TrustState['thresholds']>,
  }
  if (wanted.add.length + wanted.remove.length + Object.keys(wanted.thresholds).length === 0)
    throw usage('changes nothing: give --add, --remove or --threshold', 'rotate')
  const document = draftTrust(state, fleet, wanted, Date.now())
  await writeAtomic(path, document)
  io.out(`${documentLines(decode(KINDS.Signed, document), path).join('\n')}\n`)
  return EXIT.OK
}

/** All of them, or none: a key that is of no use for one is found before anything is written. */
async function sign(paths: readonly string[], args: Args, io: Io): Promise<number> {
  const keys = await loadPrivateKeys(args, io)
  const files = await Promise.all(paths.map(async (path) => ({ path, bytes: await readBytes(path) })))
  const all = files.map(({ path, bytes }) => {
    const signed = inFile(path, () => addSignatures(kindOf(decode(KINDS.Signed, bytes), path), bytes, keys))
    const after = decode(KINDS.Signed, signed)
    if (!after.signatures.some(({ keyId }) => keys.some(({ id }) => id === keyId)))
      throw new HoldfastError('HF_KEY_INVALID', 'none of the keys has the role that signs it', { place: path })
    return { path, signed, after }
  })
  for (const { path, signed, after } of all) {
    await writeAtomic(path, signed)
    io.out(`${documentLines(after, path).join('\n')}\n`)
  }
  return EXIT.OK
}

async function publish(path: string, args: Args, io: Io): Promise<number> {
  const fleet = checkName('fleet', args.required('fleet'))
  const document = await readBytes(path)
  const { watch, state, configured, documents } = await open(args, io)
  try {
    const { walked, fault } = walkChain(beginAt(configured), [...documents, document], fleet)
    if (fault !== null) throw fault
    const chain = encode(KINDS.TrustChain, { documents: [...walked.documents] })
    await watch.publish(fleetTopics(fleet).trust, chain, true)
    io.out(`published: trust version ${newestOf(walked).version} of ${fleet}, after version ${state.version}\n`)
    return EXIT.OK
  } finally {
    await watch.close()
  }
}

async function published(args: Args, io: Io): Promise<{ state: TrustState }> {
  const { watch, state } = await open(args, io)
  await watch.close()
  return { state }
}

/** What counts now: the configured keys, and the chain that is published. @throws HF_TRUST_…, HF_BROKER_… */
async function open(args: Args, io: Io) {
  const fleet = checkName('fleet', args.required('fleet'))
  const paths = args.all('configured').map((each) => resolve(io.cwd, each))
  if (paths.length === 0) throw usage('is needed: the public keys that the devices are configured with', '--configured')
  const configured = configuredTrust(await loadPublicKeys(paths))
  const topic = fleetTopics(fleet).trust
  const watch = await Watch.open(await brokerOptions(args, io), warning(io), [topic])
  try {
    const documents = documentsIn(watch.last(topic) ?? new Uint8Array())
    const { walked, fault } = walkChain(beginAt(configured), documents, fleet)
    if (fault !== null) throw fault
    return { watch, configured, documents, state: newestOf(walked) }
  } catch (error) {
    await watch.close()
    throw error
  }
}
