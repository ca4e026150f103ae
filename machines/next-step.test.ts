/** The next step, case by case; from any engine whatsoever it is tried in test/machines. */
import { describe, expect, it } from 'vitest'
import { Condition, Health, Restart, Strategy } from '../protocol/enums.ts'
import type { Service } from '../protocol/types.ts'
import { type Desired, desiredOf } from './desired.ts'
import { type Next, nextStep } from './next-step.ts'
import type { Container } from './ports.ts'
import { restartOf, type Situation } from './situation.ts'

const SERVICE = {
  image: 'r/new',
  strategy: Strategy.STRATEGY_DOWNLOAD_THEN_KILL,
  restart: Restart.RESTART_UNSPECIFIED,
  restartMaxRetries: 0,
  stopGraceMs: 0,
  networkMode: '',
  dependsOn: [],
  ports: [],
  mounts: [],
  files: [],
  networks: [],
  environment: {},
} as Partial<Service> as Service

const release = (...services: (Partial<Service> & { name: string })[]): Desired =>
  desiredOf('box', {
    id: 'release',
    name: 'app',
    version: '',
    requirements: null,
    services: services.map((service) => ({ ...SERVICE, ...service })),
    volumes: [],
    networks: [],
  })

/** A container that runs as this service of the release wants it. */
function runs(desired: Desired, name: string, change: Partial<Container> = {}): Container {
  const wanted = desired.services.find((service) => service.name === name)!
  return {
    id: `new-${name}`,
    name: wanted.containerName,
    service: name,
    release: 'release',
    specHash: wanted.specHash,
    state: 'running',
    health: Health.HEALTH_NONE,
    exitCode: 0,
    restarts: 0,
    restart: restartOf(wanted),
    startedAt: '',
    image: wanted.service.image,
    stopGraceMs: wanted.service.stopGraceMs || 10_000,
    hostPorts: wanted.service.ports.map((port) => `${port.hostPort}/tcp`),
    ...change,
  }
}

/** The one that the release before had made of this service. */
const old = (desired: Desired, name: string, change: Partial<Container> = {}): Container =>
  runs(desired, name, { id: `old-${name}`, specHash: 'old', image: 'r/old', hostPorts: [], ...change })

const DOWN = { state: 'exited', restart: Restart.RESTART_NO } as const

/** "stop old-web", "fetch r/new", "wait", "done" */
function next(desired: Desired, containers: Container[], more: Partial<Situation> = {}): string {
  const found: Next = nextStep({ desired, containers, missingImages: [], startedHere: [], ...more })
  if (found.kind !== 'act') return found.kind
  const { step } = found
  switch (step.act) {
    case 'fetch':
      return `fetch ${step.image}`
    case 'create':
      return `create ${step.service}`
    case 'remove':
      return `remove ${step.container}${step.image && ` and ${step.image}`}`
    default:
      return `${step.act} ${step.container}`
  }
}

describe.each([
  ['download-then-kill', Strategy.STRATEGY_DOWNLOAD_THEN_KILL, ['fetch r/new', 'create web', 'stop old-web']],
  ['kill-then-download', Strategy.STRATEGY_KILL_THEN_DOWNLOAD, ['stop old-web', 'fetch r/new', 'create web']],
  [
    'delete-then-download',
    Strategy.STRATEGY_DELETE_THEN_DOWNLOAD,
    ['stop old-web', 'remove old-web and r/old', 'fetch r/new', 'create web'],
  ],
  ['hand-over', Strategy.STRATEGY_HAND_OVER, ['fetch r/new', 'create web', 'start new-web']],
])('%s', (_, strategy, order) => {
  const desired = release({ name: 'web', strategy })
  const before = old(desired, 'web')
  const created = runs(desired, 'web', { state: 'created', restart: Restart.RESTART_NO })

  it('without its image', () => {
    expect(next(desired, [before], { missingImages: ['r/new'] })).toBe(order[0])
  })

  it('with its image, and with its container', () => {
    const isHandOver = strategy === Strategy.STRATEGY_HAND_OVER
    expect(next(desired, [before])).toBe(isHandOver ? 'create web' : 'stop old-web')
    expect(next(desired, [before, created])).toBe(isHandOver ? 'start new-web' : 'stop old-web')
    expect(next(desired, [{ ...before, ...DOWN }, created])).toBe('start new-web')
  })

  it('once the old one is stopped', () => {
    const after = order.slice(order.indexOf('stop old-web') + 1)
    const stopped = { ...before, ...DOWN }
    if (after.includes('fetch r/new')) expect(next(desired, [stopped], { missingImages: ['r/new'] })).toBe(after[0])
    expect(next(desired, [stopped])).toBe('create web')
  })
})

