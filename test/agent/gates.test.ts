/** What the world says against going on with an update: windows, clocks, locks, budgets and space. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gateBlockersOf } from '../../agent/effects/gate.ts'
import { readyOf, sayReady } from '../../agent/effects/ready.ts'
import { DEFAULT_POLICY, FRESH_INTENT, type Policy, type ReleaseRef, type Task } from '../../machines/intent.ts'
import { tidyingOf } from '../../machines/update-context.ts'
import type { Loose } from '../../protocol/codec.ts'
import { Gate, Restart, Strategy } from '../../protocol/enums.ts'
import type { LockRules } from '../../protocol/types.ts'
import { EffectWorld } from './effect-world.ts'

let box: EffectWorld
let to: ReleaseRef
const NEVER = new AbortController().signal
const MB = 1_000_000

beforeEach(async () => {
  box = await EffectWorld.open()
  to = await box.release({ name: 'app', services: [{ name: 'web', image: box.image('web'), imageBytes: 30 * MB }] })
})

afterEach(() => box.close())

const task = (change: Partial<Task> = {}, policy: Partial<Policy> = {}): Task => ({
  kind: 'install',
  scope: 'fleet',
  to,
  policy: { ...DEFAULT_POLICY, ...policy },
  gate: 'apply',
  hurry: 'no',
  ranBefore: [],
  switched: false,
  failures: 0,
  resumes: 0,
  fault: null,
  logTail: [],
  ...change,
})

/** As "kind", in order. */
async function against(given: Task, issuedAtMs = 0): Promise<string[]> {
  const tidying = tidyingOf({ intent: { ...FRESH_INTENT, task: given } })
  return (await gateBlockersOf(box.world, { task: given, issuedAtMs, tidying }, NEVER)).map(({ kind }) => kind)
}

/** A window of an hour that is closed whatever the virtual clock says: two hours away from it. */
function closedWindow() {
  const hour = (new Date(box.clock.now().wallMs).getUTCHours() + 2) % 24
  return { schedule: `0 ${hour} * * *`, timeZone: 'UTC', durationMs: 3_600_000, gate: Gate.GATE_UNSPECIFIED }
}

describe('what an operator has stopped', () => {
  it('holds up a release of which something waits for it, until it may run; a repair passes', async () => {
    const of = (tag: string) =>
      box.release({
        name: 'app',
        services: [
          { name: 'db', image: box.image('db') },
          { name: 'web', image: box.image('web'), dependsOn: [{ service: 'db' }], environment: { TAG: tag } },
        ],
      })
    to = await of('one')
    for (const name of ['db', 'web']) {
      const { image } = (await box.desired(to)).services.find((each) => each.name === name)!.service
      await box.world.engine.pull(image, () => {}, NEVER)
      await box.start(to, name)
    }
    box.current = to
    await box.run(box.command('stop', { service: 'db' }))
    box.stopped = ['db']
    // Of this one it runs already.
    expect(await against(task())).toEqual([])
    to = await of('two')
    expect(await against(task())).toEqual(['stop'])
    expect(await against(task({ gate: 'download' }))).toEqual([])
    expect(await against(task({ kind: 'repair' }))).toEqual([])
    box.stopped = ['db', 'web']
    expect(await against(task())).toEqual([])
    box.stopped = []
    expect(await against(task())).toEqual([])
  })
})

describe('a window', () => {
  it('that is closed holds up what is new, at its gate, and says when it opens', async () => {
    const windows = [closedWindow()]
    expect(await against(task({}, { windows }))).toEqual(['window'])
    expect(await against(task({ gate: 'download' }, { windows }))).toEqual(['window'])
    const applying = [{ ...closedWindow(), gate: Gate.GATE_APPLY }]
    expect(await against(task({ gate: 'download' }, { windows: applying }))).toEqual([])
    const input = { task: task({}, { windows }), issuedAtMs: 0, tidying: tidyingOf({ intent: FRESH_INTENT }) }
    expect((await gateBlockersOf(box.world, input, NEVER))[0]?.message).toMatch(/opens at \d{4}-\d\d-\d\dT\d\d:00:00/)
  })

  it('to download in holds up nothing when there is nothing left to download', async () => {
    const download = task({ gate: 'download' }, { windows: [closedWindow()] })
    await box.world.engine.pull(box.image('web'), () => {}, NEVER)
    expect(await against(download)).toEqual([])
    expect(await against({ ...download, gate: 'apply' })).toEqual(['window'])
  })

  it('holds up no going back, nothing in a hurry, and nothing whose target says so', async () => {
    const windows = [closedWindow()]
    expect(await against(task({ kind: 'revert' }, { windows }))).toEqual([])
    expect(await against(task({ kind: 'repair' }, { windows }))).toEqual([])
    expect(await against(task({ hurry: 'windows' }, { windows }))).toEqual([])
    expect(await against(task({}, { windows, ignoreWindows: true }))).toEqual([])
  })

  it('means nothing to a device whose clock is before the signature: that is what it says', async () => {
    const tomorrow = box.clock.now().wallMs + 25 * 3_600_000
    expect(await against(task({}, { windows: [closedWindow()] }), tomorrow)).toEqual(['clock'])
    expect(await against(task(), tomorrow)).toEqual([])
  })
})

