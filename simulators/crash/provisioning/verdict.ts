/**
 * What must be so when a world of provisioning has come to rest.
 *
 * Invariant: everything is read from the world: disk, key files, broker, engine, and the registrar's tables and log.
 */
import { createPublicKey } from 'node:crypto'
import { Keys, rawPublicKey } from '../../../agent/provisioning/keys.ts'
import type { DeviceRecord } from '../../../fleet/registrar/records.ts'
import type { IdentityFact, ProvisionIntent } from '../../../machines/provision-intent.ts'
import { claimId } from '../../../protocol/claim-id.ts'
import { decode, KINDS } from '../../../protocol/codec.ts'
import { deviceTopics } from '../../../protocol/topics.ts'
import type { Presence } from '../../../protocol/types.ts'
import { openStore } from '../../../storage/open-store.ts'
import { attach } from '../../engine/engine-port.ts'
import { intentOn } from './judge.ts'
import type { ProvisionScenario } from './scenario.ts'
import { FLEET, NAME } from './steps.ts'
import { OWNERS, type ProvisionWorld } from './world.ts'

/** Every fault, one sentence each. */
export async function provisionFaults(
  world: ProvisionWorld,
  scenario: ProvisionScenario,
  restless: string | null,
): Promise<string[]> {
  const { judge, device } = world
  if (restless !== null) return [...judge.faults, restless]
  const intent = await intentOn(device.disk)
  const { problems, outgoing } = await (await openStore(device.disk.clone().open())).load()
  const found = scenario.ends === 'nobody' ? nobodyFaults(world, intent) : await somebodyFaults(world, scenario, intent)
  return [
    ...judge.faults,
    ...problems,
    ...outgoing.map(({ key }) => `${key} is still in the outbox`),
    ...found,
    ...registrarFaults(world),
    ...(await auditFaults(world, scenario)),
    ...(await volumeFaults(world, scenario)),
  ]
}

async function somebodyFaults(
  world: ProvisionWorld,
  { ends, fleet = FLEET }: ProvisionScenario,
  intent: ProvisionIntent | null,
): Promise<string[]> {
  const { device, registry, broker } = world
  const known = registry.device.get(NAME)
  const identity = intent?.identity ?? null
  if (intent === null || identity === null) return ['the device has no identity']
  if (known === undefined) return ['the registrar knows no such device']
  const given = ends === 'first' ? 1 : 2
  const presence = broker.retained(deviceTopics(NAME).presence)
  const isOnline = presence !== undefined && decode<Presence>(KINDS.Presence, presence).online
  return [
    ...sameFaults(identity, known, fleet),
    ...(intent.phase === 'provisioned' && intent.credentialDropped ? [] : [`it rests in ${intent.phase}`]),
    ...(intent.offered === null && intent.claim === null ? [] : ['a claim is still under way']),
    ...(known.given.length === given ? [] : [`${known.given.length} certificates were given instead of ${given}`]),
    ...(device.given.size === 0 ? [] : ['what it claimed with is still there']),
    ...(isOnline ? [] : ['the broker does not tell that it is there']),
    ...(await keyFaults(world, identity, known)),
  ]
}

function sameFaults(identity: IdentityFact, known: DeviceRecord, inFleet: string): string[] {
  const [is, should] = [identity, known].map(({ fleet, claim, certificates }) => ({ fleet, claim, certificates }))
  const others = [
    identity.device === NAME && identity.fleet === inFleet ? [] : [`it is ${identity.device} of ${identity.fleet}`],
    known.state === 'active' ? [] : [`the registrar says that it is ${known.state}`],
    JSON.stringify(is) === JSON.stringify(should) ? [] : ['device and registrar do not mean the same certificate'],
  ]
  return others.flat()
}

