/**
 * Of `holdfast secrets`, what gives devices their secrets: set, remove and sync.
 *
 * Invariant: a value is in the store before a device has it; whom it is for is known, and that devices would count it,
 * before anything is kept.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Args } from '../cli/args.ts'
import { EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { bring, type Ground, refuseTooFew } from '../secrets/bring.ts'
import { outFolder, readValue, registered, storeKey } from '../secrets/options.ts'
import { type Recipients, recipientsOf } from '../secrets/recipients.ts'
import type { Scope } from '../secrets/records.ts'
import { broughtLines } from '../secrets/secret-lines.ts'
import { keep } from '../secrets/store-key.ts'
import { tell, withStore } from '../secrets/with-store.ts'
import { loadPrivateKeys, needRole } from '../signing/key-files.ts'

async function releaseKeys(args: Args, io: Io) {
  const keys = await loadPrivateKeys(args, io)
  needRole(keys, 'release')
  return keys
}

export async function set(name: string, scope: Scope, args: Args, io: Io): Promise<number> {
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

export async function remove(name: string, scope: Scope, args: Args, io: Io): Promise<number> {
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

export async function sync(scope: Scope | null, args: Args, io: Io): Promise<number> {
  const keys = await releaseKeys(args, io)
  return withStore(args, io, async (store, watch) => {
    const key = await storeKey(args, io, store.secrets.length === 0, false)
    const recipients = recipientsOf(scope, await registered(args, io), store.devices, watch.fleet)
    return give({ store, storeKey: key, keys, watch }, recipients, args, io)
  })
}

/** The store is open only while it is looked at, so that others may set meanwhile; a broker that is away is asked again. */
export async function syncEvery(everyMs: number, scope: Scope | null, args: Args, io: Io): Promise<number> {
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