describe('a lock', () => {
  beforeEach(async () => {
    await box.world.engine.pull((await box.desired(to)).services[0]!.service.image, () => {}, NEVER)
    await box.start(to, 'web')
    box.leases = [{ service: 'web', owner: 'web', reason: 'printing', remainingMs: 9_000, via: 'api' }]
  })

  it('defers applying, not downloading', async () => {
    expect(await against(task())).toEqual(['lock'])
    expect(await against(task({ kind: 'revert' }))).toEqual(['lock'])
    expect(await against(task({ gate: 'download' }))).toEqual([])
    expect(await against(task({ kind: 'repair' }))).toEqual([])
  })

  it('is passed over where an operator, or the target, says so', async () => {
    expect(await against(task({ hurry: 'windows' }))).toEqual(['lock'])
    expect(await against(task({ hurry: 'locks' }))).toEqual([])
    expect(await against(task({}, { ignoreLocks: true }))).toEqual([])
  })

  it('counts for as long as the container that took it runs, and not for the one in its place', async () => {
    const [container] = await box.world.engine.listContainers('box')
    const [lock] = box.leases
    box.leases = [{ ...lock!, spec: container!.specHash.slice(0, 16) }]
    expect(await against(task())).toEqual(['lock'])
    box.leases = [{ ...lock!, spec: 'another' }]
    expect(await against(task())).toEqual([])
  })

  describe('of a service whose release says what its locks are', () => {
    /** What runs is committed; what comes says nothing of locks. */
    const runs = async (locks: Loose<LockRules>) => {
      box.current = await box.release({ name: 'app', services: [{ name: 'web', image: box.image('web'), locks }] })
    }

    it('does not count where they are not honoured, by whatever way', async () => {
      await runs({ ignored: true })
      await box.put('web', '/run/holdfast/lock', 'busy')
      expect(await against(task())).toEqual([])
      box.current = null
      expect(await against(task())).toEqual(['lock', 'lock'])
    })

    it('may be a file of its own', async () => {
      box.leases = []
      await box.put('web', '/data/press.lock', 'busy')
      expect(await against(task())).toEqual([])
      await runs({ file: '/data/press.lock' })
      expect(await against(task())).toEqual(['lock'])
    })

    it('puts an update off for no longer than that, from when it was met', async () => {
      await runs({ longestMs: 60_000 })
      expect(await against(task())).toEqual(['lock'])
      await box.clock.sleep(59_999, NEVER)
      expect(await against(task())).toEqual(['lock'])
      await box.clock.sleep(1, NEVER)
      expect(await against(task())).toEqual([])
      const other = { ...to, document: 'another' }
      expect(await against(task({ to: other })), 'another release begins anew').toEqual(['lock'])
    })
  })

  it('puts the target off for no longer than the target says, also over lives of the agent, but not over boots', async () => {
    const atMost = task({}, { longestLockMs: 60_000 })
    expect(await against(atMost)).toEqual(['lock'])
    await box.clock.sleep(40_000, NEVER)
    await box.nextLifeFromDisk()
    await box.clock.sleep(19_999, NEVER)
    expect(await against(atMost)).toEqual(['lock'])
    await box.nextLifeFromDisk({ reboots: true })
    expect(await against(atMost)).toEqual(['lock'])
    await box.clock.sleep(60_000, NEVER)
    expect(await against(atMost)).toEqual([])
  })
})

