import { afterEach, describe, expect, it } from 'vitest'
import type { EngineEvent, PullProgress } from '../../machines/ports.ts'
import { Restart } from '../../protocol/enums.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { STEADY } from './behaviour.ts'
import { attach } from './engine-port.ts'
import { Refusal } from './engine-types.ts'
import { SimulatedRegistry, simulatedImage } from './images.ts'
import { SimulatedEngine } from './simulated-engine.ts'
import { dataVolume, webSpec } from './test-containers.ts'

const NEVER = new AbortController().signal
const clocks: VirtualClock[] = []

afterEach(() => {
  for (const clock of clocks.splice(0)) clock.halt()
})

function bench(options: Partial<ConstructorParameters<typeof SimulatedEngine>[0]> = {}) {
  const clock = new VirtualClock()
  clocks.push(clock)
  const registry = new SimulatedRegistry()
  const image = registry.push(simulatedImage({ repository: 'registry.test/app' }))
  const engine = new SimulatedEngine({ clock, registry, ...options })
  const agent = attach(engine)
  return { clock, registry, image, engine, agent, port: agent.port }
}

/** Whether the promise has settled when time has passed. */
async function settledAfter(clock: VirtualClock, ms: number, promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const done = () => {
    settled = true
  }
  promise.then(done, done)
  await clock.advance(ms)
  return settled
}

describe('a call', () => {
  it('has its effect half way through its latency', async () => {
    const { clock, engine, port } = bench({ latencyMs: { least: 100, most: 100 } })
    const made = port.ensureVolume(dataVolume())
    await clock.advance(49)
    expect(engine.model.state.volumes.size).toBe(0)
    await clock.advance(1)
    expect(engine.model.state.volumes.size).toBe(1)
    expect(await settledAfter(clock, 49, made)).toBe(false)
    expect(await settledAfter(clock, 1, made)).toBe(true)
  })

  it('that the engine leaves unanswered fails, though it had its effect', async () => {
    const { clock, engine, port } = bench({ latencyMs: { least: 100, most: 100 } })
    const outcome = expect(port.ensureVolume(dataVolume())).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
    await clock.advance(60)
    engine.goAway()
    await clock.advance(1)
    await outcome
    expect(engine.model.state.volumes.size).toBe(1)
  })

  it('can be made to fail, and to be cut, by name', async () => {
    const { port } = bench({
      intercept: (operation) =>
        operation === 'listContainers'
          ? new Refusal(500, 'layer does not exist')
          : operation === 'info'
            ? 'away'
            : null,
    })
    await expect(port.listContainers('d')).rejects.toMatchObject({
      code: 'HF_ENGINE_FAILED',
      message: 'layer does not exist',
    })
    await expect(port.info()).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
    await expect(port.listVolumes('d')).resolves.toEqual([])
  })
})

describe('when the agent dies', () => {
  it('what it waits for never settles, and no event reaches it', async () => {
    const { clock, image, agent, port } = bench({ latencyMs: { least: 100, most: 100 } })
    const seen: EngineEvent[] = []
    port.events('d').subscribe((event) => seen.push(event))
    await clock.advance(100)
    expect(seen).toEqual([{ type: 'opened' }])
    const call = port.hasImage(image)
    await clock.advance(50)
    agent.die()
    expect(await settledAfter(clock, 10_000, call)).toBe(false)
    expect(seen).toHaveLength(1)
  })

  it('a stop that it ordered is carried out; a pull is not', async () => {
    const { clock, registry, engine, agent, port } = bench({ pullBytesPerSecond: 1_000_000 })
    const slow = registry.push(
      simulatedImage({ repository: 'registry.test/slow', behaviour: { ...STEADY, stopsAfterMs: 2000 } }),
    )
    await pulled(
      clock,
      port.pull(slow, () => {}, NEVER),
    )
    const id = await port.createContainer(webSpec(slow))
    await port.startContainer(id, Restart.RESTART_ALWAYS, 0)
    const other = registry.push(simulatedImage({ repository: 'registry.test/other' }))
    void port.stopContainer(id, 10_000)
    void port.pull(other, () => {}, NEVER)
    await clock.advance(100)
    agent.die()
    await clock.advance(60_000)
    expect(engine.model.container(id)).toMatchObject({ state: 'exited', exitCode: 0 })
    expect(await attach(engine).port.hasImage(other)).toBe(false)
  })

  it('the next agent finds everything as it was', async () => {
    const { clock, image, engine, agent, port } = bench()
    await pulled(
      clock,
      port.pull(image, () => {}, NEVER),
    )
    const id = await port.createContainer(webSpec(image))
    await port.startContainer(id, Restart.RESTART_ALWAYS, 0)
    agent.die()
    await clock.advance(3_600_000)
    expect(await attach(engine).port.listContainers('d')).toMatchObject([{ id, state: 'running', restarts: 0 }])
  })
})

