import { Observable, type Subscriber } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { Container, EngineEvent } from '../../machines/ports.ts'
import { Health, Restart } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { Counters } from './counters.ts'
import { type EngineFacts, engineIngress } from './engine-ingress.ts'

const container = (name: string, state: Container['state'] = 'running'): Container => ({
  id: `id-${name}`,
  name,
  service: name,
  release: 'r',
  specHash: 'h',
  state,
  health: Health.HEALTH_NONE,
  exitCode: 0,
  restarts: 0,
  restart: Restart.RESTART_NO,
  startedAt: '',
  image: 'i',
  stopGraceMs: 10_000,
  hostPorts: [],
})

/** An engine whose events and containers the test decides. */
class ScriptedEngine {
  containers: Container[] = []
  down: HoldfastError | null = null
  lists = 0
  streams = 0
  #subscriber: Subscriber<EngineEvent> | null = null

  events = (): Observable<EngineEvent> =>
    new Observable((subscriber) => {
      if (this.down !== null) return subscriber.error(this.down)
      this.streams += 1
      this.#subscriber = subscriber
      subscriber.next({ type: 'opened' })
      return () => {
        this.#subscriber = null
      }
    })

  listContainers = async (): Promise<Container[]> => {
    this.lists += 1
    if (this.down !== null) throw this.down
    return structuredClone(this.containers)
  }

  event(): void {
    this.#subscriber?.next({ type: 'container', action: 'die', id: 'x', service: 'x' })
  }

  cut(): void {
    this.#subscriber?.error(new HoldfastError('HF_ENGINE_UNAVAILABLE', 'the stream was cut'))
  }

  get watched(): boolean {
    return this.#subscriber !== null
  }
}

function setUp(random?: () => number) {
  const engine = new ScriptedEngine()
  const clock = new VirtualClock(random)
  const counters = new Counters()
  const facts: EngineFacts[] = []
  const watch = () =>
    engineIngress({ engine, device: 'd1', clock, counters }).subscribe({ next: (fact) => facts.push(fact) })
  const names = () => facts.map((fact) => (fact.available ? fact.containers.map(({ name }) => name) : fact.fault.code))
  return { engine, clock, counters, facts, watch, names }
}

describe('what runs on the engine', () => {
  it('is listed once the events are open, and again after an event', async () => {
    const { engine, clock, watch, names } = setUp()
    engine.containers = [container('web')]
    watch()
    await clock.advance(200)
    expect(names()).toEqual([['web']])
    engine.containers = [container('web'), container('db')]
    engine.event()
    await clock.advance(0)
    expect(names()).toEqual([['web'], ['db', 'web']])
  })

  it('is told only when it changed', async () => {
    const { engine, clock, watch, names } = setUp()
    engine.containers = [container('a'), container('b')]
    watch()
    await clock.advance(200)
    engine.containers = [container('b'), container('a')]
    for (let n = 0; n < 5; n += 1) {
      engine.event()
      await clock.advance(200)
    }
    expect(engine.lists).toBe(6)
    expect(names()).toEqual([['a', 'b']])
  })

  it('costs at most five lists a second, whatever the storm, and ends right', async () => {
    const { engine, clock, counters, facts, watch } = setUp()
    engine.containers = [container('web')]
    watch()
    await clock.advance(1000)
    const before = engine.lists
    for (let n = 0; n < 1000; n += 1) {
      engine.containers = [container('web', n % 2 === 0 ? 'exited' : 'running')]
      engine.event()
      await clock.advance(1)
    }
    expect(engine.lists - before).toBeLessThanOrEqual(6)
    engine.containers = [container('web', 'dead')]
    engine.event()
    await clock.advance(200)
    expect(facts.at(-1)).toMatchObject({ available: true, containers: [{ state: 'dead' }] })
    expect(counters.get('engine.events')).toBe(1002)
    expect(counters.get('engine.lists')).toBe(engine.lists)
  })

  it('is listed each minute also without an event', async () => {
    const { engine, clock, watch, names } = setUp()
    watch()
    await clock.advance(0)
    engine.containers = [container('forgotten')]
    await clock.advance(60_000)
    expect(names()).toEqual([[], ['forgotten']])
  })

  it('is unknown, said once, while the engine is away, and is listed when it is back', async () => {
    const { engine, clock, watch, names } = setUp()
    engine.containers = [container('web')]
    watch()
    await clock.advance(1000)
    engine.down = new HoldfastError('HF_ENGINE_UNAVAILABLE', 'nobody there')
    engine.cut()
    await clock.advance(120_000)
    expect(names()).toEqual([['web'], 'HF_ENGINE_UNAVAILABLE'])
    engine.down = null
    await clock.advance(30_000)
    expect(names()).toEqual([['web'], 'HF_ENGINE_UNAVAILABLE', ['web']])
    expect(engine.streams).toBe(2)
  })

  it('is unknown when a list fails, though the events still flow', async () => {
    const { engine, clock, watch, names } = setUp()
    watch()
    await clock.advance(200)
    engine.down = new HoldfastError('HF_ENGINE_FAILED', 'no')
    engine.event()
    await clock.advance(0)
    expect(names()).toEqual([[], 'HF_ENGINE_FAILED'])
    expect(engine.watched).toBe(false)
  })

  it('is asked for with full jitter, from half a second to half a minute', async () => {
    const { engine, clock, watch } = setUp(() => 0.999)
    engine.down = new HoldfastError('HF_ENGINE_UNAVAILABLE', 'nobody there')
    watch()
    await clock.advance(200_000)
    const waits = clock.slept.filter((ms) => ms !== 60_000)
    expect(waits.slice(0, 9)).toEqual([499, 999, 1998, 3996, 7992, 15_984, 29_970, 29_970, 29_970])
  })

  it('does not hammer an engine that opens its stream and cuts it at once', async () => {
    const { engine, clock, watch } = setUp()
    watch()
    for (let n = 0; n < 100; n += 1) {
      await clock.advance(600)
      engine.cut()
    }
    expect(engine.streams).toBeLessThan(12)
  })

  it('waits briefly again after the engine was there for a while', async () => {
    const { engine, clock, watch } = setUp()
    watch()
    for (let n = 0; n < 10; n += 1) {
      await clock.advance(31_000)
      engine.cut()
      await clock.advance(0)
      expect(clock.slept.at(-1)).toBe(250)
    }
  })

  it('leaves no stream and no wait behind when nobody listens any more', async () => {
    const { engine, clock, watch } = setUp()
    const subscription = watch()
    await clock.advance(10)
    expect(engine.watched).toBe(true)
    subscription.unsubscribe()
    await clock.advance(0)
    expect(engine.watched).toBe(false)
    expect(clock.sleepers).toBe(0)
  })
})
