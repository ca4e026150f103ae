/** A lock that an application took outlives the agent that wrote it down, or is told to be lost. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SAVED_VERSION, savedLeases } from '../../agent/saved-leases.ts'
import { KEPT, KEPT_IN_BOOT } from './leases.ts'
import { recordPath, recordsNow } from './record.ts'

const NAME = `leases.v${SAVED_VERSION}.json`
const recorded = readdirSync(recordPath('')).filter((name) => name.startsWith('leases.'))
const textOf = (name: string) => (recorded.includes(name) ? readFileSync(recordPath(name), 'utf8') : '')
const bodyOf = (name: string) => Buffer.from(textOf(name).trimEnd())

const ADVICE = `Locks are not written down any more as ${NAME} has them.
A device may hold a lease in the recorded form. Either it is still read as it was meant: then look through the difference,
and run: node test/history/record.ts --again. Or raise SAVED_VERSION (agent/saved-leases.ts), which takes locks of the
recorded form for lost, and run: node test/history/record.ts`

it('locks are written down as is recorded of their version', async () => {
  expect((await recordsNow())[NAME], ADVICE).toBe(textOf(NAME))
})

describe('locks that are on the disk', () => {
  it('in the present form hold in the same boot', () => {
    expect(savedLeases({ version: SAVED_VERSION, body: bodyOf(NAME) }, KEPT_IN_BOOT)).toEqual({
      leases: KEPT,
      problem: null,
    })
  })

  it('are over after a reboot, and that is no loss to tell', () => {
    const saved = { version: SAVED_VERSION, body: bodyOf(NAME) }
    expect(savedLeases(saved, 'boot-2')).toEqual({ leases: [], problem: null })
  })

  const unread: [string, number, Uint8Array][] = [
    ...recorded
      .map((name): [string, number] => [name, Number(/v(\d+)/.exec(name)?.[1])])
      .filter(([, version]) => version !== SAVED_VERSION)
      .map(([name, version]): [string, number, Uint8Array] => [`of the older form ${name}`, version, bodyOf(name)]),
    ['of no version', 0, bodyOf(NAME)],
    ['of a version to come', SAVED_VERSION + 1, bodyOf(NAME)],
    ['cut off', SAVED_VERSION, bodyOf(NAME).subarray(0, -3)],
    ['that are no text', SAVED_VERSION, Buffer.from([0x22, 0xff, 0x22])],
    ['empty', SAVED_VERSION, Buffer.alloc(0)],
    ['without a boot', SAVED_VERSION, Buffer.from('{"leases":[]}')],
    [
      'with one that lacks its owner',
      SAVED_VERSION,
      Buffer.from(JSON.stringify({ bootId: KEPT_IN_BOOT, leases: [KEPT[0], { service: 'press', reason: '', ms: 1 }] })),
    ],
  ]

  it.each(unread)('%s: none holds, and that is told', (_, version, body) => {
    const { leases, problem } = savedLeases({ version, body }, KEPT_IN_BOOT)
    expect(leases).toEqual([])
    expect(problem).toMatch(/locks .* cannot be read/)
  })
})
