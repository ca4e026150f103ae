/** `holdfast secrets`: values that devices hold, sealed to each of them. */
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { checkName } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { paintWith } from '../cli/style.ts'
import { fleetOf } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { DATA_FLAG } from '../registrar/data-options.ts'
import { bring, type Ground, refuseTooFew } from '../secrets/bring.ts'
import {
  outFolder,
  readValue,
  registered,
  STORE_FLAGS,
  scopeFrom,
  secretName,
  storeDirectory,
  storeKey,
} from '../secrets/options.ts'
import { publishSigned } from '../secrets/publish-signed.ts'
import { comparedKey, type Recipients, recipientsOf } from '../secrets/recipients.ts'
import { NEVER_SENT, type Scope } from '../secrets/records.ts'
import { broughtLines, secretLines, sentLine, standings } from '../secrets/secret-lines.ts'
import { SecretStore } from '../secrets/secret-store.ts'
import { keep } from '../secrets/store-key.ts'
import { readBytes } from '../signing/files.ts'
import { KEY_FLAGS, loadPrivateKeys, needRole } from '../signing/key-files.ts'

export const command: CommandBody = {
  usage: 'set NAME | remove NAME | list | sync | publish FILE … | trust DEVICE FINGERPRINT',
  positionals: [1, Number.POSITIVE_INFINITY],
  flags: {
    fleet: { value: 'NAME', help: 'the secret of every device of a fleet; with list and sync: only its devices' },
    device: { value: 'NAME', help: "one device's own, which goes over its fleet's of the same name" },
    file: { value: 'FILE', help: 'with set: what holds the value; default the standard input' },
    every: { value: 'TIME', help: 'with sync: go on, and look again after so long, until interrupted' },
    out: {
      value: 'DIR',
      help: 'with set, remove and sync: where others are to sign too; writes DEVICE.hfs there and publishes nothing',
    },
    json: { help: 'one JSON line for each secret, or for each device' },
    ...STORE_FLAGS,
    ...DATA_FLAG,
    ...KEY_FLAGS,
    ...BROKER_FLAGS,
  },
  details: `A compose file names a secret by "external: true". A value is sealed to the key of each device and signed by the
release key, so that the broker sees names and lengths; it is also kept in the store, sealed to the store's key, so
that sync can give it to devices that come later, and to one that got another key. Setting a secret again is its
rotation: services that use it are made anew. Removing it takes it from the devices.

Whose key a device's is, the registrar's record says, which is looked for where --data says. A device without a
registrar is told apart by its fingerprint: compare the one in its log, and give it to trust.

Where a chain of trust asks for several release keys, give all of them; or write files with --out, have each signed by
"holdfast keys sign" where the other keys are, and publish them. What devices would refuse is not published.

list counts as held what a device itself has reported. Run sync --every as a service to have devices served by
themselves.

Examples:
  printf %s "$password" | holdfast secrets set db-password --fleet shop --key release.key
  holdfast secrets set api-key --device till-1 --file api.key
  holdfast secrets trust till-1 A1B2-C3D4-E5F6-0718

Exit codes: 0 done; 1 a device could not be given its secrets, or something was wrong; 2 the command line was not
understood; 3 the broker was not reached.`,
  async run(args, io) {
    const [action, ...words] = args.positionals as [string, ...string[]]
    const scope = scopeFrom(args)
    const isPublish = action === 'publish' && words.length > 0
    if (!isPublish && words.length !== (WORDS[action] ?? -1))
      throw usage(`${JSON.stringify(args.positionals.join(' '))} is not one of: ${command.usage}`)
    for (const [flag, of] of Object.entries({ file: 'set', every: 'sync' }))
      if (args.text(flag) !== undefined && action !== of) throw usage(`goes with ${of} alone`, `--${flag}`)
    if ((action === 'set' || action === 'remove') && scope === null)
      throw usage('or --device is needed: whom the secret is for', '--fleet')
    if (args.text('out') !== undefined && (!GIVING.includes(action) || args.text('every') !== undefined))
      throw usage(`goes with ${GIVING.join(', ')}, and not with --every`, '--out')
    const everyMs = args.text('every') === undefined ? null : args.duration('every', 0)
    if (everyMs !== null && everyMs < 1000) throw usage('is less than a second', '--every')
    switch (action) {
      case 'set':
        return set(secretName(words[0], action), scope!, args, io)
      case 'remove':
        return remove(secretName(words[0], action), scope!, args, io)
      case 'list':
        return withStore(args, io, (store, watch) => list(store, watch, scope, args, io))
      case 'publish':
        return publish(words, args, io)
      case 'trust':
        return withStore(args, io, (store, watch) => trust(store, watch, words[0]!, words[1]!, args, io))
      default:
        return everyMs === null ? sync(scope, args, io) : syncEvery(everyMs, scope, args, io)
    }
  },
}

