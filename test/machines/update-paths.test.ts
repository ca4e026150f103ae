/** The update lifecycle, path by path. */
import { describe, expect, it } from 'vitest'
import { BAD, DRIFTED, Driver, GOOD, holding, into, releaseRef, rollout, target, WAITING } from './driver.ts'

const ACT = { kind: 'act', step: { act: 'start', service: 'web', container: 'c' } }

describe('an update that goes well', () => {
  it('passes every phase, and commits only at the end', () => {
    const device = holding(1)
    for (const phase of ['admitting', 'planning', 'waiting', 'fetching', 'staging', 'switching', 'proving'] as const) {
      expect(into[phase](holding(1), 2).intent.phase).toBe(phase)
    }
    into.contacting(device, 2)
    expect(device.intent.current).toEqual(releaseRef(1))
    device.done('contact')
    expect(device.intent.current).toEqual(releaseRef(1))
    device.done('finalProof', GOOD)
    expect(device.intent).toMatchObject({ phase: 'committing', current: releaseRef(2), previous: releaseRef(1) })
    device.done('commitTidy')
    expect(device.intent).toMatchObject({ phase: 'idle', task: null })
  })

  it('waits for a broker that does not answer, and goes back when it never does', () => {
    const device = into.contacting(holding(1), 2)
    expect(device.context.blockers).toMatchObject([{ kind: 'broker' }])
    device.done('contactBudget')
    expect(device.intent).toMatchObject({ phase: 'reverting', refused: [{ epoch: 2, code: 'HF_CONTACT_TIMEOUT' }] })
  })

  it('starts the soak anew when health is lost for a moment, and refuses one that keeps wavering', () => {
    const device = into.soaking(holding(1), 2)
    for (let time = 1; time < 3; time += 1) {
      device.send({ type: 'SERVICES_CHANGED' }).done('soakProof', WAITING)
      expect(device.state).toMatch(/^proving\.gathering/)
      device.done('gatherProof', GOOD)
    }
    device.send({ type: 'SERVICES_CHANGED' }).done('soakProof', WAITING)
    expect(device.intent.phase).toBe('reverting')
  })
})

describe('the gates', () => {
  it.each([
    ['no rollout', (device: Driver) => device.send(target(2)), 'rollout'],
    ['a paused rollout', (device: Driver) => device.send(rollout(2, { state: 'paused' })).send(target(2)), 'rollout'],
    [
      'a share that leaves this device out',
      (device: Driver) => device.send(rollout(2, { share: 5_000 })).send(target(2)),
      'rollout',
    ],
  ])('hold the download with %s, and open by themselves', (_, prepare, kind) => {
    const device = prepare(holding(1))
      .done('admit', null)
      .done('plan', { fetch: [], changed: [], running: [] })
      .done('gate', [])
    expect(device.state).toBe('waiting.blocked')
    expect(device.context.blockers).toMatchObject([{ kind, gate: 'download' }])
    device.send(rollout(2, { revision: 2, share: 5_001 })).done('gate', [])
    expect(device.intent.phase).toBe('fetching')
  })

  it('hold only applying on an operator’s hold, which survives a power cut', () => {
    const held = into.staging(holding(1).send({ type: 'COMMAND', command: command('hold', { reason: 'demo' }) }), 2)
    held.done('stage').done('gate', [])
    expect(held.context.blockers).toMatchObject([
      { kind: 'hold', gate: 'apply', message: expect.stringContaining('demo') },
    ])
    const next = held.powerCut()
    expect(next.intent.hold).toEqual({ reason: 'demo', downloads: false })
    held.send({ type: 'COMMAND', command: command('unhold') }).done('gate', [])
    expect(held.intent.phase).toBe('switching')
  })

  it('ask again later when something in the world is in the way', () => {
    const space = { kind: 'space', code: 'HF_SPACE_LOW', message: 'too little space', gate: 'download', service: '' }
    const device = into.waiting(holding(1), 2).done('gate', [space])
    expect(device.context.blockers).toEqual([space])
    expect(device.done('gatePause').state).toBe('waiting.checking')
  })
})

