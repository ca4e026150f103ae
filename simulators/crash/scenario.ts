/**
 * What a scenario is: what the operator does and when, and what must have come of it.
 *
 * Invariant: a scenario is data and pure functions; all that it remembers is in what it looks at, so that a
 * run can be taken up in the middle.
 */
import type { Intent } from '../../machines/intent.ts'
import type { Loose } from '../../protocol/codec.ts'
import { Outcome } from '../../protocol/enums.ts'
import type { Command, Result } from '../../protocol/types.ts'
import type { Application, RolloutWord } from './application.ts'

/** What the operator sees, and a little more. */
export interface View {
  /** State of the update machine, "switching.acting"; empty while no agent runs. */
  update: string
  resting: boolean
  /** The broker has a session of the device: what is sent to it is kept. */
  known: boolean
  intent: Intent | null
  /** Answers that have arrived. */
  results: ReadonlyMap<string, Result>
  /** Writes that a full disk has refused. */
  refusedWrites: number
  /** Since the operator's last step. */
  sinceMs: number
  /** By the wall clock. */
  wallMs: number
  /** Commands that have been sent. */
  sent: readonly string[]
  /** Whether a container of this service, of this release or of any, runs. */
  runs(service: string, app?: Application): boolean
  /** Steps that are done. */
  stepsDone: number
  /** An application holds a lock that the local API has granted it. */
  leased: boolean
  /** Whether a container that runs has written such a file in this run. */
  hasFile(path: string): boolean
}

/** What goes wrong around the device; in force until it is changed. */
export interface Weather {
  /** What is wrong with every pull. */
  registry: 'disk-full' | 'unreachable' | null
  /** The disk of the store is full. */
  storeFull: boolean
  brokerAway: boolean
  /** The bundle on the medium that is put in. */
  medium: { epoch: number; version: string } | null
  /** A call that the engine refuses, "removeVolume". */
  refused: string | null
}

/** What is done to the store of a device that is off, behind the agent's back. */
export type Harm = 'store-lost' | 'checkpoint-of-later-version'

/** By name. */
export type SecretValues = Readonly<Record<string, string>>

export interface Hands {
  /** @param by the trust version whose keys sign it; default: the configured ones */
  target(epoch: number, app: Application, fallback?: Application, by?: number): void
  /** The chain of trust up to this version. */
  trust(version: number): void
  /** The secrets of the device, all of them. */
  secrets(revision: number, values: SecretValues): void
  /** For the device alone, over the fleet's. */
  ownTarget(epoch: number, app: Application, fallback?: Application): void
  clearOwnTarget(): void
  rollout(epoch: number, revision: number, state: RolloutWord): void
  command(id: string, action: Loose<Command>): void
  weather(change: Partial<Weather>): void
  /** The power goes, and when it is back the store is not what it was. */
  harm(how: Harm): void
  /** The application itself writes a file in its container, in all that run; null removes it. */
  file(service: string, path: string, content: string | null, app?: Application): void
  /** The application takes a lock by the local API, or gives it back. */
  lease(service: string, how: 'acquire' | 'release'): void
  /** The engine dies with its containers, or is there again. */
  engine(what: 'dies' | 'comes back'): void
}

export interface Step {
  tells: string
  /** What it empties, if it is a purge. */
  purges?: { id: string; volume: string }
  /** What it keeps down, if it is a stop that does not end by itself. */
  stops?: { id: string; service: string }
  when(view: View): boolean
  act(hands: Hands): void
}

export interface Scenario {
  name: string
  tells: string
  /** Every application that it speaks of. */
  apps: readonly Application[]
  /** Done, and brought to rest, before anything is cut. */
  before?: readonly Step[]
  steps: readonly Step[]
  /** Services of which two containers may run at the same time. */
  shared?: readonly string[]
  /** Time that each call of the engine takes. Default 0. */
  latencyMs?: number
  /** Time that a message takes to the broker, or from it. Default 0. */
  linkMs?: number
  /** Versions that cannot prove themselves. Every other one must not be refused, whatever happens to the power. */
  bad?: readonly string[]
  /** How often the agent may order a reboot. Default: never. */
  reboots?: number
  /** How often it may switch the device off, which somebody switches on again. Default: never. */
  shutdowns?: number
  /** The trust version in the end, and of epochs the one without which they must not be taken. Default: none is published. */
  trust?: { ends: number; signs: Readonly<Record<number, number>> }
  /** The device keeps secrets: the revision and the values in the end, and all that were given in its course. */
  secrets?: { ends: number; values: SecretValues; ever: readonly SecretValues[] }
  /** Versions of which one must be held in the end. Null: none. */
  ends(view: View): readonly (string | null)[]
  /** Releases come on a medium, and may be proved without the broker. */
  isOffline?: boolean
  /** Whose containers must run, untouched, where none is held in the end. Default: there must be none. */
  adopts?: Application
  /** How many containers may be made. Default: any number. */
  creates?: number
  /** How often each service may be told to end. Not named: any number. */
  toldToEnd?: Readonly<Record<string, number>>
  /** Files that an application writes whenever it starts, empty. */
  writes?(service: string, view: Omit<View, 'intent'>): readonly string[]
  /** A service that says by the local API that it is ready, a while after each start, where its release waits for that. */
  saysReady?: string
  /** Whether an update may pass a gate at this moment. Default: it may. */
  mayPass?(gate: 'download' | 'apply', view: View): boolean
  /** Whether a service may be told to end at this moment. Default: it may. */
  mayEnd?(service: string, view: Omit<View, 'intent'>): boolean
  /** A service of which a healthy one is told to end only beside another that is, and that has said so if it has to. */
  handsOver?: string
  /** Commands that must have been answered so. */
  answered?: Readonly<Record<string, Outcome>>
  /** How often each volume must have been emptied, by name in the release; not named: never. */
  purged?(view: View): Record<string, number>
}

