/** What a device makes of a database that was damaged or lost: the true agent on a true LevelDB. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UPDATE_VERSION } from '../../machines/update.ts'
import { openLevel } from '../../storage/open-level.ts'
import { openStore } from '../../storage/open-store.ts'
import { readFlight } from '../../storage/read-flight.ts'
import { BenchDevice } from './bench-device.ts'
import { DAMAGES, damageRecords, databaseFiles } from './damage.ts'

let device: BenchDevice

beforeEach(async () => {
  device = await BenchDevice.open()
})
afterEach(() => device.close())

/** A device that rests on epoch 1, has answered a command, and is off. */
async function settled(): Promise<void> {
  device.deploy(1, { db: 'steady', web: 'steady' })
  await device.start()
  await device.holds(1)
  device.command('before', { identify: {} })
  await until(async () => device.results.has('before'))
}

/** As another version of the agent would have left it. */
async function writeCheckpoint(data: string, version: number): Promise<void> {
  const store = await openStore(await openLevel(data))
  const { body } = (await store.load()).checkpoints.get('update')!
  await store.commit([{ op: 'checkpoint', machine: 'update', version, body }])
  await store.close()
}

describe('any damage to any file of the database', () => {
  it('leaves the containers untouched and passes for nothing that was never written; what is lost is reported', async () => {
    await settled()
    // Each start brings what the log holds into a table.
    await device.stop()
    await device.start()
    await device.holds(1)
    device.command('late', { identify: {} })
    await until(async () => device.results.has('late'))
    await device.cut()
    const whole = device.data
    const before = await device.containers()
    const written = new Map((await readFlight(whole)).entries.map((entry) => [entry.sequence, JSON.stringify(entry)]))
    const last = Math.max(...written.keys())
    const lastWallMs = Math.max(...[...written.values()].map(wallOf))
    const files = await databaseFiles(whole)
    expect(files.filter((file) => file.endsWith('.ldb')).length).toBeGreaterThan(0)
    for (const file of files) {
      for (const damage of DAMAGES) {
        const what = `${file}: ${damage.name}`
        device.use(await device.copy(whole))
        await damage.apply(join(device.data, 'db', file))
        await device.start()
        const { recovered, refused } = await device.holds(1)
        expect(refused, what).toEqual([])
        await device.stop()
        expect(await device.containers(), what).toEqual(before)
        const found = (await readFlight(device.data)).entries
        const old = found.filter(({ wallMs, sequence }) => sequence <= last && wallMs <= lastWallMs)
        for (const entry of old) expect(JSON.stringify(entry), what).toBe(written.get(entry.sequence))
        // The end of a log that is cleanly gone looks like a write that was never finished.
        if (recovered.length === 0 && !/log: (?:its|empty)/.test(what)) expect(old, what).toHaveLength(written.size)
        // The next life finds everything in order.
        await device.start()
        expect((await device.holds(1)).recovered, what).toEqual([])
        await device.stop()
        expect(await device.containers(), what).toEqual(before)
        await rm(device.data, { recursive: true })
      }
    }
  }, 120_000)
})