describe('when the engine goes away', () => {
  it('a pull, a stop and the events end with HF_ENGINE_UNAVAILABLE', async () => {
    const { clock, registry, engine, image, port } = bench({ pullBytesPerSecond: 1_000_000 })
    const stubborn = registry.push(
      simulatedImage({ repository: 'registry.test/stubborn', behaviour: { ...STEADY, stopsAfterMs: null } }),
    )
    await pulled(
      clock,
      port.pull(stubborn, () => {}, NEVER),
    )
    const id = await port.createContainer(webSpec(stubborn))
    await port.startContainer(id, Restart.RESTART_NO, 0)
    const away = { code: 'HF_ENGINE_UNAVAILABLE' }
    const ends = Promise.all([
      expect(port.pull(image, () => {}, NEVER)).rejects.toMatchObject(away),
      expect(port.stopContainer(id, 60_000)).rejects.toMatchObject(away),
      expect(new Promise((_, reject) => port.events('d').subscribe({ error: reject }))).rejects.toMatchObject(away),
    ])
    await clock.advance(500)
    engine.goAway('power')
    await clock.advance(1)
    await ends
    await expect(port.hasImage(image)).rejects.toMatchObject(away)
    engine.comeBack()
    expect(await port.hasImage(image)).toBe(false)
    expect(await port.listContainers('d')).toMatchObject([{ id, state: 'exited', exitCode: 255 }])
  })
})

describe('a pull', () => {
  it('takes as long as its bytes at the rate, and fetches shared layers once', async () => {
    const { clock, registry, port } = bench({ pullBytesPerSecond: 1_000_000 })
    const layers = (name: string) => [
      { name: 'base', bytes: 4_000_000 },
      { name, bytes: 1_000_000 },
    ]
    const first = registry.push(simulatedImage({ repository: 'registry.test/one', layers: layers('one') }))
    const second = registry.push(simulatedImage({ repository: 'registry.test/two', layers: layers('two') }))
    const pull = port.pull(first, () => {}, NEVER)
    expect(await settledAfter(clock, 4990, pull)).toBe(false)
    expect(await settledAfter(clock, 20, pull)).toBe(true)
    const seen: PullProgress[] = []
    const next = port.pull(second, (progress) => seen.push(progress), NEVER)
    expect(await settledAfter(clock, 1010, next)).toBe(true)
    expect(seen.at(-1)).toEqual({ doneBytes: 1_000_000, totalBytes: 1_000_000, layersDone: 2, layers: 2 })
  })

  it('tells of each layer as it goes, and once of one that is there within a millisecond', async () => {
    const tellings = async (pullBytesPerSecond: number) => {
      const { clock, registry, port } = bench({ pullBytesPerSecond })
      const one = registry.push(
        simulatedImage({ repository: 'registry.test/one', layers: [{ name: 'a', bytes: 800 }] }),
      )
      const done: number[] = []
      await pulled(
        clock,
        port.pull(one, ({ doneBytes }) => done.push(doneBytes), NEVER),
      )
      return done
    }
    expect(await tellings(1_000)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 800, 800])
    expect(await tellings(1_000_000)).toEqual([0, 800, 800, 800])
  })

  it('that is given up keeps nothing', async () => {
    const { clock, image, engine, port } = bench({ pullBytesPerSecond: 1_000_000 })
    const free = engine.freeBytes()
    const abort = new AbortController()
    const outcome = expect(port.pull(image, () => {}, abort.signal)).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    await clock.advance(4900)
    abort.abort()
    await outcome
    await clock.advance(10_000)
    expect(await port.hasImage(image)).toBe(false)
    expect(engine.freeBytes()).toBe(free)
  })

  it('that does not fit the disk says so', async () => {
    const { clock, image, port } = bench({ diskBytes: 4_500_000, diskTakenBytes: 0 })
    const outcome = expect(port.pull(image, () => {}, NEVER)).rejects.toMatchObject({ code: 'HF_SPACE_LOW' })
    await clock.advance(10_000)
    await outcome
    expect(await port.info()).toMatchObject({ diskFreeBytes: 4_500_000, diskTotalBytes: 4_500_000 })
  })

  it('fails while its registry is out of reach, and works again after', async () => {
    const { clock, registry, image, port } = bench()
    registry.fail('registry.test', 'unreachable')
    await expect(port.pull(image, () => {}, NEVER)).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
    registry.fail('registry.test', null)
    await pulled(
      clock,
      port.pull(image, () => {}, NEVER),
    )
    expect(await port.hasImage(image)).toBe(true)
  })
})

it('an idle engine sleeps on no clock, and a thousand of them cost next to nothing', async () => {
  const { clock, registry, image } = bench()
  let sleeps = 0
  const counting = {
    now: () => clock.now(),
    sleep: (ms: number, signal: AbortSignal) => {
      sleeps += 1
      return clock.sleep(ms, signal).finally(() => {
        sleeps -= 1
      })
    },
  }
  const engines = Array.from(
    { length: 1000 },
    (_, n) => new SimulatedEngine({ clock: counting, registry, seed: `${n}` }),
  )
  const pulls = engines.map((engine) => attach(engine).port.pull(image, () => {}, NEVER))
  await clock.advance(1000)
  await Promise.all(pulls)
  for (const engine of engines) {
    const { port } = attach(engine)
    await port.startContainer(await port.createContainer(webSpec(image)), Restart.RESTART_ALWAYS, 0)
  }
  expect(sleeps).toBe(0)
})

async function pulled(clock: VirtualClock, pull: Promise<void>): Promise<void> {
  await clock.advance(60_000)
  await pull
}
