/** Commands on an engine that may be cut off at any call: each is done once, and leaves nothing down. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { situationOf, takeStep } from '../../agent/effects/bring-about.ts'
import { LABELS } from '../../agent/labels.ts'
import { COMMANDS, type CommandAction } from '../../machines/commands.ts'
import { nextStep } from '../../machines/next-step.ts'
import { MountType } from '../../protocol/enums.ts'
import { EffectWorld } from './effect-world.ts'

let box: EffectWorld

beforeEach(async () => {
  box = await EffectWorld.open()
  const data = { type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data' }
  box.current = await box.release({
    name: 'app',
    version: 'v1',
    services: [
      { name: 'db', image: box.image('db'), mounts: [data] },
      { name: 'web', image: box.image('web'), dependsOn: [{ service: 'db' }], mounts: [data] },
      { name: 'other', image: box.image('other') },
    ],
    volumes: [{ name: 'data' }],
  })
  await bringAbout()
})

afterEach(() => box.close())

/** As the update machine does it, forward and when it repairs. */
async function bringAbout(): Promise<void> {
  const goal = { release: box.current, mustRun: null, undo: null, adopted: [], stopped: box.stopped }
  for (let steps = 0; steps < 50; steps += 1) {
    const next = nextStep((await situationOf(box.world, goal))!)
    if (next.kind !== 'act') return
    await takeStep(box.world, goal, next.step, new AbortController().signal)
  }
  throw new Error('the steps do not come to an end')
}

const RUNNING = ['db running', 'other running', 'web running']

