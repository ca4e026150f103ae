/** One bad service is enough to fail, and only what the engine says of the wanted container counts. */
import { describe, expect, it } from 'vitest'
import { Condition, Health, Restart, Strategy } from '../protocol/enums.ts'
import type { Service } from '../protocol/types.ts'
import { type Desired, desiredOf } from './desired.ts'
import { judgeHealth, lateIn } from './judge-health.ts'
import type { Container } from './ports.ts'

const SERVICE = {
  image: 'r/new',
  strategy: Strategy.STRATEGY_DOWNLOAD_THEN_KILL,
  restart: Restart.RESTART_UNSPECIFIED,
  restartMaxRetries: 0,
  networkMode: '',
  dependsOn: [],
  ports: [],
  mounts: [],
  files: [],
  networks: [],
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

function containerOf(desired: Desired, name: string, change: Partial<Container> = {}): Container {
  const wanted = desired.services.find((service) => service.name === name)!
  return {
    id: `c-${name}`,
    name: wanted.containerName,
    service: name,
    release: 'release',
    specHash: wanted.specHash,
    state: 'running',
    health: Health.HEALTH_NONE,
    exitCode: 0,
    restarts: 0,
    restart: Restart.RESTART_ON_FAILURE,
    startedAt: '',
    image: '',
    stopGraceMs: 10_000,
    hostPorts: [],
    ...change,
  }
}

describe('a service', () => {
  const ALWAYS = { restart: Restart.RESTART_ALWAYS }
  const ON_FAILURE = { restart: Restart.RESTART_ON_FAILURE, restartMaxRetries: 5 }

  it.each<[string, Partial<Service>, Partial<Container>, string]>([
    ['runs and has no health check', {}, {}, 'good'],
    ['is healthy', {}, { health: Health.HEALTH_HEALTHY }, 'good'],
    ['is starting', {}, { health: Health.HEALTH_STARTING }, 'waiting'],
    ['is unhealthy', {}, { health: Health.HEALTH_UNHEALTHY }, 'bad'],
    ['is being restarted', {}, { state: 'restarting', restarts: 1 }, 'waiting'],
    ['has not been started', {}, { state: 'created' }, 'waiting'],
    ['is paused', {}, { state: 'paused' }, 'waiting'],
    ['is dead', {}, { state: 'dead' }, 'bad'],
    ['has done its work', {}, { state: 'exited' }, 'good'],
    ['has failed', {}, { state: 'exited', exitCode: 1 }, 'bad'],
    ['has ended and is always to run', ALWAYS, { state: 'exited' }, 'waiting'],
    ['has restarted twice', {}, { restarts: 2 }, 'good'],
    ['keeps restarting, though it runs at this moment', {}, { restarts: 3 }, 'bad'],
    ['has retries of its own, and runs on the last', ON_FAILURE, { restarts: 5 }, 'good'],
    ['has used its retries up', ON_FAILURE, { restarts: 5, state: 'exited', exitCode: 1 }, 'bad'],
    ['restarted often, before this release', {}, { restarts: 99, release: 'older' }, 'good'],
    ['is another version of it', {}, { specHash: 'other' }, 'waiting'],
  ])('that %s', (_, service, change, kind) => {
    const desired = release({ name: 'web', ...service })
    expect(judgeHealth(desired, [containerOf(desired, 'web', change)])).toMatchObject({ kind })
  })

  it('of a release that is only repaired may have restarted as often as it likes', () => {
    const desired = release({ name: 'web' })
    const containers = [containerOf(desired, 'web', { restarts: 99 })]
    expect(judgeHealth(desired, containers, true)).toEqual({ kind: 'good' })
    const broken = [containerOf(desired, 'web', { restarts: 99, health: Health.HEALTH_UNHEALTHY })]
    expect(judgeHealth(desired, broken, true)).toMatchObject({ kind: 'bad' })
  })
})

describe('a release', () => {
  const desired = release({ name: 'a' }, { name: 'b' }, { name: 'c' })

  it('of nothing is good', () => expect(judgeHealth(release(), [])).toEqual({ kind: 'good' }))

  it('says of each service what it waits for', () => {
    expect(judgeHealth(desired, [containerOf(desired, 'b', { health: Health.HEALTH_STARTING })])).toEqual({
      kind: 'waiting',
      reasons: ['a is missing', 'b is not healthy yet', 'c is missing'],
    })
  })

  it('is asked nothing of what an operator keeps down', () => {
    const others = [containerOf(desired, 'a'), containerOf(desired, 'b')]
    const down = containerOf(desired, 'c', { state: 'exited', exitCode: 137 })
    expect(judgeHealth(desired, [...others, down], false, ['c'])).toEqual({ kind: 'good' })
    expect(judgeHealth(desired, others, false, ['c'])).toEqual({ kind: 'good' })
  })

  it('is bad with one bad service, whatever the others do, and names its container', () => {
    const bad = containerOf(desired, 'c', { state: 'exited', exitCode: 3 })
    expect(judgeHealth(desired, [bad])).toEqual({
      kind: 'bad',
      service: 'c',
      container: 'c-c',
      fault: { code: 'HF_HEALTH_FAILED', message: 'c ended with exit code 3' },
    })
  })
})

describe('what is late, when the time is over,', () => {
  const desired = (condition = Condition.CONDITION_STARTED) =>
    release({ name: 'db' }, { name: 'web', dependsOn: [{ service: 'db', condition, restart: false }] })
  const lateOf = (wanted: Desired, ...containers: Container[]) =>
    lateIn({ desired: wanted, containers, missingImages: [], startedHere: [] })?.id ?? null

  it('is the first that is not good', () => {
    const wanted = desired()
    const [db, web] = [containerOf(wanted, 'db'), containerOf(wanted, 'web', { health: Health.HEALTH_STARTING })]
    expect(lateOf(wanted, db, web)).toBe('c-web')
    expect(lateOf(wanted, db, { ...web, health: Health.HEALTH_HEALTHY })).toBe(null)
  })

  it('is what another waits for', () => {
    for (const condition of [Condition.CONDITION_HEALTHY, Condition.CONDITION_COMPLETED]) {
      const wanted = desired(condition)
      expect(lateOf(wanted, containerOf(wanted, 'db'))).toBe('c-db')
    }
  })

  it('is one that an old one stands beside', () => {
    const wanted = desired()
    const old = containerOf(wanted, 'web', { id: 'old', specHash: 'old' })
    expect(lateOf(wanted, containerOf(wanted, 'db'), old, containerOf(wanted, 'web'))).toBe('c-web')
  })

  it('is nothing that was never started, or that an operator keeps down', () => {
    const wanted = desired()
    expect(lateOf(wanted, containerOf(wanted, 'db', { state: 'created' }))).toBe(null)
    const containers = [containerOf(wanted, 'db', { state: 'exited', exitCode: 1 })]
    expect(lateIn({ desired: wanted, containers, missingImages: [], startedHere: [], stopped: ['db'] })).toBe(null)
  })
})