describe('an operator in a hurry', () => {
  const WINDOW = { kind: 'window', code: '', message: 'the window is closed', gate: 'apply', service: '' }
  const held = () => into.staging(holding(1), 2).done('stage').done('gate', [WINDOW])

  it('has the gate asked again, with what it may pass over; a power cut forgets nothing', () => {
    const device = held().send({ type: 'COMMAND', command: command('updateNow') })
    expect(device.answers).toMatchObject([{ answer: { outcome: 'ok' } }])
    expect(device.inputOf('gate')).toMatchObject({ task: { hurry: 'windows', gate: 'apply' } })
    expect(device.powerCut().intent.task).toMatchObject({ hurry: 'windows' })
  })

  it('that once was allowed to pass over locks stays allowed', () => {
    const device = held().send({ type: 'COMMAND', command: command('updateNow', { force: true }) })
    device.send({ type: 'COMMAND', command: { ...command('updateNow'), id: 'again' } })
    expect(device.intent.task).toMatchObject({ hurry: 'locks' })
  })

  it('hurries only what is on its way', () => {
    for (const device of [holding(1), into.switching(holding(1), 2)]) {
      device.send({ type: 'COMMAND', command: command('updateNow') })
      expect(device.answers).toMatchObject([{ answer: { outcome: 'refused' } }])
    }
  })

  it('hurries one update, not the next', () => {
    const device = held().send({ type: 'COMMAND', command: command('updateNow') })
    into.waiting(device.done('gate', [WINDOW]).send(target(3)).send(rollout(3)).done('cancelTidy'), 3)
    expect(device.intent.task).toMatchObject({ to: { epoch: 3 }, hurry: 'no' })
  })
})

describe('something that goes down while a release is being proved', () => {
  it('is brought up again, and proved again from the beginning', () => {
    for (const [way, proof] of [
      [into.proving, 'gatherProof'],
      [into.soaking, 'soakProof'],
      [into.contacting, 'contactProof'],
      [(device: Driver, epoch: number) => into.contacting(device, epoch).done('contact'), 'finalProof'],
    ] as const) {
      const device = way(holding(1), 2)
      if (proof === 'soakProof' || proof === 'contactProof') device.send({ type: 'SERVICES_CHANGED' })
      device.done(proof, DRIFTED)
      expect(device.state).toBe('switching.looking')
      device.done('forwardSurvey', { kind: 'done' })
      expect(device.state).toBe('proving.gathering.looking')
    }
  })

  it('a third time, the release is refused', () => {
    const device = into.proving(holding(1), 2)
    for (let time = 1; time < 3; time += 1) device.done('gatherProof', DRIFTED).done('forwardSurvey', { kind: 'done' })
    device.done('gatherProof', DRIFTED)
    expect(device.intent).toMatchObject({ phase: 'reverting', refused: [{ epoch: 2, code: 'HF_HEALTH_FAILED' }] })
  })
})

describe('a command that waits for an application’s lock', () => {
  const waiting = () => holding(1).send({ type: 'COMMAND', command: command('restart', { service: 'web' }) })

  it('holds up nothing but the commands behind it: updates go on, and what drifts is repaired', () => {
    const device = waiting()
    expect(device.running).toContain('unlock')
    expect(device.context.busy).toBe(false)
    expect(into.fetching(device, 2).intent.phase).toBe('fetching')
    const drifted = waiting().send({ type: 'SERVICES_CHANGED' })
    expect(drifted.done('holdSurvey', ACT).intent.task?.kind).toBe('repair')
  })

  it('and finds an update switching when the lock is free waits for its end', () => {
    const device = into.switching(waiting(), 2).done('unlock', null)
    expect(device.running).not.toContain('runCommand')
    expect(device.running).toContain('expire')
  })

  it('is answered when its budget is spent', () => {
    const device = waiting().done('unlock', { outcome: 'expired', code: 'HF_COMMAND_EXPIRED', message: '', output: '' })
    expect(device.answers).toMatchObject([{ answer: { outcome: 'expired' } }])
    expect(device.running).not.toContain('runCommand')
  })

  it('waits for none with force, nor does one that takes nothing from applications', () => {
    for (const one of [
      command('restart', { service: 'web', force: true }),
      command('exec', { service: 'web', command: ['ls'] }),
    ])
      expect(holding(1).send({ type: 'COMMAND', command: one }).running).toContain('runCommand')
  })
})

