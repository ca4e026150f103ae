/**
 * What the agent keeps beside the intents of machines: how each kind is written, and read again.
 *
 * Invariant: written by the agent itself, byte for byte; a kind of checkpoint that is not in here, and has no test of
 * its own beside this file, fails a test.
 */
import { BOOT, bootMet } from '../../agent/boot.ts'
import { BUNDLE, bundleIn, SAVED_VERSION, type SavedBundle, writtenBundle } from '../../agent/bundle/saved-bundle.ts'
import { FAILED_LOGS, FailedLogs } from '../../agent/failed-logs.ts'
import { FRESHNESS, Freshness } from '../../agent/freshness.ts'
import { OUTCOMES, Outcomes } from '../../agent/outcomes.ts'
import { becomes, WHOSE, whoseIs } from '../../agent/provisioning/whose.ts'
import { SECRETS, Vault } from '../../agent/secrets/vault.ts'
import { keepProblems, PROBLEMS, untoldProblems } from '../../agent/told-problems.ts'
import { TRUST, TrustKeeper } from '../../agent/trust-keeper.ts'
import { savedUsage, USAGE, writtenUsage } from '../../agent/usage/saved-usage.ts'
import type { ClockPort } from '../../machines/ports.ts'
import { configuredTrust } from '../../protocol/check-trust.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { KEYS } from '../../simulators/crash/application.ts'
import { chainTo } from '../../simulators/crash/trust-chain.ts'
import type { Write } from '../../storage/store.ts'
import type { Written } from './old-checkpoint.ts'
import { DEVICE, DEVICE_KEY, secretsOf, VALUES } from './sealed.ts'
import { ends } from './update-ends.ts'

interface Kind {
  /** What the agent writes, by what has happened. */
  written(): Promise<Record<string, readonly Write[]>>
  /** What the next life knows by it. */
  read(saved: Written): { means: unknown; problem: string | null }
}

/** A store that only hands on what it is to write. */
function catching(): { writes: Write[]; commit(writes: readonly Write[]): Promise<void> } {
  const writes: Write[] = []
  return {
    writes,
    async commit(all) {
      writes.splice(0, Infinity, ...all)
    },
  }
}

/** A clock that stands still. */
const clockAt = (monoMs: number, bootId = 'boot-1'): ClockPort => ({
  now: () => ({ bootId, monoMs, wallMs: 0 }),
  sleep: () => new Promise(() => {}),
  random: () => 0.5,
})

const trustOf = (store: Pick<ReturnType<typeof catching>, 'commit'>, saved?: Written) =>
  new TrustKeeper({ store, configured: configuredTrust(KEYS), fleet: 'plant-a', saved })
const vaultOf = (store: Pick<ReturnType<typeof catching>, 'commit'>, saved?: Written) =>
  new Vault({ device: DEVICE, key: DEVICE_KEY, deviceSecret: new Uint8Array(32).fill(3), store, saved })
const freshnessOf = (clock: ClockPort, saved?: Written) => new Freshness({ clock, saved, changed: () => {} })

const ROLLOUT = { epoch: 7, revision: 3, share: 10_000, state: 'go' as const, freshForMs: 3_600_000 }

