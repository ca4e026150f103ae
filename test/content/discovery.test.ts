/** Neighbours that find each other by multicast, on this machine's own network. */
import { createSocket } from 'node:dgram'
import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { type Discovery, discover } from '../../agent/content/neighbours/discovery.ts'
import { createLog } from '../../agent/log.ts'

const there: Discovery[] = []
afterEach(async () => {
  await Promise.all(there.splice(0).map((one) => one.close()))
})

async function device(port: number | null): Promise<Discovery> {
  const listen = port === null ? null : { host: '127.0.0.1', port }
  const log = createLog({ level: 'error', format: 'text', write: () => {} })
  // Each look asks anew, however soon.
  const one = await discover({ listen, clock: systemClock(), log, freshMs: -1 })
  there.push(one)
  return one
}

/** An answer may be late on a busy machine. */
async function found(by: Discovery, address: string): Promise<readonly string[]> {
  for (;;) {
    const all = await by.found()
    if (all.includes(address)) return all
  }
}

it('those that listen are found, and those that do not find them', async () => {
  const [first, second, quiet] = [await device(40_001), await device(40_002), await device(null)]
  expect(await found(first, '127.0.0.1:40002')).not.toContain('127.0.0.1:0')
  await found(second, '127.0.0.1:40001')
  await found(quiet, '127.0.0.1:40001')
  await found(quiet, '127.0.0.1:40002')
})

it('rubbish on the port is nothing to it', async () => {
  const [first, second] = [await device(40_003), await device(40_004)]
  const socket = createSocket('udp4')
  const send = (bytes: Buffer): Promise<void> =>
    new Promise((resolve) => socket.send(bytes, 5353, '127.0.0.1', () => resolve()))
  for (let index = 0; index < 200; index++)
    await send(Buffer.from(Array.from({ length: index }, () => Math.random() * 256)))
  // A name that points at itself.
  await send(Buffer.from('000084000000000100000000c00c00010001', 'hex'))
  socket.close()
  await found(first, '127.0.0.1:40004')
  await found(second, '127.0.0.1:40003')
})