/** Starts of each service from now on. */
function countStarts(): () => Record<string, number> {
  const counts: Record<string, number> = {}
  const stop = box.engine.model.watchRunning(({ id, running }) => {
    const service = box.engine.model.container(id).config.labels[LABELS.service] ?? ''
    if (running) counts[service] = (counts[service] ?? 0) + 1
  })
  return () => {
    stop()
    return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

/** How many calls of the engine the command makes when nothing is in the way. */
async function callsOf(action: 'purge' | 'restart', args: Record<string, string>): Promise<number> {
  const many = 1_000
  box.cutAfter(many)
  await box.run(box.command(action, args))
  return many - box.callsLeft()
}

describe('purge', () => {
  const args = { volume: 'data' }

  it('empties the volume, and what uses it runs again', async () => {
    box.write('data', 'old')
    expect(await box.run(box.command('purge', args))).toMatchObject({ outcome: 'ok' })
    expect([box.contentOf('data'), await box.containers()]).toEqual(['', RUNNING])
  })

  it('cut at any call of the engine and begun again, empties it exactly once', async () => {
    const calls = await callsOf('purge', args)
    expect(calls).toBeGreaterThan(10)
    for (let cut = 0; cut < calls; cut += 1) {
      box.nextLife()
      await bringAbout()
      const command = { ...box.command('purge', args), id: `purge-${cut}` }
      box.write('data', 'old')
      box.cutAfter(cut)
      await expect(box.run(command), `cut at ${cut}`).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
      box.nextLife()
      const [volume] = await box.world.engine.listVolumes('box')
      const isDone = volume?.operation === command.id
      if (isDone) box.write('data', 'new')
      expect(await box.run(command), `begun again after ${cut}`).toMatchObject({ outcome: 'ok' })
      expect(box.contentOf('data'), `cut at ${cut}`).toBe(isDone ? 'new' : '')
      expect(await box.containers(), `cut at ${cut}`).toEqual(RUNNING)
    }
  })

  it('cut at any call of the engine, repaired in the meantime and begun again, takes nothing that was written since', async () => {
    const calls = await callsOf('purge', args)
    for (let cut = 0; cut < calls; cut += 1) {
      box.nextLife()
      await bringAbout()
      const command = { ...box.command('purge', args), id: `purge-${cut}` }
      box.write('data', 'old')
      box.cutAfter(cut)
      await expect(box.run(command), `cut at ${cut}`).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
      box.nextLife()
      if (box.notes.has(command.id)) box.purging = { volume: 'data', id: command.id }
      await bringAbout()
      const isEmpty = box.contentOf('data') === ''
      if (isEmpty) box.write('data', 'new')
      expect(await box.run(box.again(command)), `begun again after ${cut}`).toMatchObject({ outcome: 'ok' })
      box.purging = null
      expect(box.contentOf('data'), `cut at ${cut}`).toBe(isEmpty ? 'new' : '')
      expect(await box.containers(), `cut at ${cut}`).toEqual(RUNNING)
    }
  })

  it('cut at any call of the engine, and begun again under a release without the volume: the answer says whether it is empty', async () => {
    const before = box.current
    const after = await box.release({ name: 'app', services: [{ name: 'other', image: box.image('other') }] })
    const calls = await callsOf('purge', args)
    const told = { ok: 0, refused: 0 }
    for (let cut = 0; cut < calls; cut += 1) {
      box.nextLife()
      box.current = before
      await bringAbout()
      const command = { ...box.command('purge', args), id: `purge-${cut}` }
      box.write('data', 'old')
      box.cutAfter(cut)
      await expect(box.run(command), `cut at ${cut}`).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
      box.nextLife()
      box.current = after
      await bringAbout()
      const isThere = (await box.world.engine.listVolumes('box')).length > 0
      const outcome = isThere && box.contentOf('data') === 'old' ? 'refused' : 'ok'
      expect(await box.run(box.again(command)), `begun again after ${cut}`).toMatchObject({ outcome })
      told[outcome] += 1
    }
    expect(Math.min(told.ok, told.refused)).toBeGreaterThan(0)
  })

  it.each([
    ['a volume that the release does not have', 'nothing'],
    ['no volume', ''],
  ])('of %s is refused', async (_, volume) => {
    expect(await box.run(box.command('purge', { volume }))).toMatchObject({ outcome: 'refused' })
    expect(await box.containers()).toEqual(RUNNING)
  })

  it('of a volume that is not ours is refused', async () => {
    box.current = await box.release({
      name: 'app',
      services: [{ name: 'web', image: box.image('web') }],
      volumes: [{ name: 'data', externalName: 'theirs' }],
    })
    expect(await box.run(box.command('purge', args))).toMatchObject({ outcome: 'refused' })
  })
})

describe('restart', () => {
  const startsOf = async () =>
    new Map((await box.world.engine.listContainers('box')).map(({ service, startedAt }) => [service, startedAt]))

  it('stops and starts one service, or all', async () => {
    const before = await startsOf()
    await box.clock.sleep(5_000, new AbortController().signal)
    expect(await box.run(box.command('restart', { service: 'web' }))).toMatchObject({ message: 'restarted web' })
    const after = await startsOf()
    expect(['db', 'other', 'web'].filter((name) => before.get(name) !== after.get(name))).toEqual(['web'])
    expect(await box.run(box.command('restart', { service: '' }))).toMatchObject({ outcome: 'ok' })
    expect(await box.containers()).toEqual(RUNNING)
  })

  it('of what is not there is refused', async () => {
    expect(await box.run(box.command('restart', { service: 'x' }))).toMatchObject({ outcome: 'refused' })
    box.current = null
    expect(await box.run(box.command('restart', { service: '' }))).toMatchObject({ outcome: 'refused' })
  })

  it('cut at any call of the engine leaves nothing down for good, also when it is not begun again', async () => {
    const calls = await callsOf('restart', { service: '' })
    for (let cut = 0; cut < calls; cut += 1) {
      box.cutAfter(cut)
      await expect(box.run(box.command('restart', { service: '' }))).rejects.toMatchObject({
        code: 'HF_ENGINE_UNAVAILABLE',
      })
      box.nextLife()
      await bringAbout()
      expect(await box.containers(), `cut at ${cut}`).toEqual(RUNNING)
    }
  })

  it('takes those along that are to be restarted with it, when they run', async () => {
    box.current = await box.release({
      name: 'app',
      version: 'v2',
      services: [
        { name: 'db', image: box.image('db') },
        { name: 'web', image: box.image('web'), dependsOn: [{ service: 'db', restart: true }] },
        { name: 'page', image: box.image('other'), dependsOn: [{ service: 'web', restart: true }] },
        { name: 'other', image: box.image('other'), dependsOn: [{ service: 'db' }] },
      ],
    })
    await bringAbout()
    const startsOf = countStarts()
    expect(await box.run(box.command('restart', { service: 'db' }))).toMatchObject({
      message: 'restarted db, web, page',
    })
    expect(startsOf()).toEqual({ db: 1, page: 1, web: 1 })
    box.stopped = ['web']
    const again = { ...box.command('restart', { service: 'db' }), id: 'again' }
    expect(await box.run(again)).toMatchObject({ message: 'restarted db, page' })
  })

  it('begun again after a cut at any call of the engine restarts each container once', async () => {
    const calls = await callsOf('restart', { service: '' })
    for (let cut = 0; cut < calls; cut += 1) {
      await box.clock.sleep(1_000, new AbortController().signal)
      const command = { ...box.command('restart', { service: '' }), id: `restart-${cut}` }
      const starts = countStarts()
      box.cutAfter(cut)
      await expect(box.run(command)).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
      box.nextLife()
      await box.clock.sleep(1_000, new AbortController().signal)
      expect(await box.run(box.again(command)), `begun again after ${cut}`).toMatchObject({ outcome: 'ok' })
      expect(await box.containers(), `cut at ${cut}`).toEqual(RUNNING)
      expect(starts(), `cut at ${cut}`).toEqual({ db: 1, other: 1, web: 1 })
    }
  })

  it('whose budget is spent in the middle is answered so, when all its work has ended', async () => {
    const command = box.command('restart', { service: '' }, 1_000)
    const stopContainer = box.world.engine.stopContainer.bind(box.world.engine)
    let stops = 0
    box.world.engine.stopContainer = async (id, graceMs) => {
      stops += 1
      await box.clock.sleep(5_000, new AbortController().signal)
      return stopContainer(id, graceMs)
    }
    expect(await box.run(command)).toMatchObject({ outcome: 'expired', code: 'HF_COMMAND_EXPIRED' })
    expect(stops).toBe(1)
    await box.clock.sleep(60_000, new AbortController().signal)
    expect(stops).toBe(1)
    await bringAbout()
    expect(await box.containers()).toEqual(RUNNING)
  })

  it('that came when its budget was spent already touches nothing', async () => {
    const command = box.command('restart', { service: '' }, 1_000)
    await box.clock.sleep(2_000, new AbortController().signal)
    const before = await startsOf()
    expect(await box.run(command)).toMatchObject({ outcome: 'expired' })
    expect(await startsOf()).toEqual(before)
  })
})

describe('reboot', () => {
  it('is answered after the boot, and is not done again', async () => {
    const command = box.command('reboot')
    void box.run(command)
    await box.clock.sleep(10, new AbortController().signal)
    expect(box.reboots).toEqual(['boot-1'])
    box.nextLife({ reboots: true })
    expect(await box.run(command)).toMatchObject({ outcome: 'ok', message: 'rebooted' })
    expect(box.reboots).toEqual(['boot-1'])
  })

  it('is ordered again by an agent that died before the boot', async () => {
    const command = box.command('reboot')
    void box.run(command)
    await box.clock.sleep(10, new AbortController().signal)
    box.nextLife()
    void box.run(command)
    await box.clock.sleep(10, new AbortController().signal)
    expect(box.reboots).toEqual(['boot-1', 'boot-1'])
  })

  it('that does not come is answered when the budget is spent', async () => {
    expect(await box.run(box.command('reboot', {}, 60_000))).toMatchObject({ outcome: 'expired' })
  })

  it('is ordered of a device that is to be switched off in the same way', async () => {
    const command = box.command('shutdown')
    void box.run(command)
    await box.clock.sleep(10, new AbortController().signal)
    expect([box.shutdowns, box.reboots]).toEqual([['boot-1'], []])
    box.nextLife({ reboots: true })
    expect(await box.run(command)).toMatchObject({ outcome: 'ok' })
    expect(box.shutdowns).toEqual(['boot-1'])
  })

  it('that the host refuses has failed', async () => {
    box.world.host.reboot = () => Promise.reject(new Error('not permitted'))
    await expect(box.run(box.command('reboot'))).rejects.toThrow('not permitted')
  })
})

describe('a time that began before the last boot', () => {
  const NEVER = new AbortController().signal
  /** Another life in the boot after, which began so long ago. */
  const later = async (ms: number) => {
    box.nextLife({ reboots: true })
    await box.clock.sleep(ms, NEVER)
    box.nextLife()
  }
  const tookMs = async (work: Promise<unknown>) => {
    const { monoMs } = box.clock.now()
    await work
    return box.clock.now().monoMs - monoMs
  }

  it('begins anew with the boot: the budget of a command', async () => {
    const command = box.command('exec', {}, 60_000)
    await box.clock.sleep(50_000, NEVER)
    await later(20_000)
    expect(await tookMs(box.effects().expire({ command }, NEVER))).toBe(40_000)
  })

  it('begins anew with the boot: the time of a stop', async () => {
    const { bootId, monoMs } = box.world.clock.now()
    await later(20_000)
    const stops = [
      { service: 'web', forMs: 60_000, bootId, monoMs },
      { service: 'db', forMs: 90_000, bootId, monoMs },
    ]
    expect(await tookMs(box.effects().stopsEnd({ stops }, NEVER))).toBe(40_000)
  })
})

describe('what may be put off by a lock', () => {
  const actions = (Object.keys(COMMANDS) as CommandAction[]).filter((action) => 'heedsLocks' in COMMANDS[action])

  it.each(actions)('%s: has its note on the disk before its first act', async (action) => {
    const command = box.command(action, { service: 'web', volume: 'data' }, 20_000)
    const noted: boolean[] = []
    const acted = async () => void noted.push(box.notes.has(command.id))
    box.engine.model.listen(() => void acted())
    Object.assign(box.world.host, { reboot: acted, shutdown: acted })
    await box.run(command)
    expect(noted.length).toBeGreaterThan(0)
    expect(noted).not.toContain(false)
  })
})

describe('stop and start', () => {
  it('stop one service, or all, and say which', async () => {
    expect(await box.run(box.command('stop', { service: 'web' }))).toMatchObject({ outcome: 'ok', services: ['web'] })
    expect(await box.containers()).toEqual(['db running', 'other running', 'web exited'])
    expect(await box.run(box.command('stop', { service: '' }))).toMatchObject({ services: ['db', 'other', 'web'] })
    expect(await box.containers()).toEqual(['db exited', 'other exited', 'web exited'])
    expect(await box.run(box.command('start', { service: '' }))).toMatchObject({ services: ['db', 'other', 'web'] })
    expect(await box.containers()).toEqual(RUNNING)
  })

  it('leave what an operator stopped alone when its volume is emptied', async () => {
    await box.run(box.command('stop', { service: 'web' }))
    box.stopped = ['web']
    expect(await box.run(box.command('purge', { volume: 'data' }))).toMatchObject({ outcome: 'ok' })
    expect((await box.containers()).filter((line) => line.endsWith('running'))).toEqual(['db running', 'other running'])
  })

  it('leave what an operator stopped alone when everything is restarted', async () => {
    await box.run(box.command('stop', { service: 'web' }))
    box.stopped = ['web']
    expect(await box.run(box.command('restart', { service: '' }))).toMatchObject({ message: 'restarted db, other' })
    expect(await box.run({ ...box.command('restart', { service: 'web' }), id: 'r2' })).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('start it'),
    })
    expect((await box.containers()).filter((line) => line.endsWith('running'))).toEqual(['db running', 'other running'])
  })

  it('start what an update has left down, and has brought no image for', async () => {
    await box.run(box.command('stop', { service: 'web' }))
    box.stopped = ['web']
    box.current = await box.release({
      name: 'app',
      version: 'v2',
      services: [{ name: 'web', image: box.image('web-two') }],
    })
    await bringAbout()
    expect(await box.run(box.command('start', { service: 'web' }))).toMatchObject({ outcome: 'ok' })
    expect((await box.containers()).filter((line) => line.endsWith('running'))).toEqual(['web running'])
  })

  it('of what is not there are refused', async () => {
    for (const action of ['stop', 'start'] as const)
      expect(await box.run(box.command(action, { service: 'x' }))).toMatchObject({ outcome: 'refused' })
  })
})

