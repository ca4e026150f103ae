/**
 * Privileged containers on a machine that does not have every capability itself.
 *
 * Invariant: only where the machine lacks some is there a runtime of the rig's own, and it takes from a container
 * those alone: what it is left with is all that the machine has. What was taken stands in the engine's log.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Its name in the engine. */
const RUNTIME = 'runc-of-the-rig'

const TAKER = fileURLToPath(new URL('take-capabilities.ts', import.meta.url))

/** What of the kernel's capabilities nobody here can have, as runtimes call them: CAP_SYS_RESOURCE. */
export function lackingCapabilities(): string[] {
  const bounds = BigInt(`0x${/^CapBnd:\s+(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''}`)
  // In the order of their bits; those of the kernel alone.
  const known = execFileSync('setpriv', ['--list-caps'], { encoding: 'utf8' }).trim().split('\n')
  return known.filter((_, bit) => ((bounds >> BigInt(bit)) & 1n) === 0n).map((name) => `CAP_${name.toUpperCase()}`)
}

/**
 * Writes a runtime that runs what the machine can run of a privileged container.
 * @param dir gets the program
 * @param log is told what was taken from which container
 * @returns settings of the engine; none where nothing is lacking
 */
export async function lendingRuntime(dir: string, log: string): Promise<Record<string, unknown>> {
  const lacking = lackingCapabilities()
  if (lacking.length === 0) return {}
  const program = join(dir, RUNTIME)
  const words = [process.execPath, TAKER, log, ...lacking].map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
  // Node costs as much as all of a health check: it is asked only where there is something to take.
  const script = `#!/bin/sh
for word; do
  case $before in
    --bundle) spec=$word/config.json ;;
    --process) spec=$word ;;
  esac
  before=$word
done
if [ -n "$spec" ] && grep -q -E '"(${lacking.join('|')})"' "$spec"; then
  ${words.join(' ')} < "$spec" > "$spec.taken" && cat "$spec.taken" > "$spec" && rm "$spec.taken" || exit 1
fi
exec runc "$@"
`
  await writeFile(program, script, { mode: 0o755 })
  return { runtimes: { [RUNTIME]: { path: program } }, 'default-runtime': RUNTIME }
}