describe('commands behind one that waits for a lock', () => {
  const EXPIRED = { outcome: 'expired', code: 'HF_COMMAND_EXPIRED' }
  const numbered = (id: string, action: Parameters<typeof command>[0], args = {}) => ({ ...command(action, args), id })
  const sent = (...commands: ReturnType<typeof numbered>[]) =>
    commands.reduce((device, one) => device.send({ type: 'COMMAND', command: one }), holding(1))
  const blocked = numbered('blocked', 'restart', { service: 'web' })
  const behind = numbered('behind', 'exec', { service: 'web', command: ['ls'] })
  const forced = numbered('forced', 'restart', { service: 'web', force: true })
  const ids = (device: ReturnType<typeof sent>) =>
    (device.inputOf('expireBehind') as { commands: { id: string }[] }).commands.map(({ id }) => id)

  it('are answered when their budget is spent, and not at their turn', () => {
    const device = sent(blocked, behind)
    expect(ids(device)).toEqual(['behind'])
    device.done('expireBehind', 'behind')
    expect(device.answers).toMatchObject([{ id: 'behind', answer: EXPIRED }])
    expect(device.running).toContain('unlock')
    expect(device.running).not.toContain('expireBehind')
    device.done('unlock', null).done('runCommand', { ...EXPIRED, outcome: 'ok', code: '', message: '', output: '' })
    expect(device.answers.map(({ id }) => id)).toEqual(['behind', 'blocked'])
  })

  it('of which one has come to its turn are not answered twice', () => {
    const device = sent(blocked, behind, numbered('last', 'identify')).done('unlock', null)
    device.done('runCommand', { outcome: 'ok', code: '', message: '', output: '' })
    expect(device.running).toContain('runCommand')
    device.done('expireBehind', 'behind')
    expect(device.answers.map(({ id }) => id)).toEqual(['blocked'])
    expect(ids(device)).toEqual(['last'])
  })

  it('are watched in the other lanes too', () => {
    const device = sent(numbered('one', 'logs'), numbered('two', 'logs'))
    expect(ids(device)).toEqual(['two'])
    expect(device.done('expireBehind', 'two').answers).toMatchObject([{ id: 'two', answer: EXPIRED }])
  })

  it('overtake it when they were told to pass over locks, and it waits again', () => {
    const device = sent(blocked, behind, forced)
    expect(device.inputOf('runCommand')).toMatchObject({ command: { id: 'behind' } })
    device.done('runCommand', { outcome: 'ok', code: '', message: '', output: '' })
    expect(device.inputOf('runCommand')).toMatchObject({ command: { id: 'forced' } })
    device.done('runCommand', { outcome: 'ok', code: '', message: '', output: '' })
    expect(device.inputOf('unlock')).toMatchObject({ command: { id: 'blocked' } })
  })

  it('overtake it after a power cut too', () => {
    const device = sent(blocked, forced).powerCut()
    for (const one of [blocked, forced]) device.send({ type: 'COMMAND', command: one })
    expect(device.running).not.toContain('runCommand')
    device.done('observe')
    expect(device.inputOf('runCommand')).toMatchObject({ command: { id: 'forced' } })
  })

  it('overtake it while it waits for an update too, each with its own budget', () => {
    const device = into.switching(holding(1), 2)
    for (const one of [blocked, forced]) device.send({ type: 'COMMAND', command: one })
    expect(device.inputOf('expire')).toMatchObject({ command: { id: 'forced' } })
    expect(ids(device)).toEqual(['blocked'])
  })

  it.each(['restart', 'stop', 'purge', 'reboot', 'shutdown'] as const)(
    'never overtake a %s that had begun before a power cut',
    (action) => {
      const begun = { ...numbered('begun', action, { service: 'web' }), note: 'begun' }
      const device = holding(1).powerCut()
      for (const one of [begun, forced]) device.send({ type: 'COMMAND', command: one })
      device.done('observe').done('unlock', null)
      expect(device.inputOf('runCommand')).toMatchObject({ command: { id: 'begun' } })
    },
  )

  it('never overtake what is being carried out', () => {
    const device = sent(blocked).done('unlock', null).send({ type: 'COMMAND', command: forced })
    expect(device.inputOf('runCommand')).toMatchObject({ command: { id: 'blocked' } })
    expect(device.running).not.toContain('unlock')
  })
})

describe('a command that changes containers or volumes', () => {
  const purge = { type: 'COMMAND' as const, command: command('purge', { volume: 'data' }) }
  const DONE = { outcome: 'ok', code: '', message: 'emptied data', output: '' }

  it('waits while containers of a new release are made', () => {
    const device = into.staging(holding(1), 2).send(purge)
    expect(device.running).not.toContain('runCommand')
    device.done('stage').done('unlock', null)
    expect(device.running).toContain('runCommand')
  })

  it('has them made only when it has ended', () => {
    const device = into.fetching(holding(1), 2).send(purge).done('unlock', null).done('fetch')
    expect(device.state).toBe('fetching.yielding')
    expect(device.context.blockers).toMatchObject([{ kind: 'busy', gate: 'apply' }])
    expect(device.done('runCommand', DONE).state).toBe('staging.making')
  })
})

describe('what is not well in time', () => {
  const WAITS = { kind: 'wait', reasons: ['web waits for db to be healthy'] }

  it.each([
    ['while it is proved', (device: Driver) => into.proving(device, 2), 'proofBudget'],
    [
      'while it is switched to',
      (device: Driver) => into.switching(device, 2).done('forwardSurvey', WAITS),
      'forwardBudget',
    ],
  ])('is gone back from, with its last lines: %s', (_, begin, budget) => {
    const device = begin(holding(1)).done(budget, ['still looking for the sea'])
    expect(device.state).toMatch(/^reverting/)
    expect(device.intent.task).toMatchObject({
      fault: { code: 'HF_HEALTH_TIMEOUT' },
      logTail: ['still looking for the sea'],
    })
    expect(device.intent.refused).toMatchObject([{ epoch: 2, logTail: ['still looking for the sea'] }])
  })
})

