/** Walks at random through many lives of a device: what must always hold, holds. */
import { describe, expect, it } from 'vitest'
import { sameRelease } from '../../machines/intent-rules.ts'
import { seededRandom } from '../../simulators/seeded-random.ts'
import { Walker } from './walker.ts'

const WALKS = 120
const STEPS = 150
/** Ends of effects, all well, from anywhere to rest. */
const TO_REST = 120
/** Ends of effects, all well, from a cancel until it is over. */
const TO_IDLE = 25

const seeds = Array.from({ length: WALKS }, (_, index) => index + 1)

function walked(seed: number, seen = new Set<string>()): Walker {
  const walker = new Walker(seededRandom(`walk ${seed}`))
  const steps = STEPS / 2 + (seed % (STEPS / 2))
  for (let step = 0; step < steps; step += 1) {
    walker.step()
    seen.add(walker.device.intent.phase)
    for (const { src } of walker.device.underWay) seen.add(src)
  }
  return walker
}

describe('a device to which anything may happen', () => {
  it('keeps all that must always hold, and comes to rest when it is left in peace', () => {
    const seen = new Set<string>()
    for (const seed of seeds) {
      const walker = walked(seed, seen)
      walker.openGates()
      for (let ends = 0; walker.device.underWay.length > 0 && ends < TO_REST; ends += 1) walker.endSomething(1)
      expect(walker.device.state, `seed ${seed} after\n${walker.trail}`).toBe('idle.steady')
      expect(walker.unanswered, `seed ${seed}`).toEqual([])
    }
    // The walks would show little if they did not get everywhere.
    for (const place of [
      'committing',
      'reverting',
      'cancelling',
      'contact',
      'runCommand',
      'streamLogs',
      'expire',
      'expireBehind',
      'stopsEnd',
    ])
      expect(seen).toContain(place)
  })

  it('gives up soon what was cancelled, wherever it was', () => {
    let cancelled = 0
    for (const seed of seeds) {
      const walker = walked(10_000 + seed)
      const { phase, task } = walker.device.intent
      walker.command('cancel')
      const isTaken = walker.device.answers.at(-1)?.answer.outcome === 'ok'
      const now = walker.device.intent.phase
      expect(now, `seed ${seed} in ${phase}`).toBe(isTaken ? (task?.switched ? 'reverting' : 'cancelling') : phase)
      if (!isTaken) continue
      cancelled += 1
      const isOver = () => !sameRelease(walker.device.intent.task?.to ?? null, task?.to ?? null)
      for (let ends = 0; !isOver() && ends < TO_IDLE; ends += 1) walker.endSomething(1, 'update')
      expect(isOver(), `seed ${seed}: cancelled in ${phase}\n${walker.trail}`).toBe(true)
    }
    expect(cancelled).toBeGreaterThan(seeds.length / 10)
  })
})