describe('a lock', () => {
  const lock = { service: 'web', owner: 'web', reason: 'printing', remainingMs: 9_000, via: 'api' as const }

  it.each(['restart', 'stop', 'purge', 'reboot', 'shutdown'] as const)(
    'puts off a %s until it is over',
    async (action) => {
      box.leases = [lock]
      const run = box.run(box.command(action, { service: 'web', volume: 'data' }, 60_000))
      await box.clock.sleep(11_000, new AbortController().signal)
      expect([await box.containers(), box.reboots, box.shutdowns]).toEqual([RUNNING, [], []])
      box.leases = []
      const end = await run
      expect(end.outcome).toBe(action === 'reboot' || action === 'shutdown' ? 'expired' : 'ok')
      expect([...box.reboots, ...box.shutdowns]).toHaveLength(end.outcome === 'expired' ? 1 : 0)
    },
  )

  it.each(['restart', 'stop', 'purge'] as const)('puts off a %s that came before the last boot too', async (action) => {
    const command = box.command(action, { service: 'web', volume: 'data' }, 10_000)
    box.nextLife({ reboots: true })
    box.leases = [lock]
    expect(await box.run(command)).toMatchObject({ outcome: 'expired' })
    expect(await box.containers()).toEqual(RUNNING)
  })

  it('that does not end is named when the budget is spent', async () => {
    box.leases = [lock]
    expect(await box.run(box.command('restart', { service: '' }, 30_000))).toMatchObject({
      outcome: 'expired',
      message: expect.stringContaining('printing'),
    })
  })

  it('is passed over by force, and does not hold up a look', async () => {
    box.leases = [lock]
    expect(await box.run(box.command('restart', { service: '', force: true }))).toMatchObject({ outcome: 'ok' })
    expect(await box.run(box.command('identify'))).toMatchObject({ outcome: 'ok' })
  })

  it('may be a file in a container that runs, and none in one that has ended', async () => {
    await box.put('web', '/tmp/balena/updates.lock', '')
    expect(await box.run(box.command('restart', { service: 'db' }, 10_000))).toMatchObject({ outcome: 'expired' })
    await box.run(box.command('stop', { service: 'web', force: true }))
    expect(await box.run(box.command('restart', { service: 'db' }, 10_000))).toMatchObject({ outcome: 'ok' })
  })

  it('that an earlier run of the container has left is none', async () => {
    await box.put('web', '/run/holdfast/lock', 'printing')
    await box.clock.sleep(5_000, new AbortController().signal)
    expect(await box.run(box.command('restart', { service: 'web', force: true }))).toMatchObject({ outcome: 'ok' })
    expect(await box.run(box.command('restart', { service: 'db' }, 10_000))).toMatchObject({ outcome: 'ok' })
  })

  it('of a service that does not run any more is none', async () => {
    box.leases = [{ ...lock, service: 'gone' }]
    expect(await box.run(box.command('restart', { service: '' }, 10_000))).toMatchObject({ outcome: 'ok' })
  })
})