describe('logs', () => {
  const logs = (id: string, follow: boolean) => ({
    type: 'COMMAND' as const,
    command: { ...command('logs', { service: 'web', follow }), id },
  })

  it('that are followed give way to whoever asks next, and are answered', () => {
    const device = holding(1).send(logs('one', true)).send(logs('two', true))
    expect(device.answers).toMatchObject([
      { id: 'one', answer: { outcome: 'ok', message: expect.stringContaining('anew') } },
    ])
    expect(device.inputOf('streamLogs')).toMatchObject({ command: { id: 'two' } })
  })

  it('that would be followed give way to who has come meanwhile, too', () => {
    const device = holding(1).send(logs('one', false)).send(logs('two', true)).send(logs('three', false))
    device.done('streamLogs', { outcome: 'ok', code: '', message: '', output: '' })
    expect(device.answers.map(({ id }) => id)).toEqual(['one', 'two'])
    expect(device.inputOf('streamLogs')).toMatchObject({ command: { id: 'three' } })
  })

  it('that end by themselves have their time', () => {
    const device = holding(1).send(logs('one', false)).send(logs('two', false))
    expect(device.answers).toEqual([])
    expect(device.inputOf('streamLogs')).toMatchObject({ command: { id: 'one' } })
  })
})

describe('a service that an operator stops', () => {
  const STOPPED = { outcome: 'ok', code: '', message: 'stopped web', output: '', services: ['web'] }
  const stop = (forMs = 0) => command('stop', { service: 'web', forMs })
  const stopped = (forMs = 0) =>
    holding(1)
      .send({ type: 'COMMAND', command: stop(forMs) })
      .done('unlock', null)
      .done('runCommand', STOPPED)

  it('is kept down by the same step that answers, and after a power cut', () => {
    const device = stopped()
    expect(device.answers).toMatchObject([{ id: 'c-stop', answer: { outcome: 'ok' } }])
    expect(device.intent.stops).toEqual([{ service: 'web', forMs: 0, bootId: 'boot', monoMs: 0 }])
    expect(device.inputOf('holdSurvey')).toMatchObject({ goal: { stopped: ['web'] } })
    expect(device.powerCut().done('observe').inputOf('holdSurvey')).toMatchObject({ goal: { stopped: ['web'] } })
  })

  it('stays down through an update, and on the way back', () => {
    const device = into.switching(stopped().done('holdSurvey', { kind: 'done' }), 2)
    expect(device.inputOf('forwardSurvey')).toMatchObject({ goal: { stopped: ['web'] } })
    device.done('forwardSurvey', { kind: 'done' })
    expect(device.inputOf('gatherProof')).toMatchObject({ goal: { stopped: ['web'] } })
    device.done('gatherProof', BAD)
    expect(device.inputOf('backSurvey')).toMatchObject({ goal: { stopped: ['web'] } })
  })

  it('is not, when stopping it failed', () => {
    const failed = { ...STOPPED, outcome: 'failed', code: 'HF_COMMAND_FAILED' }
    const device = holding(1).send({ type: 'COMMAND', command: stop() }).done('unlock', null).done('runCommand', failed)
    expect(device.intent.stops).toEqual([])
  })

  it('runs again once it is started', () => {
    const device = stopped().done('holdSurvey', { kind: 'done' })
    device.send({ type: 'COMMAND', command: { ...command('start', { service: 'web' }), id: 's' } })
    device.done('runCommand', { ...STOPPED, message: 'started web' })
    expect(device.intent.stops).toEqual([])
    expect(device.inputOf('holdSurvey')).toMatchObject({ goal: { stopped: [] } })
  })

  it('for a time runs again by itself when it is over, also in the next life', () => {
    const device = stopped(5_000)
    for (const life of [device, device.powerCut().done('observe')]) {
      expect(life.inputOf('stopsEnd')).toMatchObject({ stops: [{ service: 'web', forMs: 5_000 }] })
      life.done('stopsEnd', ['web'])
      expect(life.intent.stops).toEqual([])
      expect(life.running).not.toContain('stopsEnd')
    }
  })

  it('without a time is waited for by nobody', () => {
    expect(stopped().running).not.toContain('stopsEnd')
  })
})

