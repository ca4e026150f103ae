/**
 * A walk at random through the charts: what a device may meet in its lives, one thing after the other.
 *
 * Invariant: the same seed is the same walk. After each step everything holds that must always hold; what is
 * broken throws with the trail that led there.
 */
import { COMMANDS, type CommandAction, type CommandFact } from '../../machines/commands.ts'
import type { Intent } from '../../machines/intent.ts'
import { refusalOf, sameRelease } from '../../machines/intent-rules.ts'
import type { Goal } from '../../machines/update-effects.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { BAD, DRIFTED, Driver, GOOD, releaseRef, rollout, target, WAITING } from './driver.ts'

const UNDISTURBED = ['staging', 'switching', 'proving', 'committing', 'reverting']
const CODES: ErrorCode[] = [
  'HF_ENGINE_UNAVAILABLE',
  'HF_ENGINE_FAILED',
  'HF_REGISTRY_UNAVAILABLE',
  'HF_REGISTRY_NOT_FOUND',
  'HF_STORE_CORRUPT',
  'HF_SIGNATURE_INVALID',
  'HF_INTERNAL',
]
const ACT = { kind: 'act', step: { act: 'start', service: 'web', container: 'c' } }
const WAIT = { kind: 'wait', reasons: ['web waits for db to be healthy'] }
const FAILED = {
  kind: 'failed',
  service: 'web',
  container: 'c1',
  logTail: [],
  fault: { code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' },
}
const SPACE = { kind: 'space', code: 'HF_SPACE_LOW', message: 'too little', gate: 'download', service: '' }
const OK = { outcome: 'ok', code: '', message: 'done', output: '' }

const ADOPTED = [{ container: 'c', service: 'web', restart: 2 }]

/** What each effect may end with when all is well, and when it is not. */
const OUTPUTS: Record<string, { well: unknown; otherwise: unknown[] }> = {
  observe: { well: [], otherwise: [ADOPTED] },
  survey: { well: { kind: 'done' }, otherwise: [ACT, ACT, WAIT, FAILED] },
  admit: { well: null, otherwise: [{ code: 'HF_REQUIREMENT_UNMET', message: 'another architecture' }] },
  plan: {
    well: { fetch: [], changed: ['web'], running: ['web'] },
    otherwise: [{ fetch: [], changed: [], running: [] }],
  },
  gate: { well: [], otherwise: [[SPACE]] },
  patience: { well: [], otherwise: [['the last words']] },
  prove: { well: GOOD, otherwise: [WAITING, BAD, DRIFTED] },
  readNetwork: { well: { canChange: true, inForce: null }, otherwise: [{ canChange: false, inForce: null }] },
  stopsEnd: { well: ['web'], otherwise: [] },
  unlock: { well: null, otherwise: [{ ...OK, outcome: 'expired', code: 'HF_COMMAND_EXPIRED' }] },
  runCommand: {
    well: { ...OK, services: ['web'] },
    otherwise: [{ ...OK, outcome: 'failed', code: 'HF_COMMAND_FAILED' }],
  },
  streamLogs: { well: OK, otherwise: [] },
}

function outputsOf({ src, input }: { src: string; input: unknown }): Partial<(typeof OUTPUTS)[string]> {
  if (src !== 'expireBehind') return OUTPUTS[src] ?? {}
  const [first] = (input as { commands: CommandFact[] }).commands
  return { well: first?.id, otherwise: [] }
}

export class Walker {
  device = new Driver()
  readonly #random: () => number
  readonly #trail: string[] = []
  /** Accepted commands, and how often each was answered. */
  readonly #ledger = new Map<string, { command: CommandFact; answers: number }>()
  #heard = 0
  #highest = 0

  constructor(random: () => number) {
    this.#random = random
  }

  /** Anything at all happens. */
  step(): void {
    const chance = this.#random()
    if (chance < 0.7) this.endSomething(0.8)
    else if (chance < 0.73) this.powerCut()
    else this.hear()
  }

  /** One of the effects under way ends: well, with that likelihood, or somehow. */
  endSomething(well: number, machine = ''): void {
    const start = this.#pick(
      this.device.underWay.filter((candidate) => machine === '' || candidate.machine === machine),
    )
    if (start === undefined) return
    const { well: good = null, otherwise = [] } = isOverNothing(start.input) ? NOTHING : outputsOf(start)
    const isWell = this.#random() < well
    const bad = this.#pick([...otherwise, ...CODES])
    if (isWell) this.#do(`${start.id} ends`, () => this.device.done(start.id, good))
    else if (typeof bad === 'string')
      this.#do(`${start.id} fails: ${bad}`, () => this.device.fail(start.id, bad as ErrorCode))
    else this.#do(`${start.id}: ${JSON.stringify(bad).slice(0, 60)}`, () => this.device.done(start.id, bad))
  }

  /** The next life; the inbox sends what was not answered again. */
  powerCut(): void {
    const unanswered = [...this.#ledger.values()].filter(({ answers }) => answers === 0)
    this.#heard = 0
    this.#do('power cut', () => {
      this.device = this.device.powerCut()
    })
    for (const { command } of unanswered) this.send({ type: 'COMMAND', command })
  }

  send(event: { type: string; [field: string]: unknown }): void {
    this.#do(JSON.stringify(event).slice(0, 160), () => this.device.send(event))
  }

  command(action: CommandAction, args: CommandFact['args'] = {}): void {
    const command = { id: `c${this.#ledger.size}`, action, args, budgetMs: 60_000, bootId: 'boot', monoMs: 0, note: '' }
    this.#ledger.set(command.id, { command, answers: 0 })
    this.send({ type: 'COMMAND', command })
  }

  /** Something comes from outside. */
  hear(): void {
    const epoch = 1 + Math.floor(this.#random() * 3) + Math.max(0, this.#highest - 1)
    const scope = this.#random() < 0.8 ? 'fleet' : 'device'
    const revision = 1 + Math.floor(this.#random() * 9)
    // A document is signed for one scope; sometimes an epoch is given twice.
    const name = this.#random() < 0.9 ? `${epoch}` : 'other'
    const [release, fallback] = (['release', 'fallback'] as const).map((arm) => ({
      ...releaseRef(epoch, arm),
      document: `sha256:${scope === 'fleet' ? '' : 'device-'}${name}`,
    }))
    const again = this.#pick([...this.#ledger.values()].filter(({ answers }) => answers === 0))
    const heard: (() => void)[] = [
      () => this.send(target(epoch, { scope, release: release!, fallback: fallback! })),
      () => this.send({ type: 'TARGET_CLEARED', scope }),
      () => this.send(rollout(epoch, { revision, state: this.#pick(['go', 'go', 'go', 'paused', 'revert'])! })),
      () => this.send(rollout(epoch, { revision, share: 5_000 })),
      () => this.send({ type: 'SERVICES_CHANGED' }),
      () =>
        this.command(this.#pick(Object.keys(COMMANDS) as CommandAction[])!, {
          epoch,
          forMs: this.#random() < 0.5 ? 0 : 9,
        }),
      () => again && this.send({ type: 'COMMAND', command: again.command }),
    ]
    this.#pick(heard)!()
  }

  /** Everything that an operator can open is opened. */
  openGates(): void {
    const { wanted, floors, rollout: known } = this.device.intent
    const epoch = Math.max(wanted.fleet?.release.epoch ?? 0, known?.epoch ?? 0)
    this.command('unhold')
    if (epoch > floors.fleet.epoch) this.send(target(epoch))
    this.send(rollout(epoch, { revision: 1_000 }))
  }

  #do(what: string, action: () => void): void {
    const before = this.device.intent
    this.#trail.push(`${before.phase}: ${what}`)
    try {
      action()
      this.#check(before)
    } catch (error) {
      throw new Error(`${String(error)}\n${this.#trail.slice(-40).join('\n')}\nnow ${this.device.state}`, {
        cause: error,
      })
    }
  }

  #check(before: Intent): void {
    const { device } = this
    const { intent } = device
    must(isJson(device.context), 'the context holds what JSON does not')
    if (!sameRelease(before.current, intent.current) && intent.current !== before.current)
      must(intent.phase === 'committing', 'current changed outside of a commit')
    for (const scope of ['fleet', 'device'] as const)
      must(intent.floors[scope].epoch >= before.floors[scope].epoch, `the floor of the ${scope} fell`)
    const { task } = intent
    if (task !== null && task.kind !== 'repair' && !['reverting', 'cancelling', 'idle'].includes(intent.phase))
      must(refusalOf(intent, task.to) === undefined, 'a refused release is tried again')
    const forgotten = before.refused.find((old) => refusalOf(intent, { ...old, name: '', version: '' }) === undefined)
    if (forgotten !== undefined) must(this.#mayForget(), `the refusal of epoch ${forgotten.epoch} was forgotten`)
    const isBusy = device.underWay.some(({ machine }) => machine === 'update')
    const isYielding = device.state === 'fetching.yielding' && device.underWay.length > 0
    must(isBusy || isYielding || device.state === 'idle.steady', 'nothing is under way')
    const isTimed = intent.stops.some(({ forMs }) => forMs > 0)
    must(device.running.includes('stopsEnd') === isTimed, 'a stop for a time is not timed, or nothing is')
    const running = device.underWay.find(({ src }) => src === 'runCommand')
    if (running !== undefined && COMMANDS[(running.input as { command: CommandFact }).command.action].disruptive)
      must(!UNDISTURBED.includes(intent.phase), 'a command disturbs the update')
    this.#countAnswers()
    this.#highest = Math.max(intent.floors.fleet.epoch, intent.floors.device.epoch)
  }

  /** Only an operator, or a document that came again after it was lost. */
  #mayForget(): boolean {
    return /forgetRefusal|"action":"revert"|"type":"TARGET"/.test(this.#trail.at(-1) ?? '')
  }

  #countAnswers(): void {
    for (const { id } of this.device.answers.slice(this.#heard)) {
      const entry = this.#ledger.get(id)
      if (entry === undefined) continue
      entry.answers += 1
      must(entry.answers === 1, `the command ${id} was answered twice`)
    }
    this.#heard = this.device.answers.length
  }

  /** Commands that nobody has been told about. */
  get unanswered(): string[] {
    return [...this.#ledger.values()].filter(({ answers }) => answers === 0).map(({ command }) => command.action)
  }

  get trail(): string {
    const { intent, blockers, busy } = this.device.context
    return [...this.#trail.slice(-60), JSON.stringify({ intent, blockers, busy })].join('\n')
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random() * from.length)]
  }
}

const NOTHING = { well: { kind: 'done' }, otherwise: [] }

/** A survey for no release and nothing adopted finds nothing to do. */
function isOverNothing(input: unknown): boolean {
  const { goal } = (input ?? {}) as { goal?: Goal }
  return goal !== undefined && goal.release === null && goal.undo === null && goal.adopted.length === 0
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (Array.isArray(value) || prototype === Object.prototype) && Object.values(value).every(isJson)
}
