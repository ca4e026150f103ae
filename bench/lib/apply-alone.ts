/**
 * `node bench/lib/apply-alone.ts [OLD DELTA BYTES]`: applies a delta and throws the result away; without arguments only starts.
 *
 * Invariant: it says the peak of its resident memory, in KiB, and nothing else.
 */
import { createReadStream, readFileSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { applyDelta } from '../../agent/content/apply-delta.ts'
import { OldPages } from '../../agent/content/old-pages.ts'

const [old, delta, bytes] = process.argv.slice(2)
if (old !== undefined && delta !== undefined) {
  const file = await open(old)
  const pages = new OldPages((await stat(old)).size, async (position, length) => {
    const { buffer } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, position)
    return buffer
  })
  let given = 0
  for await (const piece of applyDelta(createReadStream(delta), pages, Number(bytes), delta)) given += piece.length
  if (given !== Number(bytes)) throw new Error(`it gave ${given} of ${bytes} bytes`)
  await file.close()
}
const [, peak = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
process.stdout.write(peak)
