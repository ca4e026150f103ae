/**
 * Writes down what the machines are now: `node test/history/record.ts`.
 *
 * Invariant: what was recorded of a version stays as it is, unless `--again` says that no device has it yet.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { SAVED_VERSION as DEFERRALS_VERSION } from '../../agent/saved-deferrals.ts'
import { SAVED_VERSION } from '../../agent/saved-leases.ts'
import { SAVED_VERSION as WORDS_VERSION } from '../../agent/saved-ready-words.ts'
import { DEVICE_VERSION, deviceMachine } from '../../machines/device.ts'
import { NETWORK_VERSION, networkMachine } from '../../machines/network.ts'
import { PROVISION_VERSION, provisionMachine } from '../../machines/provision.ts'
import { UPDATE_VERSION, updateMachine } from '../../machines/update.ts'
import { deferralsNow } from './deferrals.ts'
import { KINDS_OF_CHECKPOINT, kindNow } from './kinds.ts'
import { leasesNow } from './leases.ts'
import { MACHINES } from './machines.ts'
import { readyWordsNow } from './ready-words.ts'
import { formLines, structureOf } from './structure.ts'

/** File names and what stands in them. */
export async function recordsNow(): Promise<Record<string, string>> {
  const text = (lines: string[]): string => `${lines.join('\n')}\n`
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
  const machines = Object.entries(MACHINES).flatMap(([name, { version, form, now }]) => [
    [`${name}-intent.v${version}.txt`, text(formLines(form, 'intent'))],
    [`${name}-checkpoints.v${version}.json`, json(now())],
  ])
  const kinds = Object.keys(KINDS_OF_CHECKPOINT).map(async (kind) => {
    const all = await kindNow(kind)
    return [`${kind}.v${all[0]!.version}.json`, json(all)]
  })
  return {
    [`update-chart.v${UPDATE_VERSION}.txt`]: text(structureOf(updateMachine)),
    [`network-chart.v${NETWORK_VERSION}.txt`]: text(structureOf(networkMachine)),
    [`provision-chart.v${PROVISION_VERSION}.txt`]: text(structureOf(provisionMachine)),
    [`device-chart.v${DEVICE_VERSION}.txt`]: text(structureOf(deviceMachine)),
    ...Object.fromEntries(machines),
    ...Object.fromEntries(await Promise.all(kinds)),
    [`leases.v${SAVED_VERSION}.json`]: `${leasesNow()}\n`,
    [`deferrals.v${DEFERRALS_VERSION}.json`]: `${deferralsNow()}\n`,
    [`ready-words.v${WORDS_VERSION}.json`]: `${readyWordsNow()}\n`,
  }
}

export const recordPath = (name: string): URL => new URL(`recorded/${name}`, import.meta.url)

if (import.meta.main) {
  for (const [name, text] of Object.entries(await recordsNow())) {
    if (!existsSync(recordPath(name)) || process.argv.includes('--again')) writeFileSync(recordPath(name), text)
  }
}