describe('an update that goes wrong', () => {
  it('goes back at once, with the reason and the last lines, and does not try that epoch again', () => {
    const device = into.proving(holding(1), 2).done('gatherProof', BAD)
    expect(device.intent).toMatchObject({ phase: 'reverting', current: releaseRef(1) })
    expect(device.intent.refused).toMatchObject([{ epoch: 2, code: 'HF_HEALTH_FAILED', logTail: ['panic: no'] }])
    expect(device.inputOf('backSurvey')).toEqual({
      goal: { release: releaseRef(1), mustRun: ['web'], undo: releaseRef(2), adopted: [], stopped: [] },
    })
    device.done('backSurvey', { kind: 'done' }).done('backTidy')
    expect(device.state).toBe('idle.checking')
    device.send(target(2))
    expect(device.intent.phase).toBe('idle')
    expect(device.send(rollout(3)).send(target(3)).intent.phase).toBe('admitting')
  })

  it('tries a refused epoch once more when an operator says so', () => {
    const device = into
      .proving(holding(1), 2)
      .done('gatherProof', BAD)
      .done('backSurvey', { kind: 'done' })
      .done('backTidy')
    device.send({ type: 'COMMAND', command: command('forgetRefusal', { epoch: 2 }) })
    expect(device.intent.phase).toBe('admitting')
  })

  it.each([
    ['a registry that is away', 'HF_REGISTRY_UNAVAILABLE' as const, 20, 'fetching'],
    ['an image that is not there', 'HF_REGISTRY_NOT_FOUND' as const, 2, 'fetching'],
    ['an image that is never there', 'HF_REGISTRY_NOT_FOUND' as const, 3, 'cancelling'],
  ])('fetching: %s, %s %i times', (_, code, times, phase) => {
    const device = into.fetching(holding(1), 2)
    for (let time = 0; time < times; time += 1) {
      if (time > 0) device.done('fetchPause')
      device.fail('fetch', code)
    }
    expect(device.intent.phase).toBe(phase)
    expect(device.intent.refused.length).toBe(phase === 'cancelling' ? 1 : 0)
  })

  it('goes back when a container cannot be started, but not while the engine is only away', () => {
    const act = { kind: 'act', step: { act: 'start', service: 'web', container: 'c' } }
    const device = into.switching(holding(1), 2)
    for (let time = 0; time < 10; time += 1)
      device.done('forwardSurvey', act).fail('forwardAct', 'HF_ENGINE_UNAVAILABLE').done('forwardBackoff')
    expect(device.context.intent.task?.failures).toBe(0)
    for (let time = 0; time < 3; time += 1) {
      device.done('forwardSurvey', act).fail('forwardAct', 'HF_ENGINE_FAILED', 'port is taken')
      if (time < 2) device.done('forwardBackoff')
    }
    expect(device.intent).toMatchObject({ phase: 'reverting', refused: [{ code: 'HF_SWITCH_FAILED' }] })
  })

  it('refuses at the door what this device is not for, and touches nothing', () => {
    const device = into.admitting(holding(1), 2).done('admit', { code: 'HF_REQUIREMENT_UNMET', message: 'arm64' })
    expect(device.started).not.toContain('fetch')
    expect(device.intent.refused).toMatchObject([{ epoch: 2, code: 'HF_REQUIREMENT_UNMET' }])
    expect(device.done('cancelTidy').intent).toMatchObject({ phase: 'idle', current: releaseRef(1) })
  })

  it('rests in idle when even going back does not work, and goes on with a repair from there', () => {
    const device = into.reverting(holding(1), 2)
    for (let time = 0; time < 4; time += 1) device.fail('backSurvey', 'HF_ENGINE_FAILED').done('backBackoff')
    device.fail('backSurvey', 'HF_ENGINE_FAILED').done('backTidy')
    device.done('holdSurvey', { kind: 'act', step: { act: 'create', service: 'web' } })
    expect(device.intent).toMatchObject({ phase: 'planning', task: { kind: 'repair', to: releaseRef(1) } })
  })
})

