/** `holdfast rollout` and `holdfast controller`, before a broker and devices that do as told. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { Rollout } from '../../protocol/types.ts'
import { Desk } from '../testing.ts'

const PLAN = `
defaults: { bake: 0s, gate: { minimum: 1 } }
waves: [{ names: [d1] }, { share: 100% }]
`

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
  await desk.run('keygen --out .')
  await desk.compose()
  await desk.write('plan.yml', PLAN)
  await desk.run('deploy docker-compose.yml --fleet f --share 0% --no-wait')
})
afterEach(() => desk.clear())

/** A device that takes the epoch when a rollout comes, well or badly. */
async function device(name: string, isGood = true): Promise<void> {
  const fake = await desk.device(name)
  const taken = isGood
    ? { current: { epoch: 1, releaseId: 'sha256:1', name: 'shop', version: '' } }
    : { refused: [{ epoch: 1, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' }] }
  await fake.reports({})
  await fake.onTarget(() => fake.reports(taken))
}

const START = 'rollout start --fleet f --plan plan.yml --every 50ms --data state'

const published = async (): Promise<Rollout> => {
  const { payload } = decode(KINDS.Signed, await desk.retained(fleetTopics('f').rollout))
  return decode<Rollout>(KINDS.Rollout, payload)
}

describe('rollout start where no controller runs', () => {
  it('goes through the waves, and ends when the last has passed', async () => {
    for (const name of ['d1', 'd2', 'd3']) await device(name)
    const { code, lines } = await desk.run(`${START} --json`)
    expect(code).toBe(0)
    expect(lines.at(-1)).toMatchObject({ fleet: 'f', epoch: 1, phase: 'finished', share: 10_000, named: 1 })
    expect(await published()).toMatchObject({ devices: ['d1'], share: 10_000 })
    expect((await desk.run('rollout status --data state')).out).toMatch(/f epoch 1: wave 2 of 2 \(100%\), finished/)
  })

  it('shows of each fleet the newest, and says where the others are', async () => {
    for (const name of ['d1', 'd2']) await device(name)
    for (let run = 0; run < 3; run += 1) await desk.run(START)
    expect((await desk.run('rollout status --data state')).out).toMatch(
      /^f epoch 1: .*finished\n {2}release .*\n {2}2 before it: holdfast history f\n$/,
    )
    expect((await desk.run('rollout status --data state --json')).lines).toHaveLength(1)
    expect((await desk.run('history f --data state --json')).lines).toHaveLength(4)
  })

  it('stops at a wave that fails, says why, and exits with 1', async () => {
    await device('d1', false)
    await device('d2')
    const { code, lines } = await desk.run(`${START} --json`)
    expect(code).toBe(1)
    expect(lines.at(-1)).toMatchObject({ phase: 'paused', breach: { rule: 'failure', wave: 0 } })
    expect(await published()).toMatchObject({ state: RolloutState.ROLLOUT_STATE_PAUSED, share: 0 })
    const why = /stopped at wave 1: 1 of 1.*\n {2}failed: d1 \(HF_HEALTH_FAILED\)\n {2}why: holdfast why d1\n/
    expect((await desk.run('rollout status --data state')).out).toMatch(why)
    expect((await desk.run('rollout status --data state')).out).toMatch(
      /next: holdfast rollout resume or abort --fleet f\n {2}no controller runs here: .* holdfast rollout start --fleet f\n$/,
    )
    const failed = [{ device: 'd1', why: 'HF_HEALTH_FAILED' }]
    expect((await desk.run('rollout status --data state --json')).lines).toMatchObject([{ failed }])
  })

  it('goes on where it was, after it was interrupted', async () => {
    const interrupt = new AbortController()
    const first = desk.run(`${START} --json`, { interrupt: interrupt.signal })
    await vi.waitFor(async () => expect((await published()).devices).toEqual(['d1']), 30_000)
    interrupt.abort()
    expect((await first).code).toBe(130)
    for (const name of ['d1', 'd2']) await device(name)
    // What a rollout was before they came, they take at the next one.
    expect((await desk.run(START)).code).toBe(0)
    expect((await desk.run('rollout status --data state --json')).lines).toHaveLength(1)
  })

  it('is refused with nothing published, with a plan that is none, and with words that are none', async () => {
    expect(await desk.run('rollout start --fleet g --data state')).toMatchObject({ code: 1 })
    await desk.write('plan.yml', 'waves: []')
    expect((await desk.run(START)).err).toMatch(/HF_PLAN_INVALID.*plan\.yml:1:8/s)
    expect((await desk.run('rollout pause --plan plan.yml --fleet f')).code).toBe(2)
    expect((await desk.run('rollout start --fleet f --no-wait --data state')).code).toBe(2)
  })
})

describe('rollout refresh', () => {
  it('says the same once more, with the promise that was made, or another', async () => {
    const before = await published()
    expect((await desk.run('rollout refresh --fleet f')).code).toBe(0)
    expect(await published()).toMatchObject({ revision: before.revision + 1, share: 0, freshForMs: 0 })
    expect((await desk.run('rollout refresh --fleet f --fresh-for 2h')).code).toBe(0)
    // An operator's word, and the next epoch, keep it.
    expect((await desk.run('rollout pause --fleet f --data nowhere')).code).toBe(0)
    expect(await published()).toMatchObject({ state: RolloutState.ROLLOUT_STATE_PAUSED, freshForMs: 7_200_000 })
    expect((await desk.run('rollout refresh --fleet f')).code).toBe(0)
    expect(await published()).toMatchObject({ state: RolloutState.ROLLOUT_STATE_PAUSED, revision: before.revision + 4 })
    expect((await desk.run('deploy docker-compose.yml --fleet f --no-wait')).code).toBe(0)
    expect(await published()).toMatchObject({ epoch: 2, revision: 1, freshForMs: 7_200_000 })
    expect((await desk.run('deploy docker-compose.yml --fleet f --no-wait --fresh-for 0s')).code).toBe(0)
    expect(await published()).toMatchObject({ epoch: 3, freshForMs: 0 })
  })

  it('is refused where nothing is published, and other words take no promise', async () => {
    expect((await desk.run('rollout refresh --fleet g')).err).toMatch(
      /HF_ROLLOUT_STATE\n {2}g: nothing is published for it/,
    )
    expect((await desk.run('rollout pause --fleet f --fresh-for 1h')).code).toBe(2)
  })
})

describe('a controller that runs', () => {
  it('takes rollouts and words over them, and a second one stands by', async () => {
    await desk.write('slow.yml', 'waves: [{ share: 50%, bake: 1h }]')
    const stop = new AbortController()
    const other = new AbortController()
    const serving = desk.run('controller --data state --every 50ms', { interrupt: stop.signal })
    const standby = desk.run('controller --data state --every 50ms', { interrupt: other.signal })
    await vi.waitFor(async () => {
      const { out, code } = await desk.run('rollout start --fleet f --plan slow.yml --no-wait --data state')
      expect({ out, code }).toMatchObject({ code: 0 })
    }, 30_000)
    expect((await desk.run('rollout pause --fleet f --data state --reason look')).out).toMatch(
      /pause: f epoch 1.*paused/,
    )
    expect((await published()).state).toBe(RolloutState.ROLLOUT_STATE_PAUSED)
    expect((await desk.run('rollout status --data state')).out).toMatch(/an operator said: look/)
    expect((await desk.run('rollout resume --fleet f --data state')).code).toBe(0)
    stop.abort()
    expect((await serving).code).toBe(0)
    // The other one takes over: only a controller knows how it is now.
    await vi.waitFor(async () => {
      const { lines } = await desk.run('rollout status --data state --json')
      expect(lines).toMatchObject([{ fleet: 'f', phase: 'proving', now: { size: 0 } }])
    }, 30_000)
    expect((await desk.run('rollout abort --fleet f --data state')).out).toMatch(/abort: f epoch 1.*aborted/)
    expect((await published()).state).toBe(RolloutState.ROLLOUT_STATE_PAUSED)
    other.abort()
    expect((await standby).code).toBe(0)
  })

  it('is followed again by the same command, and keeps its plan', async () => {
    const stop = new AbortController()
    const serving = desk.run('controller --data state --every 50ms', { interrupt: stop.signal })
    await desk.write('slow.yml', 'waves: [{ share: 50%, bake: 1h }]')
    const start = 'rollout start --fleet f --plan slow.yml --data state'
    await vi.waitFor(async () => expect((await desk.run(`${start} --no-wait`)).code).toBe(0), 30_000)
    const again = await desk.run(start, { interruptAt: /proving/ })
    expect(again).toMatchObject({ code: 130, err: 'note: follows the rollout that is under way; its plan stays\n' })
    expect(await desk.run(`${start} --no-wait`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/HF_ROLLOUT_STATE.*is under way/s) as string,
    })
    stop.abort()
    expect((await serving).code).toBe(0)
    // In a process of its own it is the same.
    const alone = await desk.run(`${start} --every 50ms`, { interruptAt: /proving/ })
    expect(alone).toMatchObject({ code: 130, err: 'note: follows the rollout that is under way; its plan stays\n' })
  })

  it('says that nothing is published, where the broker has lost what was under way', async () => {
    const [before, after] = [new AbortController(), new AbortController()]
    const first = desk.run('controller --data state --every 50ms', { interrupt: before.signal })
    await desk.write('slow.yml', 'waves: [{ share: 50%, bake: 1h }]')
    const start = 'rollout start --fleet f --plan slow.yml --data state'
    await vi.waitFor(async () => expect((await desk.run(`${start} --no-wait`)).code).toBe(0), 30_000)
    before.abort()
    await first
    await desk.publish(fleetTopics('f').target, new Uint8Array())
    const second = desk.run('controller --data state --every 50ms', { interrupt: after.signal })
    await vi.waitFor(async () => {
      const { out } = await desk.run('rollout status --data state')
      expect(out).toContain('the broker shows no target of the fleet')
    }, 30_000)
    expect(await desk.run(start)).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing is published') as string,
    })
    after.abort()
    await second
  })

  it('is followed through its end, when another takes over', async () => {
    const ends = [new AbortController(), new AbortController()]
    const serve = (end: AbortController) => desk.run('controller --data state --every 50ms', { interrupt: end.signal })
    const first = serve(ends[0]!)
    await desk.write('brief.yml', 'waves: [{ share: 50%, bake: 1h }, { share: 100% }]')
    await vi.waitFor(async () => {
      const { code, out } = await desk.run('rollout start --fleet f --plan brief.yml --no-wait --data state')
      expect({ code, out }).toMatchObject({ code: 0 })
    }, 30_000)
    expect((await desk.run('rollout abort --fleet f --data state')).code).toBe(0)
    const second = serve(ends[1]!)
    const followed = desk.run('rollout start --fleet f --plan brief.yml --data state')
    await vi.waitFor(async () => {
      const { lines } = await desk.run('rollout status --data state --json')
      expect(lines.at(-1)).toMatchObject({ phase: 'proving' })
    }, 30_000)
    ends[0]!.abort()
    await first
    await vi.waitFor(async () => {
      expect((await desk.run('rollout abort --fleet f --data state')).out).toMatch(/abort: f epoch 1.*aborted/)
    }, 30_000)
    expect(await followed).toMatchObject({ code: 1, out: expect.stringMatching(/aborted: .*\n$/) as string })
    ends[1]!.abort()
    await second
  })
})
