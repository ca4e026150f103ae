/**
 * `npm run bench`: every bench that ends within minutes, one after the other, with the same flags.
 *
 * Invariant: none disturbs another; exits 1 when any of them fails or misses a budget.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

for (const bench of ['checkpoint', 'content', 'crash', 'durability', 'footprint', 'power-on', 'registrar', 'update']) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${bench}.ts`), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