describe('a device that does not know any more what it runs', () => {
  const FOUND = [{ container: 'c1', service: 'web', restart: 4 }]
  const lost = () => new Driver().done('observe', FOUND)
  const START = { kind: 'act', step: { act: 'start', service: 'web', container: 'c1' } }

  it('holds on to the containers that it finds, through power cuts, and rouses one that is down', () => {
    const device = lost().done('holdSurvey', { kind: 'done' })
    expect(device.intent).toMatchObject({ phase: 'idle', current: null, adopted: FOUND })
    const next = device.powerCut().done('observe')
    expect(next.intent.adopted).toEqual(FOUND)
    next.done('holdSurvey', START)
    expect(next.inputOf('rouse')).toEqual({
      goal: { release: null, mustRun: [], undo: null, adopted: FOUND, stopped: [] },
      step: START.step,
    })
    expect(next.done('rouse').done('holdSurvey', { kind: 'done' }).state).toBe('idle.steady')
  })

  it('waits before it tries again to rouse one that cannot be', () => {
    const device = lost().done('holdSurvey', START).fail('rouse', 'HF_ENGINE_FAILED')
    expect(device.state).toBe('idle.unsure')
    expect(device.done('holdPause').state).toBe('idle.checking')
  })

  it('goes back to them when the release that comes is bad, and goes on holding them', () => {
    const device = into.reverting(lost().done('holdSurvey', { kind: 'done' }), 2)
    const goal = { release: null, mustRun: ['web'], undo: releaseRef(2), adopted: FOUND, stopped: [] }
    expect(device.inputOf('backSurvey')).toEqual({ goal })
    device.done('backSurvey', { kind: 'done' })
    expect(device.inputOf('backTidy')).toMatchObject({ tidying: { current: null, keepContainers: ['c1'] } })
    device.done('backTidy')
    expect(device.intent).toMatchObject({ phase: 'idle', current: null, adopted: FOUND, refused: [{ epoch: 2 }] })
  })

  it('removes none of them when an update is given up before it began', () => {
    const device = into.fetching(lost().done('holdSurvey', { kind: 'done' }), 2)
    device.send({ type: 'COMMAND', command: command('cancel') })
    expect(device.inputOf('cancelTidy')).toMatchObject({ tidying: { keepContainers: ['c1'] } })
  })

  it('lets go of them when a release has been proved', () => {
    const device = into.committing(lost().done('holdSurvey', { kind: 'done' }), 2)
    expect(device.intent).toMatchObject({ current: releaseRef(2), previous: null, adopted: [] })
    expect(device.inputOf('commitTidy')).toMatchObject({ tidying: { keepContainers: [] } })
  })

  it('adopts nothing when it knows what it runs', () => {
    expect(holding(1).powerCut().done('observe', FOUND).intent.adopted).toEqual([])
    expect(into.fetching(new Driver().done('observe'), 1).powerCut().done('observe', FOUND).intent.adopted).toEqual([])
  })
})

describe('a repair of what is committed', () => {
  const drifted = () => holding(1, 0).send({ type: 'SERVICES_CHANGED' }).done('holdSurvey', CREATE)
  const repairing = () => drifted().done('plan', PLAN).done('gate', []).done('fetch').done('stage').done('gate', [])

  it('needs neither rollout nor contact with the broker', () => {
    const device = repairing().done('forwardSurvey', { kind: 'done' }).done('gatherProof', GOOD)
    device.done('soak').done('lastProof', GOOD)
    expect(device.started).not.toContain('contact')
    expect(device.intent).toMatchObject({ phase: 'committing', current: releaseRef(1), previous: releaseRef(0) })
  })

  it('is not cancelled, and says so', () => {
    const device = drifted().send({ type: 'COMMAND', command: command('cancel') })
    expect(device.intent).toMatchObject({ phase: 'planning', task: { kind: 'repair' } })
    expect(device.answers).toMatchObject([{ answer: { outcome: 'refused' } }])
  })

  it('gives way to a new target', () => {
    const device = drifted().send(target(2))
    expect(device.intent).toMatchObject({ phase: 'admitting', task: { to: releaseRef(2) }, refused: [] })
  })

  it('brings back what ran when it was proved, also what ended well since', () => {
    const device = into.idle(holding(1), 2)
    expect(device.intent.runs).toEqual(['web'])
    const next = device.powerCut().done('observe')
    expect(next.inputOf('holdSurvey')).toEqual({
      goal: { release: releaseRef(2), mustRun: ['web'], undo: null, adopted: [], stopped: [] },
    })
    next.done('holdSurvey', CREATE).done('plan', PLAN).done('gate', []).done('fetch').done('stage').done('gate', [])
    expect(next.inputOf('forwardSurvey')).toEqual({
      goal: { release: releaseRef(2), mustRun: ['web'], undo: null, adopted: [], stopped: [] },
    })
  })
})

describe('epochs', () => {
  it.each([
    ['a lower one', target(1)],
    ['the same with other content', target(2, { release: { ...releaseRef(2), document: 'sha256:other' } })],
  ])('%s is refused at the door, said so, and changes nothing', (_, event) => {
    const device = holding(2).send(event)
    expect(device.context.rejected).toMatchObject({ code: 'HF_EPOCH_STALE' })
    expect(device.intent).toEqual(holding(2).intent)
  })

  it('a target of the device’s own goes over its fleet’s, until it is taken away', () => {
    const own = { ...target(1, { scope: 'device', release: { ...releaseRef(1), document: 'sha256:own' } }) }
    const device = holding(2).send(own)
    expect(device.intent.task).toMatchObject({ scope: 'device', to: { document: 'sha256:own' } })
    device.send({ type: 'TARGET_CLEARED', scope: 'device' })
    expect(device.intent.phase).toBe('cancelling')
    expect(device.done('cancelTidy').intent).toMatchObject({ phase: 'idle', current: releaseRef(2) })
  })

  it('a newer target takes over while nothing has been switched, and waits its turn afterwards', () => {
    const early = into.fetching(holding(1), 2).send(rollout(3)).send(target(3))
    expect(early.intent.phase).toBe('cancelling')
    expect(early.done('cancelTidy').intent).toMatchObject({ phase: 'admitting', task: { to: releaseRef(3) } })

    const late = into.proving(holding(1), 2).send(rollout(3)).send(target(3))
    expect(late.intent).toMatchObject({ phase: 'proving', task: { to: releaseRef(2) } })
    late
      .done('gatherProof', GOOD)
      .done('soak')
      .done('lastProof', GOOD)
      .done('contact')
      .done('finalProof', GOOD)
      .done('commitTidy')
    expect(late.intent).toMatchObject({ phase: 'admitting', current: releaseRef(2), task: { to: releaseRef(3) } })
  })
})

