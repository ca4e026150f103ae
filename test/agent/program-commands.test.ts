/** Programs on a device, each run once, whatever is cut off. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EffectWorld } from './effect-world.ts'

let box: EffectWorld
const NEVER = new AbortController().signal

beforeEach(async () => {
  box = await EffectWorld.open()
  box.current = await box.release({ name: 'app', services: [{ name: 'web', image: box.image('web') }] })
  await box.world.engine.pull((await box.desired(box.current)).services[0]!.service.image, () => {}, NEVER)
  await box.start(box.current, 'web')
})

afterEach(() => box.close())

const asking = (action: 'exec' | 'run', command: string[], budgetMs?: number) =>
  box.command(action, { service: 'web', command }, budgetMs)

describe.each(['exec', 'run'] as const)('%s', (action) => {
  it('answers with the output and how it ended', async () => {
    expect(await box.run(asking(action, ['echo', 'all', 'well']))).toMatchObject({
      outcome: 'ok',
      exitCode: 0,
      output: 'all well\n',
    })
    expect(await box.run({ ...asking(action, ['false']), id: 'other' })).toMatchObject({
      outcome: 'failed',
      code: 'HF_COMMAND_FAILED',
      exitCode: 1,
    })
    expect(await box.containers()).toEqual(['web running'])
    expect(await box.world.engine.listRuns('box')).toEqual([])
  })

  it('of a program that is not there has failed', async () => {
    const end = await box.run(asking(action, ['nonsense'])).catch((error: unknown) => error)
    expect(end).toMatchObject({ code: expect.stringMatching(/^HF_/) })
    expect(await box.world.engine.listRuns('box')).toEqual([])
  })

  it('in a service that is not there is refused', async () => {
    const command = box.command(action, { service: 'x', command: ['true'] })
    expect(await box.run(command)).toMatchObject({ outcome: 'refused' })
  })

  it('is ended by its budget, and leaves nothing behind', async () => {
    expect(await box.run(asking(action, ['sleep', '60'], 5_000))).toMatchObject({ outcome: 'expired' })
    expect(await box.world.engine.listRuns('box')).toEqual([])
  })
})

describe('exec that was cut off', () => {
  it('is not run again: it says so', async () => {
    const command = asking('exec', ['sleep', '60'])
    const ending = new AbortController()
    const first = box.run(command, ending.signal)
    await box.clock.sleep(1_000, NEVER)
    ending.abort()
    await expect(first).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    box.nextLife()
    await expect(box.run(box.again(command))).rejects.toMatchObject({ code: 'HF_COMMAND_INTERRUPTED' })
  })

  it('before it began is run', async () => {
    const command = asking('exec', ['true'])
    box.cutAfter(0)
    await expect(box.run(command)).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
    box.nextLife()
    expect(await box.run(box.again(command))).toMatchObject({ outcome: 'ok' })
  })

  it('in a service that does not run is refused', async () => {
    const [container] = await box.world.engine.listContainers('box')
    await box.world.engine.stopContainer(container!.id, 0)
    expect(await box.run(asking('exec', ['true']))).toMatchObject({ outcome: 'refused' })
  })
})

describe('an orderly stop of the agent', () => {
  it('leaves a program that was run to its next life', async () => {
    const command = asking('run', ['sleep', '60'])
    const ending = new AbortController()
    const first = box.run(command, ending.signal)
    await box.clock.sleep(5_000, NEVER)
    ending.abort()
    await expect(first).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    expect(await box.world.engine.listRuns('box')).toMatchObject([{ state: 'running' }])
    box.nextLife()
    expect(await box.run(box.again(command))).toMatchObject({ outcome: 'ok', exitCode: 0 })
    expect(await box.world.engine.listRuns('box')).toEqual([])
  })
})

describe('run that was cut off', () => {
  it('at any call of the engine is found again, and runs once', async () => {
    for (let cut = 0; ; cut += 1) {
      const command = { ...asking('run', ['echo', `${cut}`]), id: `run-${cut}` }
      const starts: string[] = []
      const stop = box.engine.model.watchRunning((change) => {
        if (change.running) starts.push(change.id)
      })
      box.cutAfter(cut)
      const end = await box.run(command).catch(() => null)
      if (end !== null) return stop()
      box.nextLife()
      const again = await box.run(box.again(command)).catch((error: unknown) => error)
      stop()
      const isDone = (again as { outcome?: string }).outcome === 'ok'
      if (!isDone) expect(again, `cut at ${cut}`).toMatchObject({ code: 'HF_COMMAND_INTERRUPTED' })
      expect(starts.length, `cut at ${cut}`).toBeLessThanOrEqual(1)
      expect(await box.world.engine.listRuns('box'), `cut at ${cut}`).toEqual([])
    }
  })

  it('after its end, and before its answer, answers what it would have answered', async () => {
    const command = asking('run', ['echo', 'once'])
    const end = await box.run(command)
    const { sequence } = box.engine.model.state
    box.nextLife()
    expect(await box.run(box.again(command))).toEqual(end)
    expect(box.engine.model.state.sequence).toBe(sequence)
  })

  it('and whose budget is spent meanwhile leaves nothing behind', async () => {
    const command = asking('run', ['sleep', '60'], 5_000)
    box.run(command).catch(() => {}) // the engine is not there for it any more
    await box.clock.sleep(1_500, NEVER)
    box.cutAfter(0)
    await box.clock.sleep(10_000, NEVER)
    box.nextLife()
    expect(await box.world.engine.listRuns('box')).toHaveLength(1)
    expect(await box.run(box.again(command))).toMatchObject({ outcome: 'expired' })
    expect(await box.world.engine.listRuns('box')).toEqual([])
  })
})
