/**
 * The command line of `holdfast simulate --broker`.
 *
 * Invariant: every flag that is given has an effect, or is refused.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseBrokerUrl } from '../../agent/broker-url.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type PublicKey, parsePublicKey } from '../../protocol/keys.ts'
import { checkName } from '../../protocol/topics.ts'
import { countOf, durationOf, flagsFrom } from '../command-line.ts'
import { profilesOf, ratesOf, usage } from './flags.ts'
import type { RealFleetOptions } from './real-fleet.ts'

export interface RealFlags extends RealFleetOptions {
  /** Null: until told to stop. */
  forMs: number | null
  processes: number
  json: boolean
  /** It is one process of several. */
  isPart: boolean
}

/** @throws HF_USAGE, HF_CONFIG_INVALID, HF_KEY_INVALID, HF_FILE_… */
export function readRealFlags(args: readonly string[], env: NodeJS.ProcessEnv): RealFlags {
  const values = flagsFrom(args, {
    broker: { type: 'string' },
    username: { type: 'string' },
    'password-file': { type: 'string' },
    'ca-file': { type: 'string' },
    fleet: { type: 'string' },
    key: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
    devices: { type: 'string', default: '20' },
    'first-device': { type: 'string', default: '0' },
    faults: { type: 'string', default: 'none' },
    fault: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string', multiple: true, default: [] },
    profiles: { type: 'string' },
    ramp: { type: 'string', default: '10s' },
    for: { type: 'string' },
    failing: { type: 'string' },
    processes: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    part: { type: 'boolean', default: false },
  })
  if (values.broker === undefined) throw usage('is missing', '--broker')
  if (values.fleet === undefined) throw usage('is missing', '--fleet')
  const devices = countOf(values.devices, '--devices', 1)
  const processes = countOf(values.processes, '--processes', 1)
  if (processes > devices) throw usage('are more than devices', '--processes')
  return {
    way: {
      url: parseBrokerUrl(values.broker, '--broker').href,
      username: values.username,
      passwordFile: values['password-file'],
      caFile: values['ca-file'],
    },
    fleet: checkName('fleet', values.fleet),
    seed: values.seed,
    devices,
    first: countOf(values['first-device'], '--first-device'),
    rates: ratesOf(values.faults, values.fault),
    ...profilesOf(values.profiles, values.profile),
    rampMs: durationOf(values.ramp, '--ramp'),
    forMs: values.for === undefined ? null : durationOf(values.for, '--for'),
    failing: values.failing === undefined ? null : failingOf(values.failing),
    processes,
    json: values.json,
    isPart: values.part,
    trusted: keysOf(values.key, env),
  }
}

function failingOf(text: string): RealFleetOptions['failing'] {
  const [, part = '', share = '', after] = /^(.+)=(\d{1,3}(?:\.\d+)?)%(?:@(.*))?$/.exec(text) ?? []
  if (part === '' || share === '' || Number(share) > 100)
    throw usage(`${JSON.stringify(text)} is not TEXT=SHARE% or TEXT=SHARE%@TIME`, '--failing')
  const afterMs = after === undefined ? 0 : durationOf(after, '--failing')
  return { text: part, share: Number(share) / 100, afterMs }
}

function keysOf(given: readonly string[], env: NodeJS.ProcessEnv): PublicKey[] {
  const directory = env.HOLDFAST_KEYS ?? '.'
  const files = given.length > 0 ? given : ['release.pub', 'rollout.pub'].map((name) => join(directory, name))
  return files.map((file) => {
    try {
      return parsePublicKey(readFileSync(file, 'utf8').trim(), file)
    } catch (cause) {
      if (cause instanceof HoldfastError) throw cause
      throw new HoldfastError('HF_FILE_UNREADABLE', 'is no public key that can be read', { place: file, cause })
    }
  })
}
