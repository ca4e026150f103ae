/**
 * Makes a process hang, for a test: `node --import` this.
 *
 * SIGUSR2 does what `HANG` says: `loop` blocks the event loop for ever; `clock` makes the clock of the machine
 * an hour later, so that whatever is under way has been so for an hour.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const read = fs.readFileSync
let laterSeconds = 0

if (process.env.HANG === 'clock') {
  const withOffset = (...args: Parameters<typeof read>) => {
    const content = read(...args)
    if (args[0] !== '/proc/uptime' || typeof content !== 'string') return content
    return content.replace(/^[\d.]+/, (seconds) => (Number(seconds) + laterSeconds).toFixed(2))
  }
  fs.readFileSync = withOffset as typeof read
  syncBuiltinESMExports()
}

process.on('SIGUSR2', () => {
  if (process.env.HANG === 'clock') laterSeconds = 3600
  else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})
