/**
 * What happens in the demo, step by step.
 *
 * Invariant: it acts as an operator and as the weather do, and gathers facts; it judges nothing. A step that
 * does not come about within its time ends the story, and the steps after it have no facts.
 */
import { Health } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Report } from '../../protocol/types.ts'
import { until } from './broker.ts'
import { FLEET, type Version } from './harbour.ts'
import { type Facts, judgeStep, type StepName } from './judge.ts'
import { verdictLine } from './look.ts'
import type { Finished } from './programs.ts'
import type { Screen } from './screen.ts'
import type { Stage } from './stage.ts'

/** For any one thing to come about. */
const PATIENCE_MS = 60_000
/** Phases in which the world is read, and nothing is done to it. */
const LOOKING = ['admitting', 'planning', 'waiting']
/** How long the power stays away. */
const DARK_MS = 1_000

/**
 * Plays it, and fills in the facts as they come.
 * @param trouble ends it: Ctrl-C, or a part that ended by itself
 * @throws HF_TIMEOUT, or the reason of `trouble`
 */
export async function playStory(stage: Stage, screen: Screen, facts: Facts, trouble: AbortController): Promise<void> {
  const { agent, broker, device, engine, operator } = stage
  const { signal } = trouble
  const { paint } = screen
  const title = (number: number, text: string) => screen.say(`\n${paint('bold', `${number}  ${text}`)}`)
  const last = () => broker.reports.at(-1)
  const sees = (what: string, condition: (report: Report) => boolean) => {
    const from = broker.reports.length
    const holds = () => broker.reports.slice(from).some(condition)
    return until(broker, what, holds, { timeoutMs: PATIENCE_MS, signal })
  }
  const settles = async (version: Version): Promise<undefined> => {
    const what = `the device runs version ${version}, and is well`
    await until(broker, what, () => isSettledOn(last(), version), { timeoutMs: PATIENCE_MS, signal })
  }

  const startAgent = () =>
    agent.start((words) => trouble.abort(new HoldfastError('HF_INTERNAL', `the agent ended by itself:\n${words}`)))
  const deploy = (version: Version, wanted: number): Promise<Finished> => {
    screen.say(`   ${paint('dim', `$ holdfast deploy v${version}/docker-compose.yml --fleet ${FLEET}`)}`)
    const ended = operator.run('deploy', stage.composeOf(version), '--fleet', FLEET, '--timeout', '2m')
    void ended.then(({ exitCode, output }) => {
      if (exitCode === wanted) return
      const words = `ended with ${exitCode}, not with ${wanted}:\n${output.trim()}`
      trouble.abort(new HoldfastError('HF_INTERNAL', words, { place: `holdfast deploy of version ${version}` }))
    })
    return ended
  }
  const powerCut = async (): Promise<undefined> => {
    const { presences } = broker
    const from = presences.length
    await agent.cutPower()
    const died = () => presences.slice(from).some(({ online }) => !online)
    await until(broker, 'the broker tells that the device is gone', died, { timeoutMs: PATIENCE_MS, signal })
    const where = last() === undefined ? '' : ` in mid-${last()!.phase}`
    screen.say(
      `   ${paint('yellow', `↯ power cut!${where}`)}  The agent is killed; the broker says: ${device} is gone.`,
    )
  }
  const powerBack = async () => {
    await pause(DARK_MS, signal)
    // On its way there it looks again at what is there and what is missing.
    const back = sees('the agent goes on', ({ phase }) => !LOOKING.includes(phase))
    startAgent()
    await back
    screen.say(`   ${paint('cyan', '↻ the power is back')}  The agent goes on in ${last()!.phase}.`)
  }

  /** Gathers what is seen while something happens. */
  const step = async (
    name: StepName,
    happens: () => Promise<Finished | undefined>,
    began = performance.now(),
  ): Promise<void> => {
    const [reports, presences] = [broker.reports.length, broker.presences.length]
    const finished = await happens()
    facts.moments[name] = {
      seconds: (performance.now() - began) / 1000,
      reports: broker.reports.slice(reports),
      last: last() ?? null,
      presences: broker.presences.slice(presences),
      containers: await engine.api.containers(device),
      exitCode: finished?.exitCode ?? null,
    }
    screen.say(verdictLine(judgeStep(name, facts), screen.columns, paint))
  }

  title(1, 'Version 1 goes out')
  const ready = sees('the device reports', () => true)
  startAgent()
  await ready
  await step('v1', async () => {
    const ended = await raced(deploy('1', 0), signal)
    await settles('1')
    return ended
  })

  title(2, 'Version 2 goes out, and the power fails twice')
  const secondBegan = performance.now()
  const second = deploy('2', 0)
  await step('cutFetching', async () => {
    await sees('version 2 is being fetched', isWellIntoFetching)
    return powerCut()
  })
  await step('backFetching', async () => {
    await powerBack()
    await sees('the device is in the middle of switching to version 2', (report) => isHalfSwitched(report, stage))
    return undefined
  })
  await step('cutSwitching', powerCut)
  await step('backSwitching', async () => {
    await powerBack()
    return settles('2')
  })
  await step(
    'v2',
    async () => {
      const ended = await raced(second, signal)
      await settles('2')
      return ended
    },
    secondBegan,
  )

  title(3, 'Version 3 goes out, and is sick')
  await step('v3', async () => {
    const third = deploy('3', 1)
    await sees('the device goes back', ({ phase }) => phase === 'reverting')
    screen.say(`   ${paint('yellow', '↶ the display is sick')}  The device goes back by itself.`)
    const ended = await raced(third, signal)
    const [refusal] = last()?.refused.slice(-1) ?? []
    for (const line of refusal?.logTail ?? []) screen.say(`     ${paint('dim', `its last words: ${line}`)}`)
    return ended
  })
  await step('rollback', () => settles('2'))
}

/** Committed, at rest, and no service is still being judged. */
function isSettledOn(report: Report | undefined, version: Version): boolean {
  if (report?.phase !== 'idle' || report.current?.version !== version) return false
  return report.services.every(({ health }) => health === Health.HEALTH_NONE || health === Health.HEALTH_HEALTHY)
}

function isWellIntoFetching({ phase, target, progress }: Report): boolean {
  const { doneBytes = 0, totalBytes = 0 } = progress ?? {}
  return phase === 'fetching' && target?.version === '2' && doneBytes > totalBytes / 4
}

/** One service is new already, another still old. */
function isHalfSwitched({ phase, services }: Report, { images }: Stage): boolean {
  const runs = (service: string, version: Version) =>
    services.some(
      ({ service: name, state, image }) =>
        name === service && state === 'running' && images.get(image)?.version === version,
    )
  return phase === 'switching' && runs('tide', '2') && runs('display', '1')
}

function raced<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason as Error)
    if (signal.aborted) return aborted()
    signal.addEventListener('abort', aborted, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted))
  })
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return raced(new Promise((resolve) => setTimeout(resolve, ms)), signal)
}
