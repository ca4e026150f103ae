import { describe, expect, it } from 'vitest'
import { BEHAVIOUR_LABEL } from './behaviour.ts'
import type { ContainerConfig } from './engine-types.ts'
import { step } from './runs.ts'
import { ModelOnBench } from './test-containers.ts'

const ALWAYS: Partial<ContainerConfig> = { restart: { name: 'always', maxRetries: 0 } }
const CHECK = { test: ['CMD', '/check'], intervalMs: 1000, timeoutMs: 1000, retries: 2, startPeriodMs: 0 }

describe('containers in time', () => {
  it('crash loops slow down', () => {
    const bench = new ModelOnBench()
    const id = bench.run('web', { exitsAfterMs: 50, exitCode: 1 }, ALWAYS)
    bench.pass(1000)
    expect(bench.diary.filter((entry) => !entry.includes('create'))).toEqual([
      '0 web start',
      '50 web die',
      '150 web start',
      '200 web die',
      '400 web start',
      '450 web die',
      '850 web start',
      '900 web die',
    ])
    expect(bench.model.container(id)).toMatchObject({ state: 'restarting', exitCode: 1, restarts: 4 })
  })

  it('give the same history whether somebody looks often or late', () => {
    const history = (steps: number) => {
      const bench = new ModelOnBench()
      bench.run('loop', { exitsAfterMs: 70, exitCode: 2 }, ALWAYS)
      bench.run('ill', { healthyAfterMs: 2500, unhealthyAfterMs: 6000 }, { health: CHECK })
      bench.run('done', { exitsAfterMs: 3333 })
      bench.pass(20_000, steps)
      return bench.diary
    }
    expect(history(1)).toEqual(history(777))
    expect(history(1).length).toBeGreaterThan(15)
  })

  it('become healthy and unhealthy at their checks', () => {
    const bench = new ModelOnBench()
    const health = { ...CHECK, startPeriodMs: 2500 }
    const id = bench.run('ill', { healthyAfterMs: 2500, unhealthyAfterMs: 6000 }, { health })
    bench.pass(20_000)
    expect(bench.diary.slice(2)).toEqual(['3000 ill health_status: healthy', '7000 ill health_status: unhealthy'])
    expect(bench.model.container(id).run?.health?.status).toBe('unhealthy')
  })

  it('change at their moment, whatever fraction of a millisecond they were started at, and however long ago', () => {
    const status = Array.from({ length: 50 }, (_, index) => {
      const bench = new ModelOnBench()
      bench.monoMs = 479_289_523 + index * 0.7854
      const id = bench.run('ill', {}, { health: { ...CHECK, retries: 3 } })
      bench.pass(213_696_824)
      bench.model.setHealth(id, false)
      const record = bench.model.container(id)
      bench.monoMs = bench.model.dueAt() ?? 0
      step({ ...bench.model.world, now: () => ({ monoMs: bench.monoMs, wallMs: 0 }) }, record)
      return record.run?.health?.status
    })
    expect(new Set(status)).toEqual(new Set(['unhealthy']))
  })

  it('have nothing due once they are settled', () => {
    const bench = new ModelOnBench()
    bench.run('web', { lines: [{ afterMs: 500, text: 'ready', stderr: false }] }, { health: CHECK })
    bench.pass(1000)
    expect(bench.model.dueAt()).toBeNull()
  })

  it('end within their grace, or are killed after it', () => {
    const bench = new ModelOnBench()
    const polite = bench.run('polite', { stopsAfterMs: 300, stopCode: 7 })
    const slow = bench.run('slow', { stopsAfterMs: 5000 }, ALWAYS)
    bench.model.stop(polite, 1000)
    bench.model.stop(slow, 1000)
    bench.pass(300)
    expect(bench.model.container(polite)).toMatchObject({ state: 'exited', exitCode: 7 })
    expect(bench.model.container(slow)).toMatchObject({ state: 'running' })
    bench.pass(700)
    expect(bench.model.container(slow)).toMatchObject({ state: 'exited', exitCode: 137 })
    bench.pass(60_000)
    expect([...bench.running]).toEqual([])
  })

  it('behave as their own label says, over the image’s', () => {
    const bench = new ModelOnBench()
    const labels = { [BEHAVIOUR_LABEL]: '{"exitsAfterMs": 10, "exitCode": 9}' }
    const id = bench.run('web', {}, { labels })
    bench.pass(10)
    expect(bench.model.container(id)).toMatchObject({ state: 'exited', exitCode: 9 })
  })

  it('that cannot be started say why, and have not run', () => {
    const bench = new ModelOnBench()
    expect(() => bench.run('web', { startError: 'exec: "/app": no such file' })).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining('exec: "/app": no such file') }),
    )
    expect(bench.model.container('web')).toMatchObject({ state: 'created', exitCode: 127, startedWallMs: null })
    expect(bench.diary).toEqual(['0 web create'])
  })

  it('give up a restart whose port has been taken', () => {
    const bench = new ModelOnBench()
    const ports = [{ container: '80/tcp', hostIp: '', hostPort: 8080 }]
    const id = bench.run('first', { exitsAfterMs: 10, exitCode: 1 }, { ...ALWAYS, ports })
    bench.pass(10)
    bench.run('second', {}, { ports })
    bench.pass(1000)
    expect(bench.model.container(id)).toMatchObject({
      state: 'exited',
      error: expect.stringContaining('port is already allocated'),
    })
    expect([...bench.running]).toEqual(['second'])
  })

  it('may share a port on different addresses and protocols', () => {
    const bench = new ModelOnBench()
    bench.run('one', {}, { ports: [{ container: '80/tcp', hostIp: '10.0.0.1', hostPort: 80 }] })
    bench.run('two', {}, { ports: [{ container: '80/tcp', hostIp: '10.0.0.2', hostPort: 80 }] })
    bench.run('three', {}, { ports: [{ container: '80/udp', hostIp: '', hostPort: 80 }] })
    expect(() => bench.run('four', {}, { ports: [{ container: '80/tcp', hostIp: '', hostPort: 80 }] })).toThrow(
      'port is already allocated',
    )
  })

  it('join the network of one that runs, and of no other', () => {
    const bench = new ModelOnBench()
    const other = bench.run('other', { exitsAfterMs: 100 })
    bench.run('web', {}, { networkMode: `container:${other}` })
    bench.pass(100)
    expect(() => bench.run('late', {}, { networkMode: `container:${other}` })).toThrow('non running container')
  })
})

