/**
 * bench:registrar: how many claims one registrar answers in a second.
 *
 * Invariant: every claim is by a key of its own, made beforehand; each is verified, decided, signed and on disk before
 * the next is looked at, as in service. The floor does the same with nothing around it, in turns with the claims: one
 * signature verified, one made, one synced append. Only the broker is left out.
 *
 * `npm run bench:registrar -- [--json] [--claims N]`
 */
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accessFiles } from '../fleet/registrar/access-files.ts'
import { DEFAULT_RULES } from '../fleet/registrar/decide.ts'
import { openOwnAuthority } from '../fleet/registrar/own-authority.ts'
import { tokenText } from '../fleet/registrar/proofs.ts'
import type { TokenRecord } from '../fleet/registrar/records.ts'
import { Registrar } from '../fleet/registrar/registrar.ts'
import { RegistryStore } from '../fleet/registrar/registry-store.ts'
import { FakeClaimant } from '../fleet/registrar/testing.ts'
import { mean, percentile } from '../simulators/statistics.ts'
import { benchFlags } from './lib/flags.ts'
import { report } from './lib/report.ts'

const { claims: count } = benchFlags({ claims: 1000 })
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

  const floor = await openFloor(join(directory, 'append'))
  const all = async (of: readonly (readonly [string, Uint8Array])[]): Promise<Times> => {
    const times: Times = { claims: [], floors: [] }
    for (const [id, claim] of of) {
      times.claims.push(await timed(() => registrar.claim(id, claim)))
      times.floors.push(await timed(() => floor.once()))
    }
    return times
  }
  const grants = await all(claims(first))
  const again = await all(claims(first))
  const refusals = await all(claims(late))
  await floor.close()
  const { granted, refused } = registrar.counters.counts
  if (granted !== 2 * count || refused !== count) throw new Error(`granted ${granted}, refused ${refused} of ${count}`)

  const access = join(directory, 'broker')
  await mkdir(access)
  const refresh = accessFiles({ directory: access, authority, registry: store.registry, reload: null, now: Date.now })
  const began = performance.now()
  await refresh()
  const refreshMs = performance.now() - began
  await store.close()

  const perSecond = ({ claims }: Times): number => 1000 / mean(claims)
  report('registrar', [
    { name: 'claims granted', value: perSecond(grants), unit: 'per second' },
    {
      name: 'one claim p50, against its cryptography and its write alone',
      value: percentile(grants.claims, 0.5),
      unit: 'ms',
      floor: percentile(grants.floors, 0.5),
      budget: 15,
    },
    { name: 'claims asked again', value: perSecond(again), unit: 'per second' },
    { name: 'claims refused', value: perSecond(refusals), unit: 'per second' },
    { name: `access rules of ${count} devices written`, value: refreshMs, unit: 'ms' },
  ])
} finally {
  await rm(directory, { recursive: true, force: true })
}

interface Times {
  claims: number[]
  floors: number[]
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** One ECDSA verified, one made, one synced append of as many bytes. */
async function openFloor(path: string): Promise<{ once(): Promise<void>; close(): Promise<void> }> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const body = Buffer.alloc(2000, 7)
  const signature = sign('sha256', body, privateKey)
  const file = await open(path, 'a')
  return {
    once: async () => {
      verify('sha256', body, publicKey, signature)
      sign('sha256', body, privateKey)
      await file.write(body)
      await file.datasync()
    },
    close: () => file.close(),
  }
}