describe('the download', () => {
  const download = (policy: Partial<Policy> = {}) => task({ gate: 'download' }, policy)

  it('of more than the budget of the target waits', async () => {
    expect(await against(download({ fetchBytes: 30 * MB - 1 }))).toEqual(['budget'])
    expect(await against(download({ fetchBytes: 30 * MB }))).toEqual([])
  })

  it('of more than the byte budgets leave waits, but for a repair; what is there already takes none', async () => {
    let bytes = 30 * MB
    const name = `${40 * MB} bytes a day for content over cellular`
    box.world.contentLeft = async () => ({ bytes, whole: 40 * MB, name, wholeAt: '2026-01-31T00:00:00.000Z' })
    expect(await against(download())).toEqual([])
    bytes -= 1
    expect(await against(download())).toEqual(['budget'])
    expect(await against({ ...download(), kind: 'repair' })).toEqual([])
    const tidying = tidyingOf({ intent: FRESH_INTENT })
    const [told] = await gateBlockersOf(box.world, { task: download(), issuedAtMs: 0, tidying }, NEVER)
    expect(told?.message).toBe(
      `fetching takes ${30 * MB} bytes and ${bytes} are left of the ${name}; they are whole again at 2026-01-31T00:00:00.000Z`,
    )
    await box.world.engine.pull((await box.desired(to)).services[0]!.service.image, () => {}, NEVER)
    expect(await against(download())).toEqual([])
  })

  it('of layers that the byte budgets do not leave goes on when a delta fits, of which the device asks only then', async () => {
    const left = { bytes: 2 * MB, whole: 40 * MB, name: 'the budget', wholeAt: '2026-01-31T00:00:00.000Z' }
    box.world.contentLeft = async () => left
    let planned: number | null = null
    const asked: string[] = []
    box.world.plannedBytes = async (image) => {
      asked.push(image)
      return planned
    }
    expect(await against(download())).toEqual(['budget'])
    planned = 2 * MB + 1
    expect(await against(download())).toEqual(['budget'])
    planned = 2 * MB
    expect(await against(download())).toEqual([])
    const { image } = (await box.desired(to)).services[0]!.service
    expect(asked).toEqual([image, image, image])
    // What the target itself allows is of layers: nobody promises that the delta is any good.
    expect(await against(download({ fetchBytes: 30 * MB - 1 }))).toEqual(['budget'])
    left.bytes = 0
    expect(await against(download())).toEqual(['budget'])
    left.bytes = 30 * MB
    expect(await against(download())).toEqual([])
    expect(asked).toHaveLength(3)
  })

  it('gives the question for a delta up with the gate', async () => {
    const end = new AbortController()
    box.world.contentLeft = async () => ({ bytes: MB, whole: MB, name: 'it', wholeAt: '2026-01-31T00:00:00.000Z' })
    const isAsked = Promise.withResolvers<void>()
    box.world.plannedBytes = (_image, signal) => {
      isAsked.resolve()
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null)))
    }
    const tidying = tidyingOf({ intent: FRESH_INTENT })
    const asked = gateBlockersOf(box.world, { task: download(), issuedAtMs: 0, tidying }, end.signal)
    await isAsked.promise
    end.abort()
    expect((await asked).map(({ kind }) => kind)).toEqual(['budget'])
  })

  it('counts what images have in common once, and what is there already not at all', async () => {
    const part = (name: string, bytes: number) => ({ digest: Buffer.from(name), bytes })
    const service = (name: string, ...parts: ReturnType<typeof part>[]) => ({
      name,
      image: box.image(name),
      imageBytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
      imageParts: [{ parts }],
    })
    const base = part('base', 30 * MB)
    const before = service('before', part('runtime', 50 * MB))
    to = await box.release({
      name: 'app',
      services: [before, service('a', base, part('a', MB)), service('b', base, part('runtime', 50 * MB))],
    })
    const info = box.world.engine.info.bind(box.world.engine)
    let free = 0
    box.world.engine.info = async () => ({ ...(await info()), diskFreeBytes: free, diskTotalBytes: 1_000 * MB })
    const reserve = 64 * 1024 * 1024
    free = 3 * 81 * MB + reserve
    expect(await against(download({ fetchBytes: 81 * MB }))).toEqual([])
    free -= 1
    expect(await against(download())).toEqual(['space'])
    expect(await against(download({ fetchBytes: 81 * MB - 1 }))).toEqual(['budget'])
    await box.world.engine.pull(before.image, () => {}, NEVER)
    free = 3 * 31 * MB + reserve
    expect(await against(download({ fetchBytes: 31 * MB }))).toEqual([])
    free -= 1
    expect(await against(download())).toEqual(['space'])
  })

  it('of what makes its own room waits for none', async () => {
    const strategy = Strategy.STRATEGY_DELETE_THEN_DOWNLOAD
    to = await box.release({
      name: 'app',
      services: [{ name: 'web', image: box.image('web'), imageBytes: 30 * MB, strategy }],
    })
    const info = box.world.engine.info.bind(box.world.engine)
    box.world.engine.info = async () => ({ ...(await info()), diskFreeBytes: 100 * MB, diskTotalBytes: 1_000 * MB })
    expect(await against(download())).toEqual([])
    expect(await against(download({ fetchBytes: MB }))).toEqual(['budget'])
  })

  it('waits for space, unless what is not needed any more makes enough of it', async () => {
    const info = box.world.engine.info.bind(box.world.engine)
    let freeBytes = 100 * MB
    box.world.engine.info = async () => ({ ...(await info()), diskFreeBytes: freeBytes, diskTotalBytes: 1_000 * MB })
    expect(await against(download())).toEqual(['space'])

    const spare = await box.release({ name: 'app', services: [{ name: 'old', image: box.image('old') }] })
    const { image } = (await box.desired(spare)).services[0]!.service
    await box.world.engine.pull(image, () => {}, NEVER)
    const removeImage = box.world.engine.removeImage.bind(box.world.engine)
    box.world.engine.removeImage = async (gone) => {
      if (gone === image) freeBytes += 100 * MB
      return removeImage(gone)
    }
    expect(await against(download())).toEqual([])
    expect(await box.world.engine.hasImage(image)).toBe(false)
  })
})