// ---------------------------------------------------------------- the usual steps

/** Publishes a target to everybody. @param by the trust version whose keys sign it */
export function deploy(epoch: number, app: Application, fallback?: Application, by = 0): Step {
  return {
    tells: `publish epoch ${epoch} (${app.version})`,
    when: () => true,
    act: (hands) => {
      hands.rollout(epoch, 1, 'go')
      hands.target(epoch, app, fallback, by)
    },
  }
}

/** Publishes the chain of trust up to a version. */
export function trust(version: number): Step {
  return { tells: `publish trust version ${version}`, when: () => true, act: (hands) => hands.trust(version) }
}

/** Publishes a target to this device alone. */
export function deployToDevice(epoch: number, app: Application, fallback?: Application): Step {
  return {
    tells: `publish epoch ${epoch} (${app.version}) for the device alone`,
    when: () => true,
    act: (hands) => hands.ownTarget(epoch, app, fallback),
  }
}

export const clearDeviceTarget: Step = {
  tells: 'clear the target for the device alone',
  when: () => true,
  act: (hands) => hands.clearOwnTarget(),
}

/** Does a step so much later than the one before. */
export function after(ms: number, step: Step): Step {
  return { ...step, when: (view) => view.sinceMs >= ms && step.when(view) }
}

/** Does a step once a command has been answered. */
export function answered(id: string, step: Step): Step {
  return { ...step, when: (view) => view.results.has(id) && step.when(view) }
}

/** Does a step once the device rests. */
export function atRest(step: Step): Step {
  return { ...step, when: (view) => view.resting && step.when(view) }
}

/** Does a step once the update machine is in a state that begins so. */
export function during(state: string, step: Step): Step {
  return { ...step, when: (view) => view.update.startsWith(state) && step.when(view) }
}

export function command(id: string, action: Loose<Command>): Step {
  const what = Object.keys(action).join()
  const { purge, stop } = action
  const purges = purge?.volume === undefined ? {} : { purges: { id, volume: purge.volume } }
  const stops =
    stop?.service === undefined || Number(stop.forMs ?? 0) > 0 ? {} : { stops: { id, service: stop.service } }
  return {
    tells: `command ${id}: ${what}`,
    when: ({ known }) => known,
    act: (hands) => hands.command(id, action),
    ...purges,
    ...stops,
  }
}

export function rollout(epoch: number, revision: number, state: RolloutWord): Step {
  return {
    tells: `rollout of ${epoch}: ${state}`,
    when: () => true,
    act: (hands) => hands.rollout(epoch, revision, state),
  }
}

export function weather(change: Partial<Weather>): Step {
  return { tells: `weather ${JSON.stringify(change)}`, when: () => true, act: (hands) => hands.weather(change) }
}

export function harm(how: Harm): Step {
  return { tells: how, when: () => true, act: (hands) => hands.harm(how) }
}

/** The application writes, or with null removes, a file; done once it runs. */
export function file(service: string, path: string, content: string | null, app?: Application): Step {
  return {
    tells: `${service} ${content === null ? 'removes' : 'writes'} ${path}`,
    when: (view) => view.runs(service, app),
    act: (hands) => hands.file(service, path, content, app),
  }
}

/** The application asks the local API; done once both run. */
export function lease(service: string, how: 'acquire' | 'release'): Step {
  return {
    tells: `${service} ${how === 'acquire' ? 'takes' : 'gives back'} a lock by the local API`,
    when: (view) => view.update !== '' && view.runs(service),
    act: (hands) => hands.lease(service, how),
  }
}

export function engine(what: 'dies' | 'comes back'): Step {
  return { tells: `the engine ${what}`, when: () => true, act: (hands) => hands.engine(what) }
}

/** Whether a command was done. */
export function wasDone({ results }: View, id: string): boolean {
  return results.get(id)?.outcome === Outcome.OUTCOME_OK
}
