/** What we know of a container from the engine's JSON, also from a strange engine's. */
import { describe, expect, it } from 'vitest'
import { Health, Restart } from '../../protocol/enums.ts'
import { containerOf, eventOf, type Inspected } from './docker-observe.ts'

const INSPECTED: Inspected = {
  Id: 'abc',
  Name: '/app-web',
  RestartCount: 2,
  State: {
    Status: 'running',
    ExitCode: 0,
    StartedAt: '2026-01-02T03:04:05.678901234Z',
    Health: { Status: 'starting' },
  },
  Config: {
    StopTimeout: 90,
    Image: 'r/web@sha256:ab',
    Labels: { 'io.holdfast.service': 'web', 'io.holdfast.release': 'sha256:r1', 'io.holdfast.spec': 'h1' },
  },
  HostConfig: {
    RestartPolicy: { Name: 'unless-stopped' },
    PortBindings: {
      '80/tcp': [{ HostPort: '8080' }, { HostPort: '8080' }],
      '53/udp': [{ HostPort: '53' }],
      '81/tcp': [{ HostPort: '' }],
      '82/tcp': [{ HostPort: '0' }],
      '83/tcp': null,
    },
  },
}

describe('a container', () => {
  it('is who its labels say', () => {
    expect(containerOf(INSPECTED)).toEqual({
      id: 'abc',
      name: 'app-web',
      service: 'web',
      release: 'sha256:r1',
      specHash: 'h1',
      state: 'running',
      health: Health.HEALTH_STARTING,
      exitCode: 0,
      restarts: 2,
      restart: Restart.RESTART_UNLESS_STOPPED,
      startedAt: '2026-01-02T03:04:05.678901234Z',
      image: 'r/web@sha256:ab',
      stopGraceMs: 90_000,
      hostPorts: ['8080/tcp', '53/udp'],
    })
  })

  it.each([
    ['has no check', undefined, Health.HEALTH_NONE],
    ['has none, in words', { Status: 'none' }, Health.HEALTH_NONE],
    ['has null', null, Health.HEALTH_NONE],
    ['is healthy', { Status: 'healthy' }, Health.HEALTH_HEALTHY],
    ['is unhealthy', { Status: 'unhealthy' }, Health.HEALTH_UNHEALTHY],
  ])('that %s', (_, health, expected) => {
    const state = { Status: 'running', ...(health === undefined ? {} : { Health: health }) }
    expect(containerOf({ ...INSPECTED, State: state }).health).toBe(expected)
  })

  it('of which the engine says little is no error', () => {
    const bare = {
      Id: 'x',
      Name: '/x',
      State: { Status: 'vanished' },
      Config: { Image: 'i', Labels: null },
      HostConfig: {},
    }
    expect(containerOf(bare)).toMatchObject({
      service: '',
      state: 'dead',
      startedAt: '',
      hostPorts: [],
      stopGraceMs: 10_000,
    })
  })

  it('that never started has no start', () => {
    const state = { Status: 'created', StartedAt: '0001-01-01T00:00:00Z' }
    expect(containerOf({ ...INSPECTED, State: state }).startedAt).toBe('')
  })
})

describe('an event', () => {
  const message = (Action: string, Type = 'container') => ({
    Type,
    Action,
    Actor: { ID: 'abc', Attributes: { 'io.holdfast.service': 'web' } },
    timeNano: 1700000000123456789n.toString(),
  })

  it.each(['create', 'start', 'die', 'destroy', 'oom', 'pause', 'unpause'])('%s is told', (action) => {
    expect(eventOf(message(action))).toEqual({ type: 'container', action, id: 'abc', service: 'web' })
  })

  it.each(['health_status: healthy', 'health_status: unhealthy', 'health_status'])('%s is told as health', (action) => {
    expect(eventOf(message(action))).toMatchObject({ action: 'health' })
  })

  it.each([
    ['of an image', message('create', 'image')],
    ['exec_start: /bin/true', message('exec_start: /bin/true')],
    ['an action that every object has', message('toString')],
    ['without an actor', { Type: 'container', Action: 'die' }],
    ['empty', {}],
  ])('%s is not told', (_, strange) => {
    expect(eventOf(strange)).toBeNull()
  })
})
