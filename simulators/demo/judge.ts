/**
 * Whether the story happened as it should.
 *
 * Invariant: pure; it judges by what was read from the engine and from the device's reports on the broker,
 * and by the exit codes of the operator's commands, never by what the demo meant to do. A step without
 * facts has not happened.
 */
import type { Presence, Report } from '../../protocol/types.ts'
import type { SeenContainer } from './docker-api.ts'
import { SERVICES, type ServiceName, VERSIONS, type Version, versionOf } from './harbour.ts'

/** What was seen in one step. */
export interface Moment {
  seconds: number
  /** From the device during the step, oldest first. */
  reports: readonly Report[]
  /** Its last word when the step was over, from whichever step. */
  last: Report | null
  presences: readonly Presence[]
  /** On the engine at the end of the step, whether they run or not. */
  containers: readonly SeenContainer[]
  /** Of the `holdfast deploy` that ended in this step. */
  exitCode: number | null
}

export const STEPS = [
  'v1',
  'cutFetching',
  'backFetching',
  'cutSwitching',
  'backSwitching',
  'v2',
  'v3',
  'rollback',
] as const
export type StepName = (typeof STEPS)[number]

export interface Facts {
  /** From references by digest to what they are. */
  images: ReadonlyMap<string, { service: ServiceName; version: Version }>
  moments: Partial<Record<StepName, Moment>>
}

export interface Row {
  step: string
  expected: string
  seen: string
  ok: boolean
  seconds: number | null
}

interface Check {
  step: string
  expected: string
  judge(moment: Moment, facts: Facts): { seen: string; ok: boolean }
}

const CHECKS: Record<StepName, Check> = {
  v1: {
    step: 'version 1',
    expected: 'runs 1, healthy',
    judge: (moment, facts) => ({
      seen: withExit(versionsIn(moment, facts), moment, 0),
      ok: moment.exitCode === 0 && runs(moment, facts, '1') && settledOn(moment, '1'),
    }),
  },
  cutFetching: {
    step: 'power cut in fetching',
    expected: '1 runs on, untouched',
    judge: (moment, facts) => ({
      seen: `${cutAt(moment)}: ${versionsIn(moment, facts)}`,
      ok:
        wasCutIn(moment, 'fetching') &&
        runs(moment, facts, '1') &&
        SERVICES.every((service) => isSameRun(service, moment, facts.moments.v1)),
    }),
  },
  backFetching: {
    step: 'the agent is back',
    expected: 'goes on with 2',
    judge: (moment) => ({
      seen: phasesIn(moment).join(' → ') || 'no report',
      ok:
        lostNothing(moment) &&
        phasesIn(moment).includes('fetching') &&
        phasesIn(moment).includes('switching') &&
        moment.reports.every(
          ({ phase, current, target }) => phase !== 'idle' && current?.version === '1' && target?.version === '2',
        ),
    }),
  },
  cutSwitching: {
    step: 'power cut in switching',
    expected: 'tide is 2, display still 1',
    judge: (moment, facts) => ({
      seen: `${cutAt(moment)}: ${versionsIn(moment, facts)}`,
      ok:
        wasCutIn(moment, 'switching') &&
        versionRunning('tide', moment, facts) === '2' &&
        versionRunning('display', moment, facts) === '1',
    }),
  },
  backSwitching: {
    step: 'the agent is back',
    expected: 'goes on in switching',
    judge: (moment, facts) => {
      const kept = isSameRun('tide', moment, facts.moments.cutSwitching)
      return {
        seen: `${phasesIn(moment).join(' → ') || 'no report'}; tide ${kept ? 'untouched' : 'was started again'}`,
        ok: lostNothing(moment) && phasesIn(moment)[0] === 'switching' && phasesIn(moment).every(isAfterSwitch) && kept,
      }
    },
  },
  v2: {
    step: 'version 2',
    expected: 'runs 2, store untouched',
    judge: (moment, facts) => {
      const kept = isSameRun('store', moment, facts.moments.v1)
      return {
        seen: withExit(`${versionsIn(moment, facts)}; store ${kept ? 'untouched' : 'was started again'}`, moment, 0),
        ok: moment.exitCode === 0 && runs(moment, facts, '2') && settledOn(moment, '2') && kept,
      }
    },
  },
  v3: {
    step: 'version 3, which is sick',
    expected: 'is refused for its health',
    judge: (moment) => {
      const epoch = moment.reports.find(({ target }) => target?.version === '3')?.target?.epoch
      const refusal = moment.last?.refused.find((refused) => refused.epoch === epoch)
      return {
        seen: withExit(refusal === undefined ? 'not refused' : refusal.message, moment, 1),
        ok: moment.exitCode === 1 && refusal?.code === 'HF_HEALTH_FAILED',
      }
    },
  },
  rollback: {
    step: 'automatic rollback',
    expected: 'runs 2, nothing of 3 left',
    judge: (moment, facts) => {
      const left = moment.containers.filter(({ image }) => facts.images.get(image)?.version === '3').length
      return {
        seen: `${versionsIn(moment, facts)}; ${left === 0 ? 'nothing' : `${left} containers`} of 3 left`,
        ok:
          runs(moment, facts, '2') &&
          settledOn(moment, '2') &&
          left === 0 &&
          SERVICES.every((service) => idOf(service, moment) === idOf(service, facts.moments.v2)),
      }
    },
  },
}