const GIVING = ['set', 'remove', 'sync']
const WORDS: Readonly<Record<string, number>> = { set: 1, remove: 1, list: 0, sync: 0, trust: 2 }

/** The broker first: who cannot be told of it changes nothing. */
async function withStore(
  args: Args,
  io: Io,
  work: (store: SecretStore, watch: Watch) => Promise<number>,
): Promise<number> {
  const options = await brokerOptions(args, io)
  const watch = await Watch.open(options, warning(io))
  try {
    const store = await SecretStore.open(storeDirectory(args, io))
    try {
      return await work(store, watch)
    } finally {
      await store.close()
    }
  } finally {
    await watch.close()
  }
}

async function releaseKeys(args: Args, io: Io) {
  const keys = await loadPrivateKeys(args, io)
  needRole(keys, 'release')
  return keys
}

async function set(name: string, scope: Scope, args: Args, io: Io): Promise<number> {
  const keys = await releaseKeys(args, io)
  const value = await readValue(name, args, io)
  return withStore(args, io, async (store, watch) => {
    const recipients = await recipientsThatCount({ store, keys, watch }, scope, args, io)
    const key = (await storeKey(args, io, store.secrets.length === 0, true))!
    const which = { scope, name, version: (store.secret(scope, name)?.version ?? 0) + 1 }
    await store.putSecret({ ...which, setMs: Date.now(), kept: keep(key, which, value) })
    const facts = { event: 'secret', name, [scope.kind]: scope.name, version: which.version }
    tell(args, io, facts, `${name} of ${scope.kind} ${scope.name} is version ${which.version}`)
    return give({ store, storeKey: key, keys, watch }, recipients, args, io)
  })
}

async function remove(name: string, scope: Scope, args: Args, io: Io): Promise<number> {
  const keys = await releaseKeys(args, io)
  return withStore(args, io, async (store, watch) => {
    const record = store.secret(scope, name)
    if (record === undefined || record.kept === null)
      throw new HoldfastError('HF_SECRET_UNKNOWN', `is not kept for ${scope.kind} ${scope.name}`, { place: name })
    const recipients = await recipientsThatCount({ store, keys, watch }, scope, args, io)
    const key = await storeKey(args, io, false, false)
    await store.putSecret({ ...record, kept: null, setMs: Date.now() })
    const facts = { event: 'secret removed', name, [scope.kind]: scope.name }
    tell(args, io, facts, `${name} of ${scope.kind} ${scope.name} is removed`)
    return give({ store, storeKey: key, keys, watch }, recipients, args, io)
  })
}

/**
 * Whom it is for, before anything is kept: what is signed by too few would be kept, and reach nobody.
 * @throws HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW
 */
async function recipientsThatCount(
  { store, keys, watch }: Pick<Ground, 'store' | 'keys' | 'watch'>,
  scope: Scope,
  args: Args,
  io: Io,
): Promise<Recipients> {
  const recipients = recipientsOf(scope, await registered(args, io), store.devices, watch.fleet)
  const fleets = scope.kind === 'fleet' ? [scope.name] : recipients.known.map(({ fleet }) => fleet)
  if (args.text('out') === undefined) await refuseTooFew(watch, keys, fleets, warning(io))
  return recipients
}

async function sync(scope: Scope | null, args: Args, io: Io): Promise<number> {
  const keys = await releaseKeys(args, io)
  return withStore(args, io, async (store, watch) => {
    const key = await storeKey(args, io, store.secrets.length === 0, false)
    const recipients = recipientsOf(scope, await registered(args, io), store.devices, watch.fleet)
    return give({ store, storeKey: key, keys, watch }, recipients, args, io)
  })
}