describe('an engine that goes down and comes up', () => {
  const fleet = () => {
    const bench = new ModelOnBench()
    for (const name of ['no', 'always', 'unless-stopped', 'on-failure'] as const)
      bench.run(name, {}, { restart: { name, maxRetries: 0 } })
    bench.run('stopped', {}, { restart: { name: 'unless-stopped', maxRetries: 0 } })
    bench.run('stopped-always', {}, ALWAYS)
    bench.model.stop('stopped', 1000)
    bench.model.stop('stopped-always', 1000)
    bench.pass(60_000)
    return bench
  }

  it('by a power cut: all come back that ran with a policy; codes are 255', () => {
    const bench = fleet()
    bench.model.fall('power')
    expect([...bench.running]).toEqual([])
    expect(bench.model.container('no')).toMatchObject({ state: 'exited', exitCode: 255 })
    // The kernel's clock begins anew.
    bench.monoMs = 0
    bench.model.rise()
    expect([...bench.running].sort()).toEqual(['always', 'on-failure', 'stopped-always', 'unless-stopped'])
  })

  it('by a kill of the engine: "unless-stopped" stays down, and after the next time too', () => {
    const bench = fleet()
    bench.model.fall('killed')
    bench.model.rise()
    expect([...bench.running].sort()).toEqual(['always', 'stopped-always'])
    expect(bench.model.container('on-failure')).toMatchObject({ state: 'exited', exitCode: 0 })
    bench.model.fall('power')
    bench.model.rise()
    expect([...bench.running].sort()).toEqual(['always', 'stopped-always'])
  })

  it('by a kill of the engine: "on-failure" comes back when it did not end well on being stopped', () => {
    const bench = new ModelOnBench()
    const restart = { name: 'on-failure', maxRetries: 0 } as const
    bench.run('deaf', { stopsAfterMs: null }, { restart })
    bench.run('grumpy', { stopCode: 7 }, { restart })
    bench.run('polite', {}, { restart })
    bench.model.fall('killed')
    bench.model.rise()
    expect([...bench.running].sort()).toEqual(['deaf', 'grumpy'])
  })

  it('forgets its events, and counts restarts anew', () => {
    const bench = fleet()
    bench.model.processDies('always')
    bench.pass(200)
    expect(bench.model.container('always').restarts).toBe(1)
    bench.model.fall('graceful')
    expect(bench.model.remembered).toEqual([])
    bench.model.rise()
    expect(bench.model.container('always').restarts).toBe(0)
  })

  it('gives up restarts that were under way, and takes them up by policy', () => {
    const bench = new ModelOnBench()
    bench.run('loop', { exitsAfterMs: 10, exitCode: 1 }, ALWAYS)
    bench.pass(10)
    bench.model.fall('power')
    expect(bench.model.dueAt()).toBeNull()
    bench.model.rise()
    expect([...bench.running]).toEqual(['loop'])
  })
})

it('two engines of one seed have the same ids, of another other ones', () => {
  const ids = (seed: string) => new ModelOnBench(seed).run('web', {})
  expect(ids('a')).toBe(ids('a'))
  expect(ids('a')).not.toBe(ids('b'))
})

it.each([256, 0])('remembers %i events where it is told to', (count) => {
  const bench = new ModelOnBench('bench', count)
  bench.run('loop', { exitsAfterMs: 10_000, exitCode: 1 }, ALWAYS)
  bench.pass(3_600_000)
  expect(bench.model.remembered).toHaveLength(count)
  expect(bench.diary.length).toBeGreaterThan(700)
})
