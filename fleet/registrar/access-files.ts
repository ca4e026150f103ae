/**
 * What Mosquitto reads of us: who may read which fleet, and which certificates are revoked.
 *
 * Invariant: both files are whole at any moment, and the broker is told after they are on disk, at most once in a
 * second: reading its rules again costs Mosquitto a time that grows with the square of the devices (0.35 s for
 * 10,000). What is called meanwhile shares the next telling.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { writeAtomic } from '../signing/files.ts'
import type { Authority } from './authority.ts'
import type { Registry } from './records.ts'

export const DEVICES_ACL = 'devices.acl'
export const REVOKED_CRL = 'devices.crl'

const PACE_MS = 1000

// A device reads its own presence, so that a death that comes late is not the last word about it.
const READS = ['target', 'command', 'watch', 'certificate', 'secrets', 'presence'] as const
const WRITES = ['result', 'presence', 'report', 'chart', 'log', 'renew'] as const

/** The access rules of the devices' listener: `%u` is the name in the certificate. */
export function deviceRules({ device }: Pick<Registry, 'device'>): string {
  const own = (leaf: (typeof READS)[number] | (typeof WRITES)[number]): string =>
    deviceTopics('NAME')[leaf].replace('NAME', '%u')
  const lines = [
    '# Written by "holdfast registrar": changes here are lost.',
    ...READS.map((leaf) => `pattern read ${own(leaf)}`),
    ...WRITES.map((leaf) => `pattern write ${own(leaf)}`),
  ]
  for (const { name, fleet, state } of device.values())
    lines.push(`user ${name}`, state === 'active' ? `topic read hf/1/fleet/${fleet}/+` : 'topic deny #')
  return `${lines.join('\n')}\n`
}

export interface AccessFilesOptions {
  /** As `holdfast broker config mosquitto` made it. */
  directory: string
  authority: Authority
  registry: Registry
  /** What has the broker read its files again; without one it is left to others. */
  reload: readonly [string, ...string[]] | null
  now(): number
}

/** @returns what brings them up to date and tells the broker. It fails with HF_FILE_UNREADABLE, HF_AUTHORITY_FAILED */
export function accessFiles(options: AccessFilesOptions): () => Promise<void> {
  let going: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  return () => {
    next ??= going.then(() => {
      next = null
      const done = write(options)
      going = done.catch(() => {}).then(() => sleep(PACE_MS, undefined, { ref: false })) // whoever waits for `done` is told
      return done
    })
    return next
  }
}

async function write({ directory, authority, registry, reload, now }: AccessFilesOptions): Promise<void> {
  const list = await authority.revocationList([...registry.revoked.values()], now())
  await writeAtomic(join(directory, DEVICES_ACL), deviceRules(registry), 0o644)
  if (list !== null) await writeAtomic(join(directory, REVOKED_CRL), list, 0o644)
  if (reload !== null) await run(reload)
}

function run([program, ...words]: readonly [string, ...string[]]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'ignore', timeout: 30_000 })
    const failed = (why: string, cause?: unknown): void =>
      reject(
        new HoldfastError('HF_BROKER_UNAVAILABLE', `the broker was not told to reload: ${why}`, {
          place: program,
          cause,
        }),
      )
    child.once('error', (cause) => failed('the command cannot be run', cause))
    child.once('close', (code, signal) => (code === 0 ? resolve() : failed(`the command ended with ${code ?? signal}`)))
  })
}
