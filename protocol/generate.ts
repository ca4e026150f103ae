/**
 * Makes `messages.js` and its types from `holdfast.proto`; with `--check`, only says whether they are stale.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname
const FILES = ['messages.js', 'messages.d.ts']
// Only encode and decode: the codec verifies and converts, and the device pays for every byte.
const FLAGS =
  '-t static-module -w esm -r holdfast --null-semantics --dts --force-number ' +
  '--no-service --no-typeurl --no-delimited --no-verify --no-create --no-convert'

function generate(folder: string): void {
  const pbjs = join(here, '..', 'node_modules', '.bin', 'pbjs')
  execFileSync(pbjs, [...FLAGS.split(' '), '-o', join(folder, 'messages.js'), join(here, 'holdfast.proto')], {
    stdio: 'inherit',
  })
}

if (process.argv.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-proto-'))
  try {
    generate(folder)
    const stale = FILES.filter(
      (file) => readFileSync(join(folder, file), 'utf8') !== readFileSync(join(here, file), 'utf8'),
    )
    if (stale.length > 0) {
      console.error(`stale: ${stale.map((file) => `protocol/${file}`).join(', ')}; run "npm run proto" and commit`)
      process.exitCode = 1
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
} else {
  generate(here)
}