describe('hand-over', () => {
  const desired = release({ name: 'web', strategy: Strategy.STRATEGY_HAND_OVER })
  const both = (change: Partial<Container>) => [old(desired, 'web'), runs(desired, 'web', change)]

  it.each<[string, Partial<Container>, string]>([
    ['starting', { health: Health.HEALTH_STARTING }, 'wait'],
    ['restarting', { state: 'restarting' }, 'wait'],
    ['healthy', { health: Health.HEALTH_HEALTHY }, 'stop old-web'],
    ['running without a health check', {}, 'stop old-web'],
    ['unhealthy', { health: Health.HEALTH_UNHEALTHY }, 'failed'],
  ])('a new one that is %s', (_, change, expected) => expect(next(desired, both(change))).toBe(expected))

  it.each<[string, Partial<Container>, string]>([
    ['without success', { exitCode: 1 }, 'failed'],
    ['well, before its check had passed', { exitCode: 0, health: Health.HEALTH_STARTING }, 'failed'],
    ['well, and was healthy, as the engine forgets', { exitCode: 0, health: Health.HEALTH_UNHEALTHY }, 'failed'],
    ['well, and is not checked: it has done its work', { exitCode: 0 }, 'stop old-web'],
  ])('a new one that has ended %s', (_, change, expected) => {
    const ended = both({ state: 'exited', ...change })
    expect(next(desired, ended, { startedHere: ['new-web'] })).toBe(expected)
    // Whether the agent has seen it run makes no difference.
    expect(next(desired, both({ state: 'exited', restart: Restart.RESTART_ON_FAILURE, ...change }))).toBe(
      change.exitCode === 0 ? expected : 'start new-web',
    )
  })

  it('waits for the word of the new one, when that is asked for', () => {
    const handOver = { waitUntilReady: true, timeoutMs: 0 }
    const asking = release({ name: 'web', strategy: Strategy.STRATEGY_HAND_OVER, handOver })
    const beside = (change: Partial<Container> = {}) => [old(asking, 'web'), runs(asking, 'web', change)]
    expect(next(asking, beside())).toBe('wait')
    expect(next(asking, beside(), { ready: ['old-web'] })).toBe('wait')
    expect(next(asking, beside({ health: Health.HEALTH_STARTING }), { ready: ['new-web'] })).toBe('wait')
    expect(next(asking, beside({ health: Health.HEALTH_UNHEALTHY }), { ready: ['new-web'] })).toBe('failed')
    expect(next(asking, beside(), { ready: ['new-web'] })).toBe('stop old-web')
    const ended = { startedHere: ['new-web'] }
    expect(next(asking, beside({ state: 'exited' }), ended)).toBe('failed')
    expect(next(asking, beside({ state: 'exited' }), { ...ended, ready: ['new-web'] })).toBe('stop old-web')
  })

  it('is none where both want a port of the host, and none when going back', () => {
    const port = { containerPort: 80, hostPort: 80, hostIp: '', protocol: 'tcp' }
    const published = release({ name: 'web', strategy: Strategy.STRATEGY_HAND_OVER, ports: [port] })
    expect(next(published, [old(published, 'web')])).toBe('stop old-web')
    expect(next(desired, [old(desired, 'web')], { isGoingBack: true })).toBe('stop old-web')
  })
})

describe('a container that does not run', () => {
  it.each<[string, Partial<Service>, Partial<Container>, string]>([
    ['has done its work', {}, { exitCode: 0 }, 'done'],
    ['was stopped by us', {}, { exitCode: 0, restart: Restart.RESTART_NO }, 'start new-web'],
    ['was torn down in an earlier life', {}, { exitCode: 255 }, 'start new-web'],
    ['is always to run', { restart: Restart.RESTART_ALWAYS }, { exitCode: 0 }, 'start new-web'],
    ['was never started', {}, { state: 'created' }, 'start new-web'],
    ['is beyond repair', {}, { state: 'dead' }, 'remove new-web'],
    ['is on its way out', {}, { state: 'removing' }, 'wait'],
  ])('and %s', (_, service, change, expected) => {
    const desired = release({ name: 'web', ...service })
    expect(next(desired, [runs(desired, 'web', { state: 'exited', ...change })])).toBe(expected)
  })

  it('and failed after this life started it, is left to the judge of health', () => {
    const desired = release({ name: 'web' })
    const failed = runs(desired, 'web', { state: 'exited', exitCode: 1 })
    expect(next(desired, [failed], { startedHere: ['new-web'] })).toBe('done')
  })

  it('and ran before, is run again once when going back, and not for ever', () => {
    const desired = release({ name: 'job' })
    const ended = [runs(desired, 'job', { state: 'exited', exitCode: 0 })]
    expect(next(desired, ended, { mustRun: ['job'] })).toBe('start new-job')
    expect(next(desired, ended, { mustRun: ['job'], startedHere: ['new-job'] })).toBe('done')
  })
})