describe('a container that is to hand over', () => {
  const ready = async () => {
    const desired = await box.desired(to)
    return readyOf(box.world, desired, await box.world.engine.listContainers('box'))
  }
  const handOver = { waitUntilReady: true, timeoutMs: 60_000 }
  const service = { name: 'web', strategy: Strategy.STRATEGY_HAND_OVER, handOver }
  const say = (spec: string) => sayReady(box.world, box.readyWords, { service: 'web', spec })
  const newHash = async () => (await box.desired(to)).services[0]!.specHash
  let before: ReleaseRef
  let id: string

  beforeEach(async () => {
    const image = box.image('web')
    before = await box.release({ name: 'app', services: [{ ...service, image, environment: { V: '1' } }] })
    to = await box.release({ name: 'app', services: [{ ...service, image, environment: { V: '2' } }] })
    await box.world.engine.pull(image, () => {}, NEVER)
    await box.start(before, 'web')
    // What the old one said, when it was new.
    await say((await box.desired(before)).services[0]!.specHash)
    await box.clock.sleep(1_000, NEVER)
    id = await box.start(to, 'web')
  })

  it('is ready when it has said so, and not by what the old one said', async () => {
    expect(await ready()).toEqual([])
    await say(await newHash())
    expect(await ready()).toEqual([id])
  })

  it('is not ready by what the old one says now', async () => {
    await say((await box.desired(before)).services[0]!.specHash)
    expect(await ready()).toEqual([])
  })

  it('is ready in the next life of the agent too', async () => {
    await say(await newHash())
    await box.nextLifeFromDisk()
    expect(await ready()).toEqual([id])
  })

  it('has to say so anew when it has started anew', async () => {
    await say(await newHash())
    await box.world.engine.stopContainer(id, 0)
    await box.clock.sleep(1_000, NEVER)
    await box.world.engine.startContainer(id, Restart.RESTART_NO, 0)
    expect(await ready()).toEqual([])
    await say(await newHash())
    expect(await ready()).toEqual([id])
  })

  it('that was made anew has to say so itself', async () => {
    await say(await newHash())
    await box.world.engine.removeContainer(id)
    await box.clock.sleep(1_000, NEVER)
    id = await box.start(to, 'web')
    expect(await ready()).toEqual([])
  })

  it('cannot be spoken for by a program beside it, nor when it does not run', async () => {
    await expect(say('')).rejects.toMatchObject({ code: 'HF_REQUEST_INVALID' })
    await box.world.engine.stopContainer(id, 0)
    await expect(say(await newHash())).rejects.toMatchObject({ code: 'HF_REQUEST_INVALID' })
  })

  it('may say so by a file', async () => {
    box.engine.model.putFile(id, '/run/holdfast/ready', { content: Buffer.of(), mode: 0o644, uid: 0, gid: 0 })
    expect(await ready()).toEqual([id])
    await box.world.engine.stopContainer(id, 0)
    await box.clock.sleep(1_000, NEVER)
    await box.world.engine.startContainer(id, Restart.RESTART_NO, 0)
    expect(await ready(), 'the file is of the run before').toEqual([])
  })

  it('takes over when its time is over', async () => {
    await box.clock.sleep(59_000, NEVER)
    expect(await ready()).toEqual([])
    await box.clock.sleep(1_000, NEVER)
    expect(await ready()).toEqual([id])
  })
})
