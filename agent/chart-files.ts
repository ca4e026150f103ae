/**
 * `docs/charts/*.json`: the definitions of the machines of this version, for whoever may not import them. With
 * `--check` it writes nothing and fails when one is stale.
 *
 * Invariant: what stands there is what a device of this version publishes when it is asked for its definitions.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { definitionOf } from '../machines/chart-definition.ts'
import { deviceMachine } from '../machines/device.ts'
import { networkMachine } from '../machines/network.ts'
import { provisionMachine } from '../machines/provision.ts'
import { updateMachine } from '../machines/update.ts'

const FOLDER = new URL('../docs/charts/', import.meta.url)

/** File names and what stands in them. */
export function chartFiles(): Record<string, string> {
  const definitions = [deviceMachine, networkMachine, provisionMachine, updateMachine].map(definitionOf)
  return Object.fromEntries(definitions.map((one) => [`${one.id}.json`, `${JSON.stringify(one, null, 2)}\n`]))
}

/** What stands there now. */
export function writtenCharts(): Record<string, string> {
  const names = readdirSync(FOLDER).sort()
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]))
}

if (import.meta.main) {
  const [wanted, written] = [chartFiles(), writtenCharts()]
  if (!process.argv.includes('--check')) {
    for (const name of Object.keys(written)) if (!(name in wanted)) rmSync(new URL(name, FOLDER))
    for (const [name, text] of Object.entries(wanted)) writeFileSync(new URL(name, FOLDER), text)
  } else if (JSON.stringify(wanted) !== JSON.stringify(written)) {
    process.stderr.write('docs/charts is stale: run node agent/chart-files.ts\n')
    process.exitCode = 1
  }
}