describe('a service that an operator keeps down', () => {
  const stopped = ['web']
  const desired = release(
    { name: 'web' },
    { name: 'worker', dependsOn: [{ service: 'web', condition: 1, restart: false }] },
  )
  const worker = runs(desired, 'worker')

  it('is stopped, whichever of its containers runs', () => {
    expect(next(desired, [runs(desired, 'web'), worker], { stopped })).toBe('stop new-web')
    expect(next(desired, [old(desired, 'web'), worker], { stopped })).toBe('stop old-web')
  })

  it('stays down, whatever ran before, and needs no image', () => {
    const down = runs(desired, 'web', { ...DOWN, exitCode: 137 })
    expect(next(desired, [down, worker], { stopped, mustRun: ['web'] })).toBe('done')
    expect(next(desired, [worker], { stopped, missingImages: ['r/web'] })).toBe('done')
  })

  it('is told to those that wait for it', () => {
    const situation = { desired, containers: [], missingImages: [], startedHere: [], stopped }
    expect(nextStep(situation)).toEqual({
      kind: 'wait',
      reasons: ['worker waits for web to be started, which an operator has stopped'],
    })
  })
})

describe('what stands in the way', () => {
  const port = { containerPort: 80, hostPort: 80, hostIp: '', protocol: 'tcp' }

  it('a service that is not wanted any more is stopped', () => {
    const desired = release({ name: 'web' })
    expect(next(desired, [runs(desired, 'web'), old(desired, 'web', { id: 'x', service: 'gone' })])).toBe('stop x')
  })

  it('an old container with the port of another service is stopped, with its own grace', () => {
    const desired = release({ name: 'a', ports: [port] }, { name: 'b', stopGraceMs: 1_000 })
    const holder = old(desired, 'b', { hostPorts: ['80/tcp'], stopGraceMs: 30_000 })
    expect(nextStep({ desired, containers: [holder], missingImages: [], startedHere: [] })).toEqual({
      kind: 'act',
      step: { act: 'stop', service: 'b', container: 'old-b', graceMs: 30_000 },
    })
  })

  it.each([
    ['that is replaced', release({ name: 'b', stopGraceMs: 1_000 })],
    ['that is not wanted any more', release({ name: 'web' })],
  ])('a container %s has the time to end that it was made with', (_, desired) => {
    const before = { ...runs(release({ name: 'b' }), 'b'), id: 'before', specHash: 'old', stopGraceMs: 300_000 }
    const found = nextStep({ desired, containers: [before], missingImages: [], startedHere: [] })
    expect(found).toMatchObject({ step: { act: 'stop', container: 'before', graceMs: 300_000 } })
  })

  it('a wanted container with the same port on another address is not in the way', () => {
    const [here, there] = ['127.0.0.1', '10.0.0.1'].map((hostIp) => ({ ...port, hostIp }))
    const desired = release({ name: 'a', ports: [here!] }, { name: 'b', ports: [there!] })
    expect(next(desired, [runs(desired, 'a')])).toBe('create b')
    expect(next(desired, [runs(desired, 'a'), runs(desired, 'b')])).toBe('done')
  })

  it('but nothing before the images that are to be there first', () => {
    const desired = release({ name: 'a', ports: [port] }, { name: 'b', image: 'r/b' })
    const holder = old(desired, 'b', { hostPorts: ['80/tcp'] })
    expect(next(desired, [holder], { missingImages: ['r/b'] })).toBe('fetch r/b')
  })

  it('a container that stands needs no image', () => {
    const desired = release({ name: 'web' })
    expect(next(desired, [runs(desired, 'web', DOWN)], { missingImages: ['r/new'] })).toBe('start new-web')
  })

  it('an image that another service wants is not removed', () => {
    const strategy = Strategy.STRATEGY_DELETE_THEN_DOWNLOAD
    const desired = release({ name: 'a', strategy }, { name: 'b', image: 'r/old' })
    const stopped = old(desired, 'a', DOWN)
    expect(next(desired, [stopped, runs(desired, 'b')], { missingImages: ['r/new'] })).toBe('remove old-a')
  })
})

