/**
 * Secrets, and who has them, in lines for people.
 *
 * Invariant: pure; names, versions and counts only.
 */
import { alignColumns, type Paint } from '../cli/style.ts'
import type { Fleet } from '../follow/seen.ts'
import { formatMinute } from '../text/moment.ts'
import type { Brought } from './bring.ts'
import type { DeviceRecord, SecretRecord } from './records.ts'
import { type Held, heldBy, type Recipient, wantedBy } from './wanted.ts'

export interface Standing {
  record: SecretRecord
  devices: { device: string; state: Held }[]
}

/** Each secret that is kept, with the devices that are to have it. */
export function standings(
  secrets: readonly SecretRecord[],
  recipients: readonly Recipient[],
  sent: readonly DeviceRecord[],
  seen: Fleet,
): Standing[] {
  const records = new Map(sent.map((record) => [record.device, record]))
  return secrets
    .filter(({ kept }) => kept !== null)
    .map((record) => ({
      record,
      devices: recipients
        .filter((recipient) => wantedBy(secrets, recipient).includes(record))
        .map((recipient) => {
          const report = seen.get(recipient.device)?.report ?? null
          const reported =
            report === null
              ? null
              : { revision: report.secretsRevision, key: Buffer.from(report.encryptionKey).toString('base64') }
          const { device } = recipient
          return { device, state: heldBy(records.get(device), record, recipient, reported) }
        }),
    }))
}

/** A row for each secret. */
export function secretLines(all: readonly Standing[], paint: Paint): string[] {
  const header = ['SECRET', 'FOR', 'VERSION', 'SET', 'HELD', 'NOT YET'].map((title) => paint('bold', title))
  const rows = all.map(({ record: { name, scope, version, setMs }, devices }) => {
    const missing = devices.filter(({ state }) => state !== 'held')
    return [
      name,
      `${scope.kind} ${scope.name}`,
      String(version),
      formatMinute(setMs),
      `${devices.length - missing.length}/${devices.length}`,
      missing.map(({ device, state }) => (state === 'due' ? `${device} (sync)` : device)).join(' ') || '-',
    ]
  })
  return alignColumns([header, ...rows])
}

export function sentLine({ device, revision, secrets }: Brought['published'][number], verb = 'sent'): string {
  return `${device}: ${verb} ${secrets.join(', ') || 'none'} (revision ${revision})`
}

/**
 * What was done, a line for each device but those that had all of it.
 * @param out where it was written instead of published
 */
export function broughtLines({ published, upToDate, cleared, skipped }: Brought, out: string | null): string[] {
  return [
    ...published.map((each) => (out === null ? sentLine(each) : sentLine(each, 'wrote'))),
    ...cleared.map((device) => `${device}: its identity was taken back; nothing stands on the broker for it any more`),
    ...(upToDate.length === 0 ? [] : [`up to date: ${upToDate.join(', ')}`]),
    ...skipped.map(({ device, code, message }) => `${device}: ${code} ${message}`),
  ]
}
