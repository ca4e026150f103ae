/**
 * `node take-capabilities.ts LOG CAPABILITY… < SPEC`: what a runtime is to make, without these capabilities.
 *
 * Invariant: of a bundle's config.json, or of the process of an exec, nothing else is changed.
 * Form: https://github.com/opencontainers/runtime-spec/blob/main/config.md#linux-process
 */
import { appendFileSync, readFileSync } from 'node:fs'

interface Process {
  capabilities?: Record<string, string[]>
}

const [log = '', ...taken] = process.argv.slice(2)
const spec = JSON.parse(readFileSync(0, 'utf8')) as Process & { process?: Process; hostname?: string }
const made = spec.process ?? spec
for (const [set, names] of Object.entries(made.capabilities ?? {}))
  if (Array.isArray(names)) made.capabilities![set] = names.filter((name) => !taken.includes(name))
appendFileSync(
  log,
  `the rig: ${spec.hostname ?? 'a program in a container'} does without ${taken.join(', ')}, which this machine lacks\n`,
)
process.stdout.write(JSON.stringify(spec))