/** One step, judged; one that has no facts has failed. */
export function judgeStep(name: StepName, facts: Facts): Row {
  const { step, expected, judge } = CHECKS[name]
  const moment = facts.moments[name]
  if (moment === undefined) return { step, expected, seen: 'not reached', ok: false, seconds: null }
  return { step, expected, ...judge(moment, facts), seconds: moment.seconds }
}

/** Every step. All of it happened only if all rows are ok. */
export function judge(facts: Facts): Row[] {
  return STEPS.map((name) => judgeStep(name, facts))
}

/** "runs 2, healthy", or what each service runs, but for those that every version has: "tide 2, display 1". */
function versionsIn(moment: Moment, facts: Facts): string {
  const whole = VERSIONS.find((version) => isAllOf(moment, facts, version))
  if (whole !== undefined) return `runs ${whole}, ${moment.containers.some(isUnwell) ? 'not all ' : ''}healthy`
  const running = SERVICES.map((service) => ({ service, version: versionRunning(service, moment, facts) }))
  return running
    .filter(({ service, version }) => VERSIONS.some((each) => versionOf(service, each) !== version))
    .map(({ service, version }) => `${service} ${version ?? '-'}`)
    .join(', ')
}

function isAllOf(moment: Moment, facts: Facts, version: Version): boolean {
  return SERVICES.every((service) => versionRunning(service, moment, facts) === versionOf(service, version))
}

function runs(moment: Moment, facts: Facts, version: Version): boolean {
  return isAllOf(moment, facts, version) && !moment.containers.some(isUnwell)
}

function isUnwell({ running, health }: SeenContainer): boolean {
  return running && health !== 'healthy' && health !== 'none'
}

/** Null also when two run at once. */
function versionRunning(service: ServiceName, moment: Moment, facts: Facts): Version | null {
  const running = moment.containers.filter((each) => each.running && each.service === service)
  const image = running.length === 1 ? facts.images.get(running[0]!.image) : undefined
  return image?.service === service ? image.version : null
}

function runningOf(service: ServiceName, moment: Moment | undefined): SeenContainer | undefined {
  return moment?.containers.find((each) => each.running && each.service === service)
}

function idOf(service: ServiceName, moment: Moment | undefined): string | undefined {
  return runningOf(service, moment)?.id
}

/** The same container, running since the same moment. */
function isSameRun(service: ServiceName, moment: Moment, earlier: Moment | undefined): boolean {
  const [now, then] = [runningOf(service, moment), runningOf(service, earlier)]
  return now !== undefined && then !== undefined && now.id === then.id && now.startedAt === then.startedAt
}

function settledOn({ last }: Moment, version: Version): boolean {
  return last?.phase === 'idle' && last.current?.version === version
}

/** The broker told of the death, and the last word before it was from this phase. */
function wasCutIn({ last, presences }: Moment, phase: string): boolean {
  return presences.some(({ online }) => !online) && last?.phase === phase && last.target?.version === '2'
}

function cutAt({ last, presences }: Moment): string {
  if (!presences.some(({ online }) => !online)) return 'the broker told of no death'
  return `at ${last?.progress?.percent ?? 0}%`
}

/** What recovery has to repair, it reports. */
function lostNothing({ reports }: Moment): boolean {
  return reports.length > 0 && reports.every(({ recovered }) => recovered.length === 0)
}

/** In order, each once in a row. */
function phasesIn({ reports }: Moment): string[] {
  return reports.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1])
}

function isAfterSwitch(phase: string): boolean {
  return ['switching', 'proving', 'committing', 'idle'].includes(phase)
}

function withExit(seen: string, { exitCode }: Moment, wanted: number): string {
  return exitCode === wanted ? seen : `${seen}; deploy ended with ${exitCode}`
}