describe('what has done its work', () => {
  it('is restarted only when it is named', async () => {
    const [job] = (await box.world.engine.listContainers('box')).filter(({ service }) => service === 'other')
    box.engine.act((model) => model.processDies(job!.id, 0))
    expect(await box.run(box.command('restart', { service: '' }))).toMatchObject({ message: 'restarted db, web' })
    expect(await box.containers()).toEqual(['db running', 'other exited', 'web running'])
    const named = { ...box.command('restart', { service: 'other' }), id: 'named' }
    expect(await box.run(named)).toMatchObject({ message: 'restarted other' })
    expect(await box.containers()).toEqual(RUNNING)
  })
})

describe('prune', () => {
  it('waits for no update to lose what it has made already', async () => {
    box.isUpdating = true
    expect(await box.run(box.command('prune'))).toMatchObject({ outcome: 'refused', code: 'HF_COMMAND_BUSY' })
  })

  it('removes what the release does not need, and programs that have ended', async () => {
    const spare = await box.release({ name: 'app', services: [{ name: 'spare', image: box.image('spare') }] })
    const kept = box.current
    box.current = spare
    await bringAbout()
    box.current = kept
    await bringAbout()
    expect(await box.containers()).toContain('spare exited')
    expect(await box.run(box.command('prune'))).toMatchObject({ outcome: 'ok' })
    expect(await box.containers()).toEqual(RUNNING)
  })
})