/** One pair of keys, those that certificate and registrar name. */
async function keyFaults({ device }: ProvisionWorld, { claim }: IdentityFact, known: DeviceRecord): Promise<string[]> {
  const pair = await new Keys(device.files).find(claim)
  if (pair === null) return ['the key of the identity is gone']
  const spki = createPublicKey(pair.signing).export({ type: 'spki', format: 'der' })
  const sealedTo = Buffer.from(rawPublicKey(pair.encryption)).toString('base64')
  return [
    ...(claimId(spki) === claim ? [] : ['the key is another than the one that was claimed with']),
    ...(sealedTo === known.encryptionKey ? [] : ['secrets would be sealed to another key']),
    ...(device.files.names.length === 2 ? [] : [`${device.files.names.length} key files are there instead of 2`]),
  ]
}

function nobodyFaults({ device, registry, broker }: ProvisionWorld, intent: ProvisionIntent | null): string[] {
  const known = registry.device.get(NAME)
  return [
    ...(intent?.phase === 'unclaimed' ? [] : [`it rests in ${intent?.phase}`]),
    ...(intent?.identity === null && intent.offered === null && intent.claim === null ? [] : ['it is still somebody']),
    ...(device.files.names.length === 0 ? [] : ['keys are still there']),
    ...(known?.state === 'revoked' && known.erased ? [] : ['the registrar does not say that it was decommissioned']),
    ...(broker.isConnected(NAME) ? ['it is still connected'] : []),
  ]
}

/** Nobody else is known, and nothing was spent twice, or for somebody else. */
function registrarFaults({ registry, judge, clock }: ProvisionWorld): string[] {
  const known = registry.device.get(NAME)
  const names = [...registry.device.keys()].join()
  const first = known?.given[0]?.claim
  const isKnown = (serial: string): boolean =>
    registry.revoked.has(serial) || known?.given.some(({ serialNumber }) => serialNumber === serial) === true
  return [
    ...(names === NAME ? [] : [`the registrar knows ${names || 'nobody'}`]),
    ...(registry.claim.size === 0 ? [] : [`${registry.claim.size} claims still wait`]),
    ...[...judge.taken]
      .filter(([serial, notAfterMs]) => notAfterMs > clock.now().wallMs && !isKnown(serial))
      .map(() => 'a certificate that is good is neither known nor revoked'),
    ...[...registry.token.values()]
      .filter(({ used }) => used !== 1)
      .map(({ used }) => `the token was used ${used} times`),
    ...[...registry.serial.values()]
      .filter(({ claim }) => claim !== first)
      .map(() => 'the code of the serial was used by another claim'),
  ]
}

/** Each thing that the registrar does was done once. */
async function auditFaults(
  world: ProvisionWorld,
  { way, ends, before = [], steps, audit }: ProvisionScenario,
): Promise<string[]> {
  const approvals = [...before, ...steps].filter(({ tells }) => tells.startsWith('approve')).length
  const should: Readonly<Record<string, number>> = {
    enrolled: 1,
    renewed: ends === 'next' ? 1 : 0,
    replaced: 0,
    rejected: 0,
    moves: 0,
    waits: approvals,
    approved: approvals,
    erased: ends === 'nobody' ? 1 : 0,
    'token made': way === 'token' ? 1 : 0,
    ...audit,
  }
  const events = (await world.audit()).map(({ event }) => event)
  return Object.entries(should).flatMap(([event, times]) => {
    const count = events.filter((one) => one === event).length
    return count === times ? [] : [`the registrar's log has "${event}" ${count} times instead of ${times}`]
  })
}

async function volumeFaults({ engine }: ProvisionWorld, { ends }: ProvisionScenario): Promise<string[]> {
  const { port, die } = attach(engine)
  const found = await Promise.all(OWNERS.map(async (owner) => (await port.listVolumes(owner)).length))
  die()
  const should = [ends === 'nobody' ? 0 : 1, 1]
  return found.join() === should.join() ? [] : [`the devices have ${found.join()} volumes instead of ${should.join()}`]
}
