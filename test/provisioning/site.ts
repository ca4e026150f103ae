/**
 * A broker in memory, and the true registrar on it: for tests.
 *
 * Invariant: the registrar's clock is right, whatever a device believes.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Credential } from '../../agent/provisioning/proofs.ts'
import { openOwnAuthority } from '../../fleet/registrar/own-authority.ts'
import { type newToken, tokenText } from '../../fleet/registrar/proofs.ts'
import { Registrar } from '../../fleet/registrar/registrar.ts'
import { RegistryStore } from '../../fleet/registrar/registry-store.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import type { Fault } from '../../protocol/errors.ts'
import { parseClaimTopic, parseTopic } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'

export const DAY = 86_400_000
export const FLEET = 'plant-a'

export class Site {
  readonly directory: string
  readonly broker = new MemoryBroker()
  readonly store: RegistryStore
  readonly registrar: Registrar
  readonly authority: string
  /** The true time. */
  nowMs = Date.UTC(2026, 5, 1)
  /** Claims and renewals that were put, by topic. */
  readonly asked: string[] = []
  /** The registrar hears nothing. */
  isDeaf = false
  /** What the broker makes of a claim or a renewal on its way to the registrar. */
  meddle = (payload: Uint8Array): Uint8Array => payload
  readonly #reports = new Map<string, Report>()

  private constructor(
    directory: string,
    store: RegistryStore,
    authority: Awaited<ReturnType<typeof openOwnAuthority>>,
  ) {
    this.directory = directory
    this.store = store
    this.authority = authority.certificate
    this.registrar = new Registrar({
      store,
      authority,
      publish: async (topic, payload) => this.broker.publish(topic, payload),
      refreshAccess: async () => {},
      kick: async (device) => this.broker.cut(device),
      log: () => {},
      onBroken: (error) => {
        throw error
      },
      now: () => this.nowMs,
      brokerUrl: '',
      limits: { everyMs: 0, perSecond: 10_000, burst: 10_000, wrongCodes: 100 },
      graceMs: 0,
    })
    this.broker.watch(({ topic, payload }) => this.#hear(topic, payload))
  }

  static async open(): Promise<Site> {
    const directory = await mkdtemp(join(tmpdir(), 'holdfast-site-'))
    const authority = await openOwnAuthority({ directory, lifetimeMs: 90 * DAY }, Date.UTC(2026, 0, 1))
    return new Site(directory, await RegistryStore.open(join(directory, 'data')), authority)
  }

  async close(): Promise<void> {
    await this.store.close()
    await rm(this.directory, { recursive: true, force: true })
  }

  /** A token in a file, as a line puts it on the devices. */
  async token(uses = 1): Promise<Credential> {
    const record = await this.registrar.operate({ do: 'createToken', fleet: FLEET, uses, forMs: 30 * DAY })
    const tokenFile = join(this.directory, 'token')
    await writeFile(tokenFile, `${tokenText(record as ReturnType<typeof newToken>)}\n`)
    return { kind: 'token', tokenFile }
  }

  report(device: string): Report | undefined {
    return this.#reports.get(device)
  }

  forgetReports(): void {
    this.#reports.clear()
  }

  get devices(): string[] {
    return [...this.store.registry.device.keys()]
  }

  #hear(topic: string, payload: Uint8Array): void {
    const claim = parseClaimTopic(topic)
    const parsed = parseTopic(topic)
    if (claim !== null || parsed?.leaf === 'renew') this.asked.push(topic)
    if (parsed?.leaf === 'report') this.#reports.set(parsed.name, decode<Report>(KINDS.Report, payload))
    if (this.isDeaf) return
    if (parsed?.leaf === 'presence') this.registrar.presence(parsed.name, payload)
    if (claim !== null) void this.registrar.claim(claim, this.meddle(payload))
    else if (parsed?.leaf === 'renew') void this.registrar.renewal(parsed.name, this.meddle(payload))
  }
}

export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  lines: readonly string[] = [],
): Promise<void> {
  const end = performance.now() + 15_000
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it was never so: ${what}\n${lines.slice(-25).join('\n')}`)
    await new Promise((resolve) => setTimeout(resolve, 4))
  }
}

export const REFUSED: Fault = { code: 'HF_BROKER_REFUSED', message: 'not this certificate' }