export const KINDS_OF_CHECKPOINT: Readonly<Record<string, Kind>> = {
  [BOOT]: {
    async written() {
      return { 'a first life in a boot': bootMet(undefined, clockAt(31_000)).writes }
    },
    read(saved) {
      const { metMs: means, problem } = bootMet(saved, clockAt(99_000))
      return { means, problem }
    },
  },
  [OUTCOMES]: {
    async written() {
      const outcomes = new Outcomes(undefined)
      const all: Record<string, readonly Write[]> = {}
      for (const [name, { before, after }] of Object.entries(ends())) {
        all[name] = outcomes.writes(before, after, { wallMs: 1_700_000_000_000 })
        outcomes.written()
      }
      return all
    },
    read(saved) {
      const outcomes = new Outcomes(saved)
      return { means: outcomes.all(), problem: outcomes.problem }
    },
  },
  [FAILED_LOGS]: {
    async written() {
      const store = catching()
      const logs = new FailedLogs({ store, saved: undefined })
      const entries = [{ stderr: true, atMs: 1_700_000_000_000, text: 'no room' }]
      await logs.keep({ service: 'web', container: 'c1', release: 'sha256:1', atMs: 1_700_000_000_001, entries })
      return { 'a service that failed': [...store.writes] }
    },
    read(saved) {
      const logs = new FailedLogs({ store: catching(), saved })
      return { means: logs.all(), problem: logs.problem }
    },
  },
  [TRUST]: {
    async written() {
      const all: Record<string, readonly Write[]> = {}
      for (const version of [1, 2]) {
        const store = catching()
        await trustOf(store).take(decode(KINDS.TrustChain, chainTo(version)).documents)
        all[`version ${version}`] = store.writes
      }
      return all
    },
    read(saved) {
      const { newest, versions, problem } = trustOf(catching(), saved)
      const means = { version: newest.version, keys: newest.keys.map(({ id }) => id), versions: versions.length }
      return { means, problem }
    },
  },
  [FRESHNESS]: {
    async written() {
      const writes = (freshForMs: number) => freshnessOf(clockAt(5_000)).writes({ ...ROLLOUT, freshForMs } as never)
      return { 'heard with a promise': writes(3_600_000), 'heard without one': writes(0) }
    },
    read(saved) {
      const at = (monoMs: number, bootId?: string) => {
        const freshness = freshnessOf(clockAt(monoMs, bootId), saved)
        freshness.close()
        return freshness.blocker('apply')?.message ?? 'fresh'
      }
      const { problem } = freshnessOf(clockAt(5_000), saved)
      const means = { soon: at(3_604_999), late: at(3_605_000), soonAfterABoot: at(3_599_999, 'boot-2') }
      return { means, problem }
    },
  },
  [USAGE]: {
    async written() {
      const period = { day: 20_454, month: 671, dayRanMs: 3_600_000, monthRanMs: 86_400_000 }
      const row = { link: 'cellular', metered: true, day: 65_536, month: 1_048_576 }
      return {
        'each class counted': [
          writtenUsage({
            period,
            rows: (['control', 'reports', 'logs', 'content'] as const).map((of) => ({ class: of, ...row })),
          }),
        ],
        'no time has passed': [writtenUsage({ period: null, rows: [] })],
      }
    },
    read(saved) {
      const { saved: means, problem } = savedUsage(saved)
      return { means, problem }
    },
  },
  [SECRETS]: {
    async written() {
      const all: Record<string, readonly Write[]> = {}
      const store = catching()
      const vault = vaultOf(store)
      for (const [name, values] of Object.entries(VALUES)) {
        const { secrets, bytes } = secretsOf(vault.revision + 1, values)
        await vault.accept(secrets, bytes)
        all[name] = [...store.writes]
      }
      return all
    },
    read(saved) {
      const vault = vaultOf(catching(), saved)
      const names = [...new Set(Object.values(VALUES).flatMap((values) => Object.keys(values)))]
      const means = names.map((name) => ({
        name,
        mark: vault.mark(name),
        value: vault.has(name) ? Buffer.from(vault.value(name)).toString() : null,
      }))
      return { means: { revision: vault.revision, secrets: means }, problem: vault.problem }
    },
  },
  [BUNDLE]: {
    async written() {
      const write = (saved: SavedBundle | null): Write[] => [
        { op: 'checkpoint', machine: BUNDLE, version: SAVED_VERSION, body: writtenBundle(saved) },
      ]
      const saved = { path: '/media/shop-8.tar', document: `sha256:${'a'.repeat(64)}`, epoch: 8 }
      return {
        'without a broker': write({ ...saved, offline: true }),
        'with a broker since': write({ ...saved, offline: false }),
        over: write(null),
      }
    },
    read(saved) {
      const { bundle: means, problem } = bundleIn(saved)
      return { means, problem }
    },
  },
  [WHOSE]: {
    async written() {
      return { somebody: [becomes({ device: 'press-7', fleet: 'plant-a' })] }
    },
    read(saved) {
      const means = whoseIs(saved)
      return { means, problem: means === null ? 'nobody' : null }
    },
  },
  [PROBLEMS]: {
    async written() {
      return {
        'two of earlier lives': keepProblems(['The database was set aside.'], ['Größe „S“: a value was damaged.']),
      }
    },
    read(saved) {
      const checkpoint = { machine: PROBLEMS, revision: 1, ...saved }
      const means = untoldProblems({ checkpoints: new Map([[PROBLEMS, checkpoint]]), problems: [] })
      return { means, problem: means.find((one) => one.includes('cannot be read')) ?? null }
    },
  },
}

/** One checkpoint of such a kind, as it is recorded. */
export interface OldKind {
  name: string
  version: number
  /** Base64, as in the database. */
  body: string
  means: unknown
}

export async function kindNow(kind: string): Promise<OldKind[]> {
  const { written, read } = KINDS_OF_CHECKPOINT[kind]!
  return Object.entries(await written()).map(([name, writes]) => {
    const write = writes.find((one) => one.op === 'checkpoint')
    if (write === undefined) throw new Error(`${kind}, ${name}: nothing was written`)
    const { version, body } = write
    return { name, version, body: Buffer.from(body).toString('base64'), means: read({ version, body }).means }
  })
}
