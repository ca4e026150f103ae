/**
 * What must be true of a world that has come to rest.
 *
 * Invariant: everything is read from the world as an owner could read it: engine, disk, broker.
 */
import { TRUST } from '../../agent/trust-keeper.ts'
import type { Intent } from '../../machines/intent.ts'
import { documentsOf, stoppedIn } from '../../machines/intent-rules.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { FlightEntry } from '../../protocol/types.ts'
import type { MemoryDisk } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'
import type { RecordReader } from '../../storage/record.ts'
import type { MemorySecretFiles } from '../device/memory-secret-files.ts'
import type { EngineModel } from '../engine/engine-model.ts'
import { isKeptDown, programFaults, restartFaults, toldFaults } from './conduct.ts'
import { flightFaults } from './flight-faults.ts'
import { isReleaseHeld, leftOver } from './held.ts'
import { trustOf } from './judge.ts'
import type { Memory } from './memory.ts'
import type { Scenario, View } from './scenario.ts'
import { desiredWith, secretFaults } from './secrets.ts'

/** A device and what is around it, as far as an owner could read it. */
export interface Rested {
  /** The device's name. */
  name: string
  judge: { memory: Memory }
  device: { disk: MemoryDisk; secretFiles: Pick<MemorySecretFiles, 'read'> }
  engine: { model: EngineModel }
  clock: { now(): { monoMs: number } }
  broker: { retained(topic: string): Uint8Array | undefined }
  view: View
  /** How its store is read. Default: each value anew. */
  reader?: RecordReader | undefined
}

/** As many as the store keeps. */
const FLIGHT_ENTRIES = 512

/** Every fault, one sentence each. */
export async function faultsOf(world: Rested, scenario: Scenario, restless: string | null): Promise<string[]> {
  const { memory } = world.judge
  if (restless !== null) return [...memory.faults, restless]
  const store = await openStore(world.device.disk.clone().open(), { reader: world.reader })
  const { checkpoints, documents, outgoing, problems } = await store.load()
  const flight = await store.flight(FLIGHT_ENTRIES)
  const checkpoint = checkpoints.get('update')
  const intent = checkpoint === undefined ? null : (JSON.parse(Buffer.from(checkpoint.body).toString()) as Intent)
  return [
    ...memory.faults,
    ...problems,
    ...heldFaults(world, scenario, intent),
    ...refusalFaults(scenario, intent),
    ...volumeFaults(world, scenario),
    ...answerFaults(memory, scenario),
    ...programFaults(memory),
    ...toldFaults(memory, scenario),
    ...restartFaults(memory, world.engine.model),
    ...(memory.reboots > (scenario.reboots ?? 0) ? [`the agent ordered ${memory.reboots} reboots`] : []),
    ...(memory.shutdowns > (scenario.shutdowns ?? 0) ? [`the agent ordered ${memory.shutdowns} ends`] : []),
    ...(memory.created > (scenario.creates ?? memory.created) ? [`${memory.created} containers were made`] : []),
    ...reportFaults(world, intent),
    ...trustFaults(world, scenario, trustOf(checkpoints.get(TRUST)?.body)),
    ...(await secretFaults(world, scenario)),
    ...lifeFaults(memory, flight),
    ...flightFaults({ entries: flight, damaged: 0 }, { lives: memory.starts.at(-1)?.life ?? 0, isCut: false }),
    ...bootFaults(memory, flight),
    ...documents
      .filter((document) => intent === null || !documentsOf(intent).includes(document))
      .map((document) => `the document ${document} is still on the disk`),
    ...outgoing.map(({ key }) => `${key} is still in the outbox`),
  ]
}

function heldFaults(world: Rested, scenario: Scenario, intent: Intent | null): string[] {
  const version = intent?.current?.version ?? null
  const wanted = scenario.ends(world.view)
  if (!wanted.includes(version)) return [`it holds ${version ?? 'nothing'} and should hold ${wanted.join(' or ')}`]
  const app = version === null ? scenario.adopts : scenario.apps.find((other) => other.version === version)
  const { model } = world.engine
  model.look()
  const { monoMs } = world.clock.now()
  const names = (app?.desired.services ?? []).map(({ name }) => name)
  const down = names.filter((name) => isKeptDown(world.judge.memory, name, monoMs))
  // Those of services that only other releases have say nothing about this one.
  const stops = intent === null ? [] : stoppedIn(intent).filter((name) => names.includes(name))
  const desired = app === undefined ? null : desiredWith(app, scenario.secrets?.values)
  const unheld = desired === null ? null : isReleaseHeld(desired, model, 0, down)
  const rest = leftOver(desired, model)
  const previous = intent?.previous?.version ?? null
  const kept = scenario.apps.filter((other) => other === app || other.version === previous)
  const images = new Set(kept.flatMap(({ desired }) => desired.services.map(({ service }) => service.image)))
  const image = [...model.state.images.values()].find(({ references }) => !references.some((name) => images.has(name)))
  return [
    ...(unheld === null ? [] : [`${app?.version} is not held: ${unheld}`]),
    ...(down.toSorted().join() === stops.toSorted().join()
      ? []
      : [`it keeps down ${stops.join() || 'nothing'}, not ${down.join() || 'nothing'}`]),
    ...(rest === null ? [] : [`left over: ${rest}`]),
    ...(image === undefined ? [] : [`left over: the image ${image.references.join(', ')}`]),
  ]
}

