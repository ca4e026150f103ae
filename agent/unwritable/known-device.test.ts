import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { formatPublicKey, generateKey } from '../../protocol/keys.ts'
import type { Loaded } from '../../storage/store.ts'
import { deviceSecret } from '../adapters/device-secret.ts'
import { parseConfig } from '../config.ts'
import { listeningLog } from '../scripted-broker.ts'
import { encryptionKey } from '../secrets/encryption-key.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { knownDevice } from './known-device.ts'

let data: string
let log: ReturnType<typeof listeningLog>
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'holdfast-known-'))
  log = listeningLog()
})
afterEach(() => rm(data, { recursive: true }))

const LOADED: Loaded = {
  checkpoints: new Map(),
  commands: [],
  outgoing: [],
  counters: new Map(),
  documents: [],
  fresh: false,
  problems: [],
}

async function known() {
  const config = parseConfig(
    JSON.stringify({
      device: 'd1',
      fleet: 'f',
      broker: { url: 'mqtt://127.0.0.1:1' },
      trustedKeys: [formatPublicKey(generateKey('release'))],
      dataDir: data,
    }),
    join(data, 'agent.json'),
  )
  return knownDevice({ config, loaded: LOADED, clock: new VirtualClock(), log, targetProxy: () => null })
}

it('is known with its secrets, by the keys that it has', async () => {
  const [key, secret] = [await encryptionKey(data, log), await deviceSecret(data)]
  const device = await known()
  expect(device?.identity).toEqual({ device: 'd1', fleet: 'f' })
  expect(device?.secrets?.key.equals(key)).toBe(true)
  expect(device?.secrets?.deviceSecret).toEqual(secret)
  expect(log.lines.filter((line) => line.startsWith('warn'))).toEqual([])
})

it.each<[string, () => Promise<unknown>]>([
  ['that has neither key', async () => {}],
  ['that has no secret of its own', () => encryptionKey(data, log)],
  ['that has no key to open secrets with', () => deviceSecret(data)],
  ['whose key cannot be read', () => mkdir(join(data, 'encryption.x25519'))],
])('%s is known without secrets: no key is made, and that is logged', async (_, arrange) => {
  await arrange()
  const before = await readdir(data)
  expect((await known())?.secrets).toBeUndefined()
  expect(await readdir(data)).toEqual(before)
  expect(log.lines.filter((line) => line.startsWith('warn'))).toEqual([
    'warn: no secret is opened, and none is put where containers look for it',
  ])
})