/** The store is open only while it is looked at, so that others may set meanwhile; a broker that is away is asked again. */
async function syncEvery(everyMs: number, scope: Scope | null, args: Args, io: Io): Promise<number> {
  while (!io.signal.aborted) {
    try {
      await sync(scope, args, io)
    } catch (error) {
      if (!(error instanceof HoldfastError) || !/^HF_(BROKER_|STORE_LOCKED)/.test(error.code)) throw error
      io.err(`warning: ${error.code} ${error.message}\n`)
    }
    await sleep(everyMs, undefined, { signal: io.signal }).catch(() => {}) // interrupted
  }
  return EXIT.OK
}

async function give(base: Omit<Ground, 'out' | 'warn'>, recipients: Recipients, args: Args, io: Io): Promise<number> {
  const out = await outFolder(args, io)
  const ground: Ground = { ...base, out, warn: warning(io) }
  const brought = await bring(ground, recipients)
  if (!args.has('json')) for (const line of broughtLines(brought, out)) io.out(`${line}\n`)
  else {
    const line = (event: string, facts: object) => io.out(`${JSON.stringify({ event, ...facts })}\n`)
    for (const facts of brought.published) line(out === null ? 'published' : 'written', facts)
    for (const device of brought.upToDate) line('up to date', { device })
    for (const device of brought.cleared) line('cleared', { device })
    for (const facts of brought.skipped) line('skipped', facts)
  }
  return brought.skipped.length === 0 ? EXIT.OK : EXIT.FAILED
}

/** What others have signed too, by whoever is near the broker. */
async function publish(paths: readonly string[], args: Args, io: Io): Promise<number> {
  const documents = await Promise.all(
    paths.map(async (path) => ({ path, bytes: new Uint8Array(await readBytes(resolve(io.cwd, path))) })),
  )
  const fleets = new Map((await registered(args, io)).map(({ name, fleet }) => [name, fleet]))
  const watch = await Watch.open(await brokerOptions(args, io), warning(io))
  try {
    for (const facts of await publishSigned(watch, documents, fleets, warning(io)))
      tell(args, io, { event: 'published', ...facts }, sentLine(facts))
    return EXIT.OK
  } finally {
    await watch.close()
  }
}

async function list(store: SecretStore, watch: Watch, scope: Scope | null, args: Args, io: Io): Promise<number> {
  const { known } = recipientsOf(scope, await registered(args, io), store.devices, watch.fleet)
  const all = standings(store.secrets, known, store.devices, watch.fleet).filter(
    ({ record, devices }) =>
      scope === null || devices.length > 0 || (record.scope.kind === scope.kind && record.scope.name === scope.name),
  )
  if (args.has('json'))
    for (const { record, devices } of all) {
      const { kept: _, scope: of, ...facts } = record
      io.out(`${JSON.stringify({ event: 'secret', ...facts, [of.kind]: of.name, devices })}\n`)
    }
  else if (all.length === 0) io.err('no secrets\n')
  else io.out(`${secretLines(all, paintWith(io.colour)).join('\n')}\n`)
  return EXIT.OK
}

async function trust(
  store: SecretStore,
  watch: Watch,
  word: string,
  fingerprint: string,
  args: Args,
  io: Io,
): Promise<number> {
  const device = checkName('device', word)
  const seen = watch.fleet.get(device)
  const pinned = comparedKey(seen, device, fingerprint)
  const fleet = seen === undefined ? '' : fleetOf(seen)
  await store.putDevice({ ...NEVER_SENT, ...store.device(device), device, fleet, pinned })
  tell(
    args,
    io,
    { event: 'trusted', device, fleet },
    `${device} of ${fleet}: secrets are sealed to this key from now on`,
  )
  return EXIT.OK
}

function warning(io: Io): (message: string) => void {
  return (message) => io.err(`warning: ${message}\n`)
}

function tell(args: Args, io: Io, facts: object, sentence: string): void {
  io.out(args.has('json') ? `${JSON.stringify(facts)}\n` : `${sentence}\n`)
}