describe('an operator', () => {
  it.each(['admitting', 'planning', 'waiting', 'fetching', 'staging'] as const)(
    'cancels in %s: only tidying is left',
    (phase) => {
      const device = into[phase](holding(1), 2).send({ type: 'COMMAND', command: command('cancel') })
      expect(device.intent).toMatchObject({ phase: 'cancelling', refused: [{ epoch: 2, code: 'HF_CANCELLED' }] })
      expect(device.done('cancelTidy').intent.phase).toBe('idle')
      expect(device.answers).toMatchObject([{ answer: { outcome: 'ok' } }])
    },
  )

  it.each(['switching', 'proving', 'soaking', 'contacting'] as const)(
    'cancels in %s: the device goes back',
    (phase) => {
      const device = into[phase](holding(1), 2).send({ type: 'COMMAND', command: command('cancel') })
      expect(device.intent).toMatchObject({ phase: 'reverting', current: releaseRef(1) })
    },
  )

  it.each(['idle', 'committing', 'reverting'] as const)('is told in %s that there is nothing to cancel', (phase) => {
    const device = into[phase](holding(1), 2)
    const before = device.intent.phase
    device.send({ type: 'COMMAND', command: command('cancel') })
    expect(device.intent.phase).toBe(before)
    expect(device.answers).toMatchObject([{ answer: { outcome: 'refused', code: 'HF_COMMAND_FAILED' } }])
  })

  it('goes back to the release before, which is then held', () => {
    const device = into.idle(holding(1), 2).send({ type: 'COMMAND', command: command('revert') })
    expect(device.intent).toMatchObject({
      phase: 'admitting',
      task: { kind: 'revert', to: releaseRef(1) },
      refused: [{ epoch: 2, code: 'HF_RELEASE_REVERTED' }],
    })
    device
      .done('admit', null)
      .done('plan', { fetch: [], changed: [], running: ['web'] })
      .done('gate', [])
      .done('fetch')
      .done('stage')
    device
      .done('gate', [])
      .done('forwardSurvey', { kind: 'done' })
      .done('gatherProof', GOOD)
      .done('soak')
      .done('lastProof', GOOD)
    device.done('contact').done('finalProof', GOOD).done('commitTidy').done('holdSurvey', { kind: 'done' })
    expect(device.intent).toMatchObject({ phase: 'idle', current: releaseRef(1), previous: null })
  })

  it('may go back again after a going back that was cancelled', () => {
    const device = into.idle(holding(1), 2).send({ type: 'COMMAND', command: command('revert') })
    device.send({ type: 'COMMAND', command: command('cancel') }).done('cancelTidy')
    expect(device.intent).toMatchObject({ phase: 'idle', current: releaseRef(2) })
    device.send({ type: 'COMMAND', command: { ...command('revert'), id: 'again' } })
    expect(device.intent).toMatchObject({ phase: 'admitting', task: { kind: 'revert', to: releaseRef(1) } })
    expect(device.intent.refused).toMatchObject([{ epoch: 2 }])
  })

  it.each(['idle', 'fetching', 'proving', 'committing'] as const)(
    'is told the truth about a cancel while the device reads the world after a cut in %s',
    (phase) => {
      const device = into[phase](holding(1, 0), 2).powerCut()
      device.send({ type: 'COMMAND', command: command('cancel') })
      const isTaken = phase === 'fetching' || phase === 'proving'
      expect(device.answers).toMatchObject([{ answer: { outcome: isTaken ? 'ok' : 'refused' } }])
      expect(device.state).toMatch(isTaken ? /^cancelling|^reverting/ : /^reconciling/)
    },
  )

  it.each([
    ['idle', 'ok', 'admitting'],
    ['fetching', 'refused', 'admitting'],
    ['committing', 'refused', 'committing'],
  ] as const)(
    'who asks for the way back while the device reads the world after a cut in %s is answered when it has: %s',
    (phase, outcome, now) => {
      const device = into[phase](holding(1, 0), 2).powerCut()
      device.send({ type: 'COMMAND', command: command('revert') }).send({ type: 'COMMAND', command: command('revert') })
      expect([device.state, device.answers]).toEqual([expect.stringMatching(/^reconciling/), []])
      device.fail('observe', 'HF_ENGINE_UNAVAILABLE').done('observePause').done('observe')
      expect(device.answers).toMatchObject([{ id: 'c-revert', answer: { outcome } }])
      expect(device.intent.phase).toBe(now)
      expect(device.running).not.toContain('expireParked')
    },
  )

  it('is told when a way back that was asked for could not be looked at within its budget', () => {
    const device = into
      .idle(holding(1), 2)
      .powerCut()
      .send({ type: 'COMMAND', command: command('revert') })
    device.done('expireParked')
    expect(device.answers).toMatchObject([{ id: 'c-revert', answer: { outcome: 'expired' } }])
    expect(device.done('observe').intent.phase).toBe('idle')
  })

  it('sends a whole fleet back with the rollout key, to the fallback that the release key has signed', () => {
    const device = into.idle(holding(1), 2).send(rollout(2, { revision: 2, state: 'revert' }))
    expect(device.intent.task).toMatchObject({ kind: 'revert', to: releaseRef(2, 'fallback') })
  })

  it('gives a newcomer what its fleet was sent back to, whichever word comes first', () => {
    const words = [rollout(2, { revision: 2, state: 'revert' }), target(2)]
    for (const order of [words, words.toReversed()]) {
      const device = new Driver().done('observe').done('holdSurvey', { kind: 'done' })
      for (const word of order) device.send(word)
      if (order !== words) device.done('cancelTidy')
      expect(device.intent.task).toMatchObject({ kind: 'install', to: releaseRef(2, 'fallback') })
    }
  })

  it('cannot send back a device that never took the epoch', () => {
    const device = holding(1)
      .send(rollout(2, { state: 'revert' }))
      .send(target(2))
    expect(device.intent).toMatchObject({ phase: 'idle', task: null })
  })
})

