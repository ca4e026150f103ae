import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aedes } from 'aedes'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { formatPublicKey, generateKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Presence } from '../../protocol/types.ts'
import { MemoryDisk } from '../../storage/memory-kv.ts'
import { openLevel } from '../../storage/open-level.ts'
import { openStore } from '../../storage/open-store.ts'
import type { Store } from '../../storage/store.ts'
import { parseConfig } from '../config.ts'
import { listeningLog } from '../scripted-broker.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { type Outlasting, outlast } from './outlast.ts'

const TRY_MS = 30_000
const FULL = new HoldfastError('HF_STORE_UNWRITABLE', 'No space left on device')
/** Nobody listens there. */
const BROKER = 'mqtt://127.0.0.1:1'
const GIVEN = { device: 'd1', fleet: 'f', broker: { url: BROKER } }

let data: string
let clock: VirtualClock
let log: ReturnType<typeof listeningLog>
let outlasting: Outlasting | null
let tries: number

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'holdfast-outlast-'))
  clock = new VirtualClock()
  log = listeningLog()
  outlasting = null
  tries = 0
})
afterEach(async () => {
  await outlasting?.stop()
  await rm(data, { recursive: true })
})

function begin(open: () => Promise<Store>, who: object = GIVEN): Outlasting {
  const keys = [generateKey('release'), generateKey('rollout')].map(formatPublicKey)
  const config = parseConfig(
    JSON.stringify({ ...who, trustedKeys: keys, dataDir: data, engine: { socket: join(data, 'no.sock') } }),
    join(data, 'agent.json'),
  )
  outlasting = outlast({ config, fault: FULL, open, clock, log, tryMs: TRY_MS })
  return outlasting
}

/** Once it waits for the next try, the wait is over. */
async function nextTry(): Promise<void> {
  await expect.poll(() => clock.slept.filter((ms) => ms === TRY_MS).length).toBeGreaterThan(tries)
  tries += 1
  await clock.advance(TRY_MS)
}

/** Something of a life before. */
async function keep(): Promise<void> {
  const store = await openStore(await openLevel(data))
  await store.commit([{ op: 'counter', name: 'life', value: 1 }])
  await store.close()
}

const warnings = () => log.lines.filter((line) => line === 'warn: nobody can be told')

describe('a start on a disk that takes nothing', () => {
  it('tries again until the store can be opened, and written to', async () => {
    let opened = 0
    const disk = new MemoryDisk()
    const { store } = begin(async () => {
      opened += 1
      if (opened < 2) throw FULL
      const memory = await openStore(disk.open())
      // What can be opened need not be writable.
      return opened < 3 ? { ...proxied(memory), commit: () => Promise.reject(FULL) } : memory
    })
    for (let n = 0; n < 3; n += 1) await nextTry()
    const flight = await (await store).flight(10)
    expect(opened).toBe(3)
    expect(flight).toMatchObject([
      { machine: 'agent', to: 'unwritable', event: 'start', monoMs: 1_000 },
      { machine: 'agent', to: 'stopped', monoMs: 91_000 },
    ])
  })

  it('of a device that has no database says once that nobody can be told', async () => {
    begin(() => Promise.reject(FULL))
    for (let n = 0; n < 3; n += 1) await nextTry()
    expect(warnings()).toHaveLength(1)
  })

  it('of a device that nobody has claimed connects nowhere', async () => {
    await keep()
    begin(() => Promise.reject(FULL), { claim: { url: 'mqtts://127.0.0.1:1' } })
    await nextTry()
    expect(warnings()).toHaveLength(1)
    expect(log.lines.join()).not.toContain('connected')
  })

  it('of one that is known tries to connect, and ends when it is told to', async () => {
    await keep()
    const { store, stop } = begin(() => Promise.reject(FULL))
    const over = expect(store).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    await expect.poll(() => log.lines).toContain('info: not connected to the broker')
    await stop()
    await over
    expect(warnings()).toEqual([])
  })

  it.each([
    ['a damaged database', new HoldfastError('HF_STORE_CORRUPT', 'damaged')],
    ['a directory that is none', new HoldfastError('HF_STORE_UNWRITABLE', 'Not a directory')],
  ])('gives up on any other fault: %s', async (_, fault) => {
    const { store } = begin(() => Promise.reject(fault))
    const over = expect(store).rejects.toBe(fault)
    await nextTry()
    await over
  })

  describe('of one that is connected', () => {
    let aedes: Aedes
    let server: ReturnType<typeof createServer>
    let who: object
    /** What the broker retains of its presence, and what it was before that. */
    const online: boolean[] = []

    beforeEach(async () => {
      online.splice(0)
      aedes = await Aedes.createBroker()
      aedes.on('publish', ({ topic, payload }) => {
        if (topic === deviceTopics('d1').presence)
          online.push(decode<Presence>(KINDS.Presence, Buffer.from(payload)).online)
      })
      server = createServer(aedes.handle)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      who = { ...GIVEN, broker: { url: `mqtt://127.0.0.1:${port}`, protocol: '3.1.1' } }
      await keep()
    })
    afterEach(async () => {
      await new Promise<void>((resolve) => aedes.close(resolve))
      await new Promise((resolve) => server.close(resolve))
    })

    it.each(['HF_STORE_LOCKED', 'HF_STORE_CORRUPT'] as const)('leaves nobody online at its end by %s', async (code) => {
      const { store } = begin(() => Promise.reject(new HoldfastError(code, 'another fault')), who)
      const over = expect(store).rejects.toMatchObject({ code })
      await expect.poll(() => online).toEqual([true])
      await nextTry()
      await over
      expect(online).toEqual([true, false])
    })

    it('stays online for the start that follows on it', async () => {
      const { store } = begin(() => openStore(new MemoryDisk().open()), who)
      await expect.poll(() => online).toEqual([true])
      await nextTry()
      await store
      expect(online).toEqual([true])
    })
  })

  it('is seen by the watchdog while a try hangs on the disk', async () => {
    const { pulse } = begin(() => new Promise<Store>(() => {}))
    await nextTry()
    await expect.poll(() => pulse().workingSinceMs).toBe(31_000)
    outlasting = null
  })
})

/** The store's own methods, to be replaced one by one. */
function proxied(store: Store): Store {
  return {
    load: () => store.load(),
    commit: (writes) => store.commit(writes),
    document: (id) => store.document(id),
    flight: (limit) => store.flight(limit),
    close: () => store.close(),
  }
}
