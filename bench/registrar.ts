/**
 * bench:registrar: how many claims one registrar answers in a second.
 *
 * Invariant: every claim is by a key of its own, made beforehand; each is verified, decided, signed and on disk before
 * the next is looked at, as in service. The floor does the same with nothing around it: one signature verified, one
 * made, one synced append. Only the broker is left out.
 *
 * `npm run bench:registrar -- [--json] [--claims N]`
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { accessFiles } from '../fleet/registrar/access-files.ts'
import { DEFAULT_RULES } from '../fleet/registrar/decide.ts'
import { openOwnAuthority } from '../fleet/registrar/own-authority.ts'
import { tokenText } from '../fleet/registrar/proofs.ts'
import type { TokenRecord } from '../fleet/registrar/records.ts'
import { Registrar } from '../fleet/registrar/registrar.ts'
import { RegistryStore } from '../fleet/registrar/registry-store.ts'
import { FakeClaimant } from '../fleet/registrar/testing.ts'
import { report } from './lib/report.ts'

const { values: flags } = parseArgs({
  options: { json: { type: 'boolean' }, claims: { type: 'string', default: '1000' } },
})
const count = Number(flags.claims)
const directory = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
try {
  const store = await RegistryStore.open(directory)
  const authority = await openOwnAuthority({ directory }, Date.now())
  const answers: number[] = []
  const registrar = new Registrar({
    store,
    authority,
    publish: async (_, payload) => void answers.push(payload.byteLength),
    refreshAccess: async () => {},
    kick: async () => {},
    log: () => {},
    onBroken: (error) => {
      throw error
    },
    now: Date.now,
    brokerUrl: '',
    rules: DEFAULT_RULES,
    limits: { everyMs: 0, perSecond: 1e9, burst: 1e9, wrongCodes: 10 },
  })
  const request = { do: 'createToken', fleet: 'shop', uses: count, forMs: 3_600_000 } as const
  const token = tokenText((await registrar.operate(request)) as TokenRecord)
  const claimants: FakeClaimant[] = []
  for (let made = 0; made <= 2 * count; made += 1) claimants.push(await FakeClaimant.make())
  const first = claimants.slice(0, count)
  const late = claimants.slice(count, 2 * count)
  const claims = (of: readonly FakeClaimant[]) => of.map((one) => [one.id, one.byToken(token)] as const)

  const all = async (of: readonly (readonly [string, Uint8Array])[]): Promise<number> => {
    const began = performance.now()
    for (const [id, claim] of of) await registrar.claim(id, claim)
    return (performance.now() - began) / of.length
  }
  const grantMs = await all(claims(first))
  const againMs = await all(claims(first))
  const refuseMs = await all(claims(late))
  const { granted, refused } = registrar.counters.counts
  if (granted !== 2 * count || refused !== count) throw new Error(`granted ${granted}, refused ${refused} of ${count}`)
  const floorMs = await floor(count)

  const access = join(directory, 'broker')
  await mkdir(access)
  const refresh = accessFiles({ directory: access, authority, registry: store.registry, reload: null, now: Date.now })
  const began = performance.now()
  await refresh()
  const refreshMs = performance.now() - began
  await store.close()

  report('registrar', [
    { name: 'claims granted', value: 1000 / grantMs, unit: 'per second', budget: 50, atLeast: true },
    {
      name: 'one claim, against its cryptography and its write alone',
      value: grantMs,
      unit: 'ms',
      floor: floorMs,
      budget: 20,
    },
    { name: 'claims asked again', value: 1000 / againMs, unit: 'per second' },
    { name: 'claims refused', value: 1000 / refuseMs, unit: 'per second' },
    { name: `access rules of ${count} devices written`, value: refreshMs, unit: 'ms' },
  ])
} finally {
  await rm(directory, { recursive: true, force: true })
}

/** One ECDSA verified, one made, one synced append: in ms each. */
async function floor(rounds: number): Promise<number> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const other = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }))
  const body = Buffer.alloc(2000, 7)
  const signature = sign('sha256', body, key)
  const file = await open(join(directory, 'append'), 'a')
  const began = performance.now()
  for (let round = 0; round < rounds; round += 1) {
    verify('sha256', body, other, signature)
    sign('sha256', body, key)
    await file.write(body)
    await file.datasync()
  }
  const ms = (performance.now() - began) / rounds
  await file.close()
  return ms
}
