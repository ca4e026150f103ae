/** Pulls are counted as they come; one that may wait ends when its budget is spent, one that may not goes on. */
import { describe, expect, it } from 'vitest'
import type { EnginePort, PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { FetchPlan } from '../../protocol/fetch-plan.ts'
import { MemoryDisk } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'
import type { PlanningEngine } from '../content/stored-engine.ts'
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
      this.#told = onProgress
      this.end = resolve
      signal.addEventListener('abort', () => {
        this.hasEnded = true
        reject(new HoldfastError('HF_CANCELLED', 'given up'))
      })
    })
  }

  /** The same, each time. */
  plan(missingBytes: number): void {
    const course = { way: 'missing', plan: this.#plan, fallbacks: [], excessBytes: 0 } as const
    Object.assign(this.#plan, { missingBytes })
    this.#told({ doneBytes: 100, totalBytes: 1_000, layersDone: 0, layers: 1, course })
  }

  #told: (progress: PullProgress) => void = () => {}
  readonly #plan: FetchPlan = {
    way: 'missing',
    deltaBytes: null,
    missingBytes: 0,
    wholeBytes: 1_000,
    diskPeakBytes: 0,
    memoryBytes: 0,
    why: '',
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

  it('is counted also while it is only planned, and nothing is planned for a budget that is spent', async () => {
    const { inner, usage } = await pulling(100)
    const plannedBytes = async (_: string, onBytes: (bytes: number) => void) => {
      for (const bytes of [40, 60]) onBytes(bytes)
      return 7
    }
    const engine = countedEngine(Object.assign(inner, { plannedBytes }) as unknown as PlanningEngine, usage, () => true)
    expect(await engine.plannedBytes?.('a', () => {}, NEVER)).toBe(7)
    expect(usage.left('content').bytes).toBe(0)
    expect(await engine.plannedBytes?.('a', () => {}, NEVER)).toBeNull()
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

  describe('beside another one', () => {
    /** Two at once, with 1,000 bytes left. */
    const two = async () => {
      const { inner, engine } = await pulling(1_000)
      const begun = (image: string) => {
        let ended = ''
        const pull = engine.pull(image, () => {}, NEVER)
        pull.catch(({ code }: { code: string }) => {
          ended = code
        })
        const { tell, end } = inner
        return { pull, tell, end, ended: () => new Promise((done) => setImmediate(() => done(ended))) }
      }
      return [begun('a'), begun('b')] as const
    }

    it('gets no promise of what the other has been promised', async () => {
      const [a, b] = await two()
      a.tell(0, 600, 600)
      b.tell(0, 600, 600)
      await expect(b.pull).rejects.toThrow('1200 bytes are needed and 1000 are left')
      expect([await a.ended(), await b.ended()]).toEqual(['', 'HF_BUDGET_SPENT'])
      a.tell(599, 600)
      expect(await a.ended()).toBe('')
    })

    it('gets no promise of what the other has planned, and is promised what that does not need any more', async () => {
      const [a, b] = await two()
      a.tell(0, 600)
      a.tell(300, 600)
      // 700 are left, of which the other takes 300.
      b.tell(0, 400, 400)
      expect([await a.ended(), await b.ended()]).toEqual(['', ''])
      b.tell(0, 401, 401)
      expect(await b.ended()).toBe('HF_BUDGET_SPENT')
    })

    it('is promised what the other gave back by ending', async () => {
      const [a, b] = await two()
      a.tell(100, 600, 600)
      a.end()
      await a.pull
      b.tell(0, 900, 900)
      expect(await b.ended()).toBe('')
    })

    it('counts what comes again against what was promised, however little of the image that makes', async () => {
      const [a, b] = await two()
      a.tell(500, 600)
      // A blob of 400 was another one.
      a.tell(500, 600, 500)
      b.tell(0, 1, 1)
      expect(await b.ended()).toBe('HF_BUDGET_SPENT')
    })
  })

  it('ends before a byte of a plan comes that is more than is left', async () => {
    for (const [missingBytes, ends] of [
      [401, true],
      [400, false],
    ] as const) {
      const { inner, engine } = await pulling(500)
      const pull = engine.pull('a', () => {}, NEVER)
      inner.tell(100)
      inner.plan(missingBytes)
      inner.tell(450)
      inner.plan(missingBytes)
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
