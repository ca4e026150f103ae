/**
 * Writes down what the machines are now: `node test/history/record.ts`.
 *
 * Invariant: what was recorded of a version stays as it is, unless `--again` says that no device has it yet.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { INTENT_FORM } from '../../agent/intent-form.ts'
import { NETWORK_INTENT_FORM } from '../../agent/network/checkpoint.ts'
import { SAVED_VERSION as DEFERRALS_VERSION } from '../../agent/saved-deferrals.ts'
import { SAVED_VERSION } from '../../agent/saved-leases.ts'
import { SAVED_VERSION as WORDS_VERSION } from '../../agent/saved-ready-words.ts'
import { DEVICE_VERSION, deviceMachine } from '../../machines/device.ts'
import { NETWORK_VERSION, networkMachine } from '../../machines/network.ts'
import { PROVISION_VERSION, provisionMachine } from '../../machines/provision.ts'
import { UPDATE_VERSION, updateMachine } from '../../machines/update.ts'
import { checkpointsNow } from './checkpoints.ts'
import { deferralsNow } from './deferrals.ts'
import { leasesNow } from './leases.ts'
import { readyWordsNow } from './ready-words.ts'
import { formLines, structureOf } from './structure.ts'

/** File names and what stands in them. */
export function recordsNow(): Record<string, string> {
  const text = (lines: string[]): string => `${lines.join('\n')}\n`
  return {
    [`update-chart.v${UPDATE_VERSION}.txt`]: text(structureOf(updateMachine)),
    [`update-intent.v${UPDATE_VERSION}.txt`]: text(formLines(INTENT_FORM, 'intent')),
    [`update-checkpoints.v${UPDATE_VERSION}.json`]: `${JSON.stringify(checkpointsNow(), null, 2)}\n`,
    [`network-chart.v${NETWORK_VERSION}.txt`]: text(structureOf(networkMachine)),
    [`network-intent.v${NETWORK_VERSION}.txt`]: text(formLines(NETWORK_INTENT_FORM, 'intent')),
    [`provision-chart.v${PROVISION_VERSION}.txt`]: text(structureOf(provisionMachine)),
    [`device-chart.v${DEVICE_VERSION}.txt`]: text(structureOf(deviceMachine)),
    [`leases.v${SAVED_VERSION}.json`]: `${leasesNow()}\n`,
    [`deferrals.v${DEFERRALS_VERSION}.json`]: `${deferralsNow()}\n`,
    [`ready-words.v${WORDS_VERSION}.json`]: `${readyWordsNow()}\n`,
  }
}

export const recordPath = (name: string): URL => new URL(`recorded/${name}`, import.meta.url)

if (import.meta.main) {
  for (const [name, text] of Object.entries(recordsNow())) {
    if (!existsSync(recordPath(name)) || process.argv.includes('--again')) writeFileSync(recordPath(name), text)
  }
}
