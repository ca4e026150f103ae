/**
 * Secrets in the explorer: what the operator seals, and what must be so of them in the end.
 *
 * Invariant: one message for each revision in a process, as a store of an operator's would have it; the key is the same
 * in every process. It only looks at devices.
 */
import { createPrivateKey } from 'node:crypto'
import { LABELS } from '../../agent/labels.ts'
import { markOf } from '../../agent/secrets/vault.ts'
import { type Desired, desiredOf } from '../../machines/desired.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'
import { sealSecret } from '../../protocol/sealed-secrets.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Kv } from '../../storage/kv.ts'
import { DEVICE_SECRET } from '../device/simulated-device.ts'
import { type Application, DEVICE, KEYS } from './application.ts'
import { oursIn } from './held.ts'
import type { Scenario, SecretValues } from './scenario.ts'
import type { Rested } from './verdict.ts'

// RFC 8410, section 7: the fixed DER before the 32 raw bytes.
const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex')

/** Of the simulation alone: 32 equal bytes. */
export const SECRETS_KEY = createPrivateKey({
  key: Buffer.concat([PRIVATE_DER, Buffer.alloc(32, 9)]),
  format: 'der',
  type: 'pkcs8',
})

const sealed = new Map<string, Uint8Array>()

export function signedSecrets(revision: number, values: SecretValues): Uint8Array {
  const words = `${revision} ${JSON.stringify(values)}`
  const found = sealed.get(words)
  if (found !== undefined) return found
  const secrets = Object.entries(values).map(([name, value]) =>
    sealSecret(rawKeyOf(SECRETS_KEY), DEVICE, name, new TextEncoder().encode(value)),
  )
  const bytes = seal(KINDS.Secrets, { device: DEVICE, revision, secrets }, KEYS)
  sealed.set(words, bytes)
  return bytes
}

/** What a device desires that has these values. */
export function desiredWith({ desired, release }: Application, values: SecretValues | undefined): Desired {
  if (values === undefined) return desired
  return desiredOf(DEVICE, release, {
    mark: (name) =>
      Object.hasOwn(values, name) ? markOf(DEVICE_SECRET, name, new TextEncoder().encode(values[name])) : null,
    has: (name) => Object.hasOwn(values, name),
  })
}

/** Every program has the values that it should, the report says so, and no value is on the disk. */
export async function secretFaults(world: Rested, { secrets }: Scenario): Promise<string[]> {
  if (secrets === undefined) return []
  const report = world.broker.retained(deviceTopics(world.name).report)
  const told = report === undefined ? 0 : decode(KINDS.Report, report).secretsRevision
  return [
    ...(told === secrets.ends ? [] : [`secrets of revision ${told} are told instead of ${secrets.ends}`]),
    ...wrongIn(world, secrets.values),
    ...(await clearOn(
      world.device.disk.clone().open(),
      secrets.ever.flatMap((values) => Object.values(values)),
    )),
  ]
}

function wrongIn({ engine, device }: Rested, values: SecretValues): string[] {
  return oursIn(engine.model)
    .filter(({ run }) => run !== null)
    .flatMap(({ config: { mounts, labels } }) =>
      mounts
        .filter(({ target }) => target.startsWith('/run/secrets/'))
        .map(({ source, target }) => ({
          service: labels[LABELS.service],
          name: target.slice('/run/secrets/'.length),
          is: device.secretFiles.read(source),
        })),
    )
    .filter(({ name, is }) => is !== values[name])
    .map(({ service, name, is }) => `${service} finds ${is ?? 'nothing'} for the secret ${name}`)
}

async function clearOn(kv: Pick<Kv, 'entries'>, never: readonly string[]): Promise<string[]> {
  const faults: string[] = []
  for await (const [key, value] of kv.entries(''))
    for (const word of never) if (Buffer.from(value).includes(word)) faults.push(`${word} is on the disk, in ${key}`)
  return faults
}
