/**
 * True agents on a site, each a process with a disk of its own, which claim their identity.
 *
 * Invariant: they die with the test, and what they reported last can be asked for.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import type { Finding } from '../../agent/doctor/finding.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { formatPublicKey, generateKey, type PublicKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import type { Ear, Site } from './site.ts'

export class Boards {
  readonly #site: Site
  readonly #engine: string
  readonly #ear: Ear
  readonly #agents: HoldfastProcess[] = []

  private constructor(site: Site, engine: string, ear: Ear) {
    this.#site = site
    this.#engine = engine
    this.#ear = ear
  }

  /** @param engine path of its socket */
  static async on(site: Site, engine: string): Promise<Boards> {
    const ear = await site.operator()
    await ear.client.subscribeAsync('hf/1/device/+/report', { qos: 1 })
    return new Boards(site, engine, ear)
  }

  /**
   * What a new board is told.
   * @param proof of the claim's configuration
   * @param more of the configuration
   */
  async make(
    board: string,
    proof: object,
    trusted: readonly PublicKey[] = [generateKey('release')],
    more: object = {},
  ): Promise<void> {
    const site = this.#site
    await mkdir(site.path(board), { recursive: true })
    const claim = {
      url: `mqtts://localhost:${site.ports.claims}`,
      username: 'claim',
      passwordFile: site.path('broker/claim.password'),
      caFile: site.path('broker/authority.pem'),
      authorityFile: site.path('broker/authority.pem'),
      ...proof,
    }
    const config = {
      claim,
      trustedKeys: trusted.map((key) => formatPublicKey(key)),
      dataDir: site.path(`${board}/data`),
      engine: { socket: this.#engine },
      ...more,
    }
    await writeFile(site.path(`${board}/agent.json`), JSON.stringify(config))
  }

  /** Switches a board on. */
  start(board: string, env: Record<string, string> = {}): HoldfastProcess {
    const cwd = this.#site.path(board)
    const agent = startHoldfast(['agent', '--config', `${cwd}/agent.json`], { cwd, env })
    this.#agents.push(agent)
    return agent
  }

  /** What the doctor says of a board, whether it runs or not. */
  async examined(board: string): Promise<{ status: unknown; first: string | null; findings: Finding[] }> {
    const cwd = this.#site.path(board)
    const run = startHoldfast(['agent', 'doctor', '--config', `${cwd}/agent.json`, '--json'], { cwd })
    const status = await run.ended
    return { status, ...JSON.parse(run.out.join('')) }
  }

  async stop(agent: HoldfastProcess): Promise<void> {
    agent.child.kill('SIGTERM')
    await agent.ended
  }

  /** The newest one, null before there is any. */
  reportOf(device: string): Report | null {
    const { report } = deviceTopics(device)
    const last = this.#ear.heard.findLast((line) => line.startsWith(`${report} `))
    return last === undefined ? null : decode(KINDS.Report, Buffer.from(last.slice(report.length + 1), 'latin1'))
  }

  /** Waits for a report that is newer than what was heard so far, and as it is wanted. */
  async reported(
    device: string,
    agent: HoldfastProcess,
    isWanted: (report: Report) => boolean = () => true,
  ): Promise<Report> {
    return until(
      `a report of ${device}`,
      () => {
        const report = this.reportOf(device)
        return report !== null && isWanted(report) ? report : null
      },
      () => [...agent.err, ...agent.out].slice(-40).join('\n'),
    )
  }

  async clear(): Promise<void> {
    for (const { child, ended } of this.#agents) {
      child.kill('SIGKILL')
      await ended
    }
  }
}