describe('the checkpoint of the update is lost, with its second copy', () => {
  const lost: [string, () => Promise<unknown>][] = [
    ['by damage', () => damageRecords(device.data, 'checkpoint/')],
    ['with the whole database', () => rm(join(device.data, 'db'), { recursive: true })],
    ['with the whole directory', () => rm(device.data, { recursive: true })],
    [
      'because every file is garbage',
      async () => {
        for (const file of await databaseFiles(device.data)) await writeFile(join(device.data, 'db', file), 'garbage')
      },
    ],
  ]

  describe.each(lost)('%s', (_, lose) => {
    beforeEach(async () => {
      await settled()
      await device.stop()
      await lose()
    })

    it('and the retained target is what runs: it is proved again, and no container is touched', async () => {
      const before = await device.containers()
      await device.start()
      const found = await device.reports('what was lost', ({ recovered }) => recovered.length > 0)
      expect(found.recovered.join()).toMatch(/lost|damaged|found/)
      await device.holds(1)
      expect(await device.containers()).toEqual(before)
    })

    it('and the broker is away: the containers are held as they are, and one that falls is started again', async () => {
      const before = await device.containers()
      device.broker.online = false
      await device.start()
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(await device.containers()).toEqual(before)
      const web = before.find(({ service }) => service === 'web')!
      device.engine.act((model) => model.kill(web.id))
      await until(async () => (await device.running()).length === 2)
      expect((await device.containers()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    })

    it('and the retained target is another one: the update goes on from what runs', async () => {
      device.deploy(2, { db: 'steady', web: 'steady' })
      await device.start()
      await device.holds(2)
      expect((await device.running()).map(({ service }) => service)).toEqual(['db', 'web'])
      expect(await device.containers()).toHaveLength(2)
    })

    it('and the retained target is another one that fails: what ran before the loss runs again', async () => {
      const before = (await device.running()).map(({ id }) => id)
      device.deploy(2, { db: 'steady', web: 'ends', extra: 'steady' })
      await device.start()
      const { recovered } = await device.reports(
        'the way back',
        ({ phase, refused }) => phase === 'idle' && refused.length > 0,
      )
      expect((await device.running()).map(({ id }) => id)).toEqual(before)
      expect(await device.containers()).toHaveLength(2)
      expect(recovered.join()).toContain('db, web')
      // And so it stays, over the next cut too.
      await device.cut()
      await device.start()
      await device.reports('rest', ({ phase }) => phase === 'idle')
      expect((await device.running()).map(({ id }) => id)).toEqual(before)
    })

    it('and an operator cancels: nothing that runs is taken down', async () => {
      const before = await device.containers()
      device.pauseRollout(1)
      await device.start()
      await device.reports('the gate', ({ phase }) => phase === 'waiting')
      device.command('c', { cancel: {} })
      await device.reports('the end of it', ({ phase, refused }) => phase === 'idle' && refused.length > 0)
      expect(await device.containers()).toEqual(before)
    })
  })
})

describe('the checkpoint is lost in the middle of an update', () => {
  it.each(['fetching', 'switching', 'proving', 'committing'])(
    'in %s: it comes to the release that is asked for',
    async (phase) => {
      await settled()
      device.deploy(2, { db: 'steady', web: 'steady' })
      const left = await device.leftIn(phase)
      await device.stop()
      device.use(left)
      await damageRecords(device.data, 'checkpoint/')
      await device.start()
      await device.holds(2)
      expect((await device.running()).map(({ service }) => service)).toEqual(['db', 'web'])
    },
  )
})

describe('signed targets are lost', () => {
  it('the release that runs stays untouched, offline too, and the retained target brings it back', async () => {
    await settled()
    await device.stop()
    expect(await damageRecords(device.data, 'document/')).toBeGreaterThan(0)
    const before = await device.containers()
    device.broker.online = false
    await device.start()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await device.containers()).toEqual(before)
    device.broker.online = true
    const { recovered } = await device.reports(
      'its services again',
      ({ services, blockers }) => services.length === 2 && blockers.length === 0,
    )
    expect(recovered.join()).toContain('document')
    expect(await device.containers()).toEqual(before)
  })

  it('of what runs, and another release has been published meanwhile: that is taken', async () => {
    await settled()
    await device.stop()
    expect(await damageRecords(device.data, 'document/')).toBeGreaterThan(0)
    device.deploy(2, { db: 'steady', web: 'steady' })
    await device.start()
    await device.holds(2)
  })

  it('in the middle of the switch, with the broker away: what ran before runs again, and the update when it comes again', async () => {
    await settled()
    device.deploy(2, { db: 'steady', web: 'steady' })
    const before = await device.running()
    const left = await device.leftIn('switching')
    await device.stop()
    device.use(left)
    const document = await device.newestDocument()
    await damageRecords(device.data, `document/${encodeURIComponent(document)}`)
    device.broker.online = false
    await device.start()
    await until(async () => sameIds(await device.running(), before))
    device.broker.online = true
    await device.holds(2)
  })
})

describe('what was lost', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['documents', () => damageRecords(device.data, 'document/'), 'document'],
    ['a checkpoint of an agent to come', () => writeCheckpoint(device.data, UPDATE_VERSION + 1), 'version'],
  ])('is told by every life until a report with it has reached the broker: %s', async (_, lose, words) => {
    await settled()
    await device.stop()
    await lose()
    device.broker.online = false
    for (const _ of ['first', 'second']) {
      await device.start()
      await new Promise((resolve) => setTimeout(resolve, 50))
      await device.cut()
    }
    device.broker.online = true
    await device.start()
    expect((await device.holds(1)).recovered.join()).toContain(words)
    await device.stop()
    await device.start()
    expect((await device.holds(1)).recovered).toEqual([])
  })
})

describe('commands', () => {
  it('whose record is damaged are the only ones that may run twice, and that is reported', async () => {
    await settled()
    await device.stop()
    await damageRecords(device.data, 'command/')
    await device.start()
    expect((await device.holds(1)).recovered.join()).toContain('command/before')
  })
})

describe('a directory that is not what it should be', () => {
  it.each<[string, string, () => Promise<unknown>]>([
    ['a file where the database should be', 'HF_STORE_UNWRITABLE', () => writeFile(join(device.data, 'db'), 'x')],
    [
      'a file where it should be',
      'HF_STORE_UNWRITABLE',
      async () => {
        await rm(device.data, { recursive: true })
        await writeFile(device.data, 'x')
      },
    ],
  ])('%s: refused with a code, and the containers run on', async (_, code, arrange) => {
    await settled()
    await device.stop()
    await rm(join(device.data, 'db'), { recursive: true })
    await mkdir(device.data, { recursive: true })
    await arrange()
    const before = await device.containers()
    await expect(device.start()).rejects.toMatchObject({ code })
    expect(await device.containers()).toEqual(before)
  })
})

function wallOf(entry: string | undefined): number {
  return (JSON.parse(entry ?? '{}') as { wallMs: number }).wallMs
}

function sameIds(a: { id: string }[], b: { id: string }[]): boolean {
  return JSON.stringify(a.map(({ id }) => id)) === JSON.stringify(b.map(({ id }) => id))
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came about')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
