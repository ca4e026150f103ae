import { beforeEach, describe, expect, it } from 'vitest'
import type { Stamp } from '../machines/ports.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { Write } from '../storage/store.ts'
import { DEFAULT_LEASE_MS, Leases } from './leases.ts'
import type { Caller } from './local-api/keys.ts'
import { createLog } from './log.ts'
import { SAVED_VERSION } from './saved-leases.ts'
import { settle, VirtualClock } from './virtual-clock.ts'

const PRESS = { service: 'press', spec: '' }
const OVEN = { service: 'oven', spec: '' }
const ASKED = { owner: 'plc', reason: 'a job runs', ms: DEFAULT_LEASE_MS }
const LOCK = { service: 'press', owner: 'plc', reason: 'a job runs', remainingMs: DEFAULT_LEASE_MS, via: 'api' }

/** A device of which only the leases are looked at. */
class Device {
  clock = new VirtualClock()
  saved: { version: number; body: Uint8Array } | undefined
  writes = 0
  isFull = false
  readonly lines: string[] = []

  /** A life of the agent. */
  leases(): Leases {
    const log = createLog({ level: 'debug', format: 'text', write: (line) => this.lines.push(line) })
    return new Leases({
      store: { commit: (writes) => this.#commit(writes) },
      clock: this.clock,
      log,
      saved: this.saved,
    })
  }

  reboot(): void {
    this.clock = new VirtualClock()
    this.clock.now = (): Stamp => ({ bootId: 'boot-2', monoMs: 0, wallMs: 0 })
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    await settle()
    if (this.isFull) throw new HoldfastError('HF_STORE_UNWRITABLE', 'the disk is full')
    for (const write of writes) {
      if (write.op !== 'checkpoint' || write.machine !== 'leases') throw new Error(`nobody asked for ${write.op}`)
      this.writes += 1
      this.saved = write
    }
  }
}

let device: Device
let leases: Leases
let changes: number
beforeEach(() => {
  device = new Device()
  leases = device.leases()
  changes = 0
  leases.changes.subscribe(() => {
    changes += 1
  })
})

describe('a lease', () => {
  it('is on the disk before it is granted', async () => {
    const granted = leases.acquire(PRESS, ASKED)
    expect(leases.all()).toEqual([])
    expect(await granted).toEqual(LOCK)
    expect({ all: leases.all(), writes: device.writes, changes }).toEqual({ all: [LOCK], writes: 1, changes: 1 })
  })

  it('ends by itself, and leaves the disk', async () => {
    await leases.acquire(PRESS, ASKED)
    await device.clock.advance(DEFAULT_LEASE_MS - 1)
    expect(leases.all()).toEqual([{ ...LOCK, remainingMs: 1 }])
    await device.clock.advance(1)
    await settle()
    await settle()
    expect({ all: leases.all(), changes }).toEqual({ all: [], changes: 2 })
    expect(device.leases().all()).toEqual([])
  })

  it('lasts on when it is renewed, without a write', async () => {
    await leases.acquire(PRESS, ASKED)
    for (let n = 0; n < 10; n += 1) {
      await device.clock.advance(DEFAULT_LEASE_MS - 1000)
      await leases.acquire(PRESS, ASKED)
    }
    expect({ all: leases.all(), writes: device.writes }).toEqual({ all: [LOCK], writes: 1 })
  })

  it('is written again when it is renewed for longer: a restart of the agent must not shorten it', async () => {
    await leases.acquire(PRESS, { ...ASKED, ms: 10_000 })
    await leases.acquire(PRESS, { ...ASKED, ms: 3_600_000 })
    expect(device.leases().all()).toEqual([{ ...LOCK, remainingMs: 3_600_000 }])
  })

  it('is released by its owner alone, and that a second time is no error', async () => {
    await leases.acquire(PRESS, ASKED)
    expect(await leases.release(PRESS, 'someone else')).toBe(false)
    expect(await leases.release(OVEN, 'plc')).toBe(false)
    expect(leases.all()).toHaveLength(1)
    expect(await leases.release(PRESS, 'plc')).toBe(true)
    expect(await leases.release(PRESS, 'plc')).toBe(false)
    expect({ all: leases.all(), writes: device.writes }).toEqual({ all: [], writes: 2 })
  })

  it('stands beside others of the service, up to sixteen', async () => {
    for (let n = 0; n < 16; n += 1) await leases.acquire(PRESS, { ...ASKED, owner: `owner ${n}` })
    await expect(leases.acquire(PRESS, ASKED)).rejects.toMatchObject({ code: 'HF_LOCKS_EXHAUSTED' })
    await leases.acquire(PRESS, { ...ASKED, owner: 'owner 3' })
    await leases.acquire(OVEN, ASKED)
    expect(leases.all()).toHaveLength(17)
    expect(await leases.release(PRESS)).toBe(true)
    expect(leases.all().map(({ service }) => service)).toEqual(['oven'])
  })

  it('is of the container that took it: the one that takes its place has its own, and cannot release it', async () => {
    const [old, young] = ['0ld', '4ew'].map((spec) => ({ service: 'press', spec })) as [Caller, Caller]
    await leases.acquire(old, ASKED)
    await leases.acquire(young, { ...ASKED, reason: 'another' })
    const both = [
      { ...LOCK, spec: '0ld' },
      { ...LOCK, spec: '4ew', reason: 'another' },
    ]
    expect(leases.all()).toEqual(both)
    expect(device.leases().all()).toEqual(both)
    expect(await leases.release(young)).toBe(true)
    expect(await leases.release(young)).toBe(false)
    expect(leases.all()).toEqual([both[0]])
  })

  it('asked for many times at once is there once, with what was asked last', async () => {
    const asked = ['one', 'two', 'three'].map((reason) => leases.acquire(PRESS, { ...ASKED, reason }))
    await Promise.all(asked)
    expect(leases.all()).toEqual([{ ...LOCK, reason: 'three' }])
    expect(device.leases().all()).toEqual([{ ...LOCK, reason: 'three' }])
  })

  it.each([
    ['no owner', { owner: '' }],
    ['an owner of two lines', { owner: 'a\nb' }],
    ['a long owner', { owner: 'a'.repeat(65) }],
    ['a long reason', { reason: 'a'.repeat(201) }],
    ['no term', { ms: 0 }],
    ['a term of more than a day', { ms: 86_400_001 }],
    ['a term that is no number', { ms: Number.NaN }],
  ])('is not granted for %s, and nothing is written', async (_, change) => {
    expect(() => leases.acquire(PRESS, { ...ASKED, ...change })).toThrow(
      expect.objectContaining({ code: 'HF_REQUEST_INVALID' }),
    )
    expect({ all: leases.all(), writes: device.writes }).toEqual({ all: [], writes: 0 })
  })
})

describe('on a disk that cannot be written', () => {
  it('none is granted, and none is released', async () => {
    await leases.acquire(PRESS, ASKED)
    device.isFull = true
    await expect(leases.acquire(OVEN, ASKED)).rejects.toMatchObject({ code: 'HF_STORE_UNWRITABLE' })
    await expect(leases.release(PRESS)).rejects.toMatchObject({ code: 'HF_STORE_UNWRITABLE' })
    expect(leases.all()).toEqual([LOCK])
    device.isFull = false
    expect(await leases.release(PRESS)).toBe(true)
  })

  it('a lease ends all the same, and the log says what is left', async () => {
    await leases.acquire(PRESS, ASKED)
    device.isFull = true
    await device.clock.advance(DEFAULT_LEASE_MS)
    await settle()
    await settle()
    expect(leases.all()).toEqual([])
    expect(device.lines.join('')).toContain('HF_STORE_UNWRITABLE')
  })
})

describe('another life of the agent', () => {
  it('in the same boot has them, each with its term anew', async () => {
    await leases.acquire(PRESS, ASKED)
    await device.clock.advance(DEFAULT_LEASE_MS / 2)
    const next = device.leases()
    expect(next.all()).toEqual([LOCK])
    await device.clock.advance(DEFAULT_LEASE_MS)
    expect(next.all()).toEqual([])
  })

  it('after a reboot has none: the applications start anew', async () => {
    await leases.acquire(PRESS, ASKED)
    device.reboot()
    expect(device.leases().all()).toEqual([])
  })

  it.each([
    ['bytes that are no text', SAVED_VERSION, new Uint8Array([0xff])],
    ['no JSON', SAVED_VERSION, new TextEncoder().encode('{')],
    ['JSON of another form', SAVED_VERSION, new TextEncoder().encode('{"bootId": "boot-1", "leases": [{}]}')],
    ['a version from the future', SAVED_VERSION + 1, new TextEncoder().encode('{"bootId": "boot-1", "leases": []}')],
  ])('that finds %s has none and says so', (_, version, body) => {
    device.saved = { version, body }
    const next = device.leases()
    expect(next.all()).toEqual([])
    expect(next.problem).toContain('cannot be read')
  })

  it('waits for nothing once it is closed', async () => {
    await leases.acquire(PRESS, ASKED)
    leases.close()
    await settle()
    expect(device.clock.sleepers).toBe(0)
  })
})