describe('dependencies', () => {
  const after = (condition: Condition) =>
    release({ name: 'db' }, { name: 'web', dependsOn: [{ service: 'db', condition, restart: false }] })

  it.each<[string, Condition, Partial<Container>, string]>([
    ['started, and it runs', Condition.CONDITION_STARTED, {}, 'create web'],
    ['started, and it has done its work', Condition.CONDITION_STARTED, { state: 'exited' }, 'create web'],
    ['healthy, and it is starting', Condition.CONDITION_HEALTHY, { health: Health.HEALTH_STARTING }, 'wait'],
    ['healthy, and it is', Condition.CONDITION_HEALTHY, { health: Health.HEALTH_HEALTHY }, 'create web'],
    ['healthy, and it has no health check', Condition.CONDITION_HEALTHY, {}, 'wait'],
    ['completed, and it runs', Condition.CONDITION_COMPLETED, {}, 'wait'],
    ['completed, and it has', Condition.CONDITION_COMPLETED, { state: 'exited' }, 'create web'],
  ])('%s', (_, condition, change, expected) => {
    const desired = after(condition)
    expect(next(desired, [runs(desired, 'db', change)])).toBe(expected)
  })

  it('who joins the network of another container waits for it, and the old one serves until then', () => {
    const started = Condition.CONDITION_HEALTHY
    const desired = release(
      { name: 'db' },
      { name: 'net', dependsOn: [{ service: 'db', condition: started, restart: false }] },
      { name: 'web', networkMode: 'service:net' },
    )
    expect(next(desired, [runs(desired, 'db'), old(desired, 'web')])).toBe('wait')
  })

  it.each([
    ['unhealthy', Condition.CONDITION_HEALTHY, { health: Health.HEALTH_UNHEALTHY }],
    ['ended before it was healthy', Condition.CONDITION_HEALTHY, { state: 'exited', exitCode: 0 }],
    ['ended without success', Condition.CONDITION_COMPLETED, { state: 'exited', exitCode: 3 }],
  ] as const)('nobody waits for what is %s: the new release has failed', (_, condition, change) => {
    const restart = Restart.RESTART_NO
    const desired = release(
      { name: 'db', restart },
      { name: 'web', dependsOn: [{ service: 'db', condition, restart: false }] },
    )
    const db = runs(desired, 'db', change)
    const more = { startedHere: [db.id] }
    expect(next(desired, [db, old(desired, 'web')], more)).toBe('failed')
    // Going back, and holding what is committed, there is nothing better to go to.
    expect(next(desired, [db], { ...more, isGoingBack: true })).toBe('wait')
    expect(next(desired, [db], { ...more, isHolding: true })).toBe('wait')
  })

  it('a job that ended well has still to be waited for by nobody', () => {
    const desired = release(
      { name: 'job', restart: Restart.RESTART_NO },
      { name: 'web', dependsOn: [{ service: 'job', condition: Condition.CONDITION_COMPLETED, restart: false }] },
    )
    expect(next(desired, [runs(desired, 'job', { state: 'exited' })], { startedHere: ['new-job'] })).toBe('create web')
  })

  it('whoever waits for the health of what has no health check says so', () => {
    const desired = release(
      { name: 'db' },
      { name: 'web', dependsOn: [{ service: 'db', condition: Condition.CONDITION_HEALTHY, restart: false }] },
    )
    const reasonsFor = (health: Health) =>
      nextStep({ desired, containers: [runs(desired, 'db', { health })], missingImages: [], startedHere: [] })
    expect(reasonsFor(Health.HEALTH_NONE)).toEqual({
      kind: 'wait',
      reasons: ['web waits for db to be healthy, which has no health check'],
    })
    expect(reasonsFor(Health.HEALTH_STARTING)).toMatchObject({ reasons: ['web waits for db to be healthy'] })
  })

  it('a service that another waits for in vain does not hold up a third', () => {
    const desired = release(
      { name: 'db' },
      { name: 'web', dependsOn: [{ service: 'db', condition: Condition.CONDITION_HEALTHY, restart: false }] },
      { name: 'zzz' },
    )
    expect(next(desired, [runs(desired, 'db')])).toBe('create zzz')
  })
})