describe('after a power cut', () => {
  it.each([
    ['admitting', 'admitting'],
    ['planning', 'admitting'],
    ['waiting', 'admitting'],
    ['fetching', 'admitting'],
    ['staging', 'admitting'],
    ['switching', 'switching'],
    ['proving', 'switching'],
    ['contacting', 'switching'],
    ['committing', 'committing'],
    ['reverting', 'reverting'],
    ['idle', 'idle'],
  ] as const)('in %s the device first reads the world and then goes on in %s', (phase, resumed) => {
    const next = into[phase](holding(1), 2).powerCut()
    expect(next.running).toEqual(['observe'])
    expect(next.done('observe').intent.phase).toBe(resumed)
  })

  it('waits for an engine that comes up later than the agent', () => {
    const next = into.switching(holding(1), 2).powerCut().fail('observe', 'HF_ENGINE_UNAVAILABLE')
    expect(next.context.blockers).toMatchObject([{ kind: 'engine' }])
    expect(next.intent.phase).toBe('switching')
    expect(next.send({ type: 'SERVICES_CHANGED' }).done('observe').state).toBe('switching.looking')
  })

  it('gives a release up that restarts the device again and again', () => {
    let device = into.proving(holding(1), 2)
    for (let cut = 0; cut < 3; cut += 1)
      device = device.powerCut().done('observe').done('forwardSurvey', { kind: 'done' })
    expect(device.intent.phase).toBe('proving')
    device = device.powerCut().done('observe')
    expect(device.intent).toMatchObject({ phase: 'reverting', refused: [{ epoch: 2, code: 'HF_RESUMED_TOO_OFTEN' }] })
  })

  it('goes back by what ran before, once the engine is there', () => {
    const next = into.reverting(holding(1), 2).powerCut().done('observe')
    for (let time = 0; time < 20; time += 1) next.fail('backSurvey', 'HF_ENGINE_UNAVAILABLE').done('backBackoff')
    expect(next.intent.phase).toBe('reverting')
  })

  it('does not wait for a registry for ever while it goes back', () => {
    const fetch = { kind: 'act', step: { act: 'fetch', service: 'web', image: 'r/web' } }
    const device = into.reverting(holding(1), 2)
    for (let time = 0; time < 5; time += 1) {
      if (time > 0) device.done('backBackoff')
      device.done('backSurvey', fetch).fail('backAct', 'HF_REGISTRY_UNAVAILABLE')
    }
    expect(device.intent.phase).toBe('idle')
  })

  it('gives the new release no second chance when the cut falls while going back', () => {
    const next = into.reverting(holding(1), 2).powerCut().done('observe')
    expect(next.inputOf('backSurvey')).toMatchObject({
      goal: { release: releaseRef(1), undo: releaseRef(2), adopted: [], stopped: [] },
    })
  })
})

const CREATE = { kind: 'act', step: { act: 'create', service: 'web' } }
const PLAN = { fetch: [], changed: ['web'], running: ['web'] }

function command(action: string, args: Record<string, unknown> = {}) {
  return { id: `c-${action}`, action, args, budgetMs: 60_000, bootId: 'boot', monoMs: 0, note: '' }
}
