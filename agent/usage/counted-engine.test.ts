/** Pulls are counted as they come; one that may wait ends when its budget is spent, one that may not goes on. */
import { describe, expect, it } from 'vitest'
import type { EnginePort, PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { MemoryDisk } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'
import { ETHERNET } from '../link-facts.ts'
import { listeningLog } from '../scripted-broker.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { countedEngine } from './counted-engine.ts'
import { Usage } from './usage.ts'

const NEVER = new AbortController().signal

/** An engine whose pulls go on by the test's word. */
class Pulling {
  tell: (doneBytes: number, totalBytes?: number, toComeBytes?: number) => void = () => {}
  end: () => void = () => {}
  hasEnded = false
  readonly #private = 'of its own'

  pull(_image: string, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void> {
    this.hasEnded = false
    return new Promise((resolve, reject) => {
      this.tell = (doneBytes, totalBytes = 1_000, toComeBytes = 0) =>
        onProgress({ doneBytes, totalBytes, layersDone: 0, layers: 1, ...(toComeBytes > 0 ? { toComeBytes } : {}) })
      this.give = (neighbourBytes, fetchedBytes) =>
        onProgress({ doneBytes: 0, totalBytes: 1_000, layersDone: 0, layers: 1, neighbourBytes, fetchedBytes })
      this.end = resolve
      signal.addEventListener('abort', () => {
        this.hasEnded = true
        reject(new HoldfastError('HF_CANCELLED', 'given up'))
      })
    })
  }

  /** Of neighbours, and of outside. */
  give: (neighbourBytes: number, fetchedBytes: number) => void = () => {}

  async hasImage(): Promise<boolean> {
    return this.#private.length > 0
  }
}

async function pulling(dayBytes: number, mayEnd = true) {
  const store = await openStore(new MemoryDisk().open())
  const own = [{ class: 'content' as const, link: '', dayBytes, monthBytes: 0 }]
  const usage = new Usage({
    store,
    clock: new VirtualClock(),
    log: listeningLog(),
    link: ETHERNET,
    own,
    saved: undefined,
  })
  const inner = new Pulling()
  const engine = countedEngine(inner as unknown as EnginePort, usage, () => mayEnd)
  const counted = () => usage.message().counts?.[0]?.dayBytes ?? 0
  return { inner, engine, counted, usage }
}

describe('a pull', () => {
  it('is no burden on the budgets of outside by what neighbours give', async () => {
    const { inner, engine, usage } = await pulling(100)
    const pull = engine.pull('a', () => {}, NEVER)
    inner.give(300, 10)
    inner.give(500, 20)
    inner.end()
    await pull
    expect(usage.message().counts).toMatchObject([
      { link: 'ethernet', dayBytes: 20 },
      { link: 'local', dayBytes: 500 },
    ])
    expect(usage.left('content').bytes).toBe(80)
  })

  it('is counted as it goes; what comes twice counts twice', async () => {
    const { inner, engine, counted } = await pulling(10_000)
    const first = engine.pull('a', () => {}, NEVER)
    for (const bytes of [0, 300, 300, 700]) inner.tell(bytes)
    expect(counted()).toBe(700)
    inner.end()
    await first
    const second = engine.pull('a', () => {}, NEVER)
    inner.tell(1_000)
    inner.end()
    await second
    expect(counted()).toBe(1_700)
    expect(await engine.hasImage('a')).toBe(true)
  })

  it('ends before more comes than was thought and than is left, unless it has to go on', async () => {
    for (const [toComeBytes, mayEnd, ends] of [
      [401, true, true],
      [400, true, false],
      [401, false, false],
    ] as const) {
      const { inner, engine } = await pulling(500, mayEnd)
      const pull = engine.pull('a', () => {}, NEVER)
      inner.tell(100)
      inner.tell(100, 1_000, toComeBytes)
      expect(inner.hasEnded).toBe(ends)
      inner.end()
      if (ends) await expect(pull).rejects.toMatchObject({ code: 'HF_BUDGET_SPENT' })
      else await pull
    }
  })

  it('ends when the budget is spent, and the next does not begin', async () => {
    const { inner, engine } = await pulling(500)
    const pull = engine.pull('a', () => {}, NEVER)
    inner.tell(499)
    expect(inner.hasEnded).toBe(false)
    inner.tell(510)
    await expect(pull).rejects.toMatchObject({ code: 'HF_BUDGET_SPENT' })
    await expect(engine.pull('a', () => {}, NEVER)).rejects.toMatchObject({ code: 'HF_BUDGET_SPENT' })
  })

  it('whose last byte it was is not lost', async () => {
    const { inner, engine } = await pulling(1_000)
    const pull = engine.pull('a', () => {}, NEVER)
    inner.tell(1_000)
    expect(inner.hasEnded).toBe(false)
    inner.end()
    await pull
  })

  it('that has to go on is only counted', async () => {
    const { inner, engine, counted } = await pulling(500, false)
    const pull = engine.pull('a', () => {}, NEVER)
    inner.tell(900)
    inner.end()
    await pull
    expect(counted()).toBe(900)
  })

  it('that somebody else gives up has failed as that says', async () => {
    const { engine } = await pulling(500)
    const giving = new AbortController()
    const pull = engine.pull('a', () => {}, giving.signal)
    giving.abort()
    await expect(pull).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  })
})
