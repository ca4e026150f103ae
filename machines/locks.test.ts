import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Lock, lockOfFile, lockSentence, MAX_LOCK_MS, MAX_OWNER, MAX_REASON } from './locks.ts'

const LOCK: Lock = { service: 'press', owner: 'plc', reason: 'a job runs', remainingMs: 240_000, via: 'api' }
const file = (text: string): Lock => lockOfFile('press', '/run/holdfast/lock', new TextEncoder().encode(text))

describe('the sentence about a lock', () => {
  it.each([
    [
      'of the API',
      {},
      'press (plc) holds a lock: a job runs; the application releases it, or it ends in 4 minutes, or go on with --force',
    ],
    [
      'of the service itself',
      { owner: 'press' },
      'press holds a lock: a job runs; the application releases it, or it ends in 4 minutes, or go on with --force',
    ],
    [
      'without a reason',
      { reason: '', remainingMs: 900 },
      'press (plc) holds a lock: no reason given; the application releases it, or it ends in 1 second, or go on with --force',
    ],
    [
      'by a file without end',
      { owner: '/tmp/balena/updates.lock', via: 'file', remainingMs: null },
      'press (/tmp/balena/updates.lock) holds a lock: a job runs; remove the file, or go on with --force',
    ],
    [
      'by a file with an owner',
      { via: 'file', remainingMs: 86_400_000 },
      'press (plc) holds a lock: a job runs; remove its lock file, or it ends in 24 hours, or go on with --force',
    ],
  ] satisfies [string, Partial<Lock>, string][])('%s', (_, change, sentence) => {
    expect(lockSentence({ ...LOCK, ...change })).toBe(sentence)
  })
})

it('a lock that may put something off only so long says that too', () => {
  expect(lockSentence({ ...LOCK, remainingMs: null }, 7_200_000)).toBe(
    'press (plc) holds a lock: a job runs; the application releases it, or it is passed over in 2 hours, or go on with --force',
  )
})

describe('a lock file', () => {
  it('says who, why and how long as JSON', () => {
    expect(file('{"owner": "plc", "reason": "a job runs", "seconds": 240}')).toEqual({ ...LOCK, via: 'file' })
  })

  it('of other text is a lock without end, for that reason', () => {
    expect(file('calibrating\n')).toEqual({
      service: 'press',
      owner: '/run/holdfast/lock',
      reason: 'calibrating',
      remainingMs: null,
      via: 'file',
    })
  })

  it.each(['', '  \n', '\0'])('that is as good as empty (%j) is a lock too', (text) => {
    expect(file(text)).toMatchObject({ reason: '', remainingMs: null })
  })

  it.each(['{"owner": 7, "reason": [], "seconds": "60"}', '{"seconds": 0}', '{"seconds": -1}'])(
    'of the wrong types (%s) is a lock without end',
    (text) => {
      expect(file(text)).toMatchObject({ owner: '/run/holdfast/lock', reason: '', remainingMs: null })
    },
  )

  it('does not hold for longer than a day where it names its term', () => {
    expect(file('{"seconds": 1e9}').remainingMs).toBe(MAX_LOCK_MS)
  })

  it('has no line break and nothing for a terminal to obey, whatever it holds', () => {
    expect(file('one\ntwo\u001b[31m').reason).toBe('one two [31m')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (content) => {
        const { owner, reason } = lockOfFile('s', '/run/holdfast/lock', content)
        expect(`${owner}${reason}`).not.toMatch(/[\p{C}\n]/u)
        expect(Array.from(owner).length <= MAX_OWNER && Array.from(reason).length <= MAX_REASON).toBe(true)
      }),
    )
  })
})