/** By an operator's word. */
const BY_WORD: readonly ErrorCode[] = ['HF_CANCELLED', 'HF_RELEASE_REVERTED']

/** A good release is never refused because the power went. */
function refusalFaults({ bad = [], apps }: Scenario, intent: Intent | null): string[] {
  return (intent?.refused ?? []).flatMap(({ releaseId, code, message }) => {
    const version = apps.find(({ release }) => release.id === releaseId)?.version ?? releaseId
    return bad.includes(version) || BY_WORD.includes(code) ? [] : [`${version} was refused: ${code} ${message}`]
  })
}

/**
 * Exact: nothing but a purge empties a volume, and in a scenario it is known of each purge, from what the engine
 * refuses, whether it has come to that. One that failed is not tried again, so none counts twice.
 */
function volumeFaults(world: Rested, scenario: Scenario): string[] {
  const purged = scenario.purged?.(world.view) ?? {}
  return [...world.judge.memory.volumes].flatMap(([name, { destroyed }]) => {
    const allowed = purged[name.slice(world.name.length + 1)] ?? 0
    return destroyed === allowed ? [] : [`the volume ${name} was emptied ${destroyed} times instead of ${allowed}`]
  })
}

function answerFaults({ results }: Memory, { answered = {} }: Scenario): string[] {
  return Object.entries(answered).flatMap(([id, outcome]) => {
    const result = results.get(id)
    if (result?.outcome === outcome) return []
    return [`the command ${id} was answered ${result?.outcome} (${result?.message}) instead of ${outcome}`]
  })
}

/** On the disk and in the report. */
function trustFaults(world: Rested, { trust }: Scenario, kept: number): string[] {
  const report = world.broker.retained(deviceTopics(world.name).report)
  const told = report === undefined ? 0 : decode(KINDS.Report, report).trustVersion
  const should = trust?.ends ?? 0
  return kept === should && told === should
    ? []
    : [`trust version ${kept} is kept and ${told} told instead of ${should}`]
}

/** The operator's page must tell what is so. */
function reportFaults(world: Rested, intent: Intent | null): string[] {
  const topics = deviceTopics(world.name)
  const [report, presence] = [world.broker.retained(topics.report), world.broker.retained(topics.presence)]
  if (report === undefined || presence === undefined) return ['the operator sees no report']
  const { phase, current } = decode(KINDS.Report, report)
  const { online } = decode(KINDS.Presence, presence)
  const [seen, is] = [current?.version ?? null, intent?.current?.version ?? null]
  return [
    ...(phase === 'idle' ? [] : [`the operator sees the phase ${phase}`]),
    ...(seen === is ? [] : [`the operator sees ${seen} while ${is} is held`]),
    ...(online ? [] : ['the operator sees the device offline']),
  ]
}

/** Every life is told, and of one that was cut the phase in which that happened. */
function lifeFaults({ starts }: Memory, flight: readonly FlightEntry[]): string[] {
  return starts.flatMap(({ bootId, life, phase }) => {
    const at = flight.findIndex(({ machine, detail }) => machine === 'agent' && detail.startsWith(`life ${life},`))
    const last = flight.slice(0, Math.max(0, at)).findLast(({ machine }) => machine === 'update')
    // The record is a ring: what is long ago has fallen out.
    if (flight.length === FLIGHT_ENTRIES && (at < 0 || last === undefined)) return []
    if (flight[at]?.bootId !== bootId) return [`the flight record does not tell of life ${life}, in ${bootId}`]
    const tells = last === undefined ? 'idle' : phaseOf(last.to)
    return tells === phase || tells === 'reconciling' || phase === ''
      ? []
      : [`the flight record says that life ${life - 1} ended in ${tells}, and it ended in ${phase}`]
  })
}

/** No entry is of a boot that never was. */
function bootFaults({ starts }: Memory, flight: readonly FlightEntry[]): string[] {
  const known = new Set(starts.map(({ bootId }) => bootId))
  // A judge that was made to forget knows nothing of the boots before.
  const from = flight.findIndex(({ bootId }) => known.has(bootId))
  const strange = flight.slice(Math.max(0, from)).find(({ bootId }) => !known.has(bootId))
  return strange === undefined ? [] : [`the flight record tells of ${strange.machine} in the boot ${strange.bootId}`]
}

function phaseOf(state: string): string {
  return state.split('.')[0] ?? state
}
