/** `holdfast secrets`: values that devices hold, sealed to each of them. */
import { resolve } from 'node:path'
import { checkName } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { paintWith } from '../cli/style.ts'
import { fleetOf } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { DATA_FLAG } from '../registrar/data-options.ts'
import { registered, STORE_FLAGS, scopeFrom, secretName } from '../secrets/options.ts'
import { publishSigned } from '../secrets/publish-signed.ts'
import { comparedKey, recipientsOf } from '../secrets/recipients.ts'
import { NEVER_SENT, type Scope } from '../secrets/records.ts'
import { secretLines, sentLine, standings } from '../secrets/secret-lines.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import { tell, withStore } from '../secrets/with-store.ts'
import { readBytes } from '../signing/files.ts'
import { KEY_FLAGS } from '../signing/key-files.ts'
import { remove, set, sync, syncEvery } from './secrets-giving.ts'

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
