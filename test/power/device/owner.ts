/**
 * The owner of the whole device, who has nothing but a broker and the guest's ports.
 *
 * Invariant: it keeps every report and every result, in the order in which they came.
 */
import mqtt, { type MqttClient } from 'mqtt'
import { LABELS } from '../../../agent/labels.ts'
import { decode, encode, KINDS } from '../../../protocol/codec.ts'
import { generateKey } from '../../../protocol/keys.ts'
import { deviceTopics, fleetTopics } from '../../../protocol/topics.ts'
import type { Report, Result } from '../../../protocol/types.ts'
import type { ShopImages } from '../../e2e/shop.ts'
import { until } from '../../e2e/until.ts'
import { applicationOf, DEVICE, FLEET, versionOf } from './application.ts'
import type { Guest } from './guest.ts'

/** A boot and an update take their time where the processor is emulated and shared. */
const PATIENCE_MS = 600_000

export class Owner {
  readonly keys = [generateKey('release'), generateKey('rollout')]
  readonly reports: Report[] = []
  readonly results: Result[] = []
  readonly #client: MqttClient

  private constructor(client: MqttClient) {
    this.#client = client
  }

  static async at(broker: string): Promise<Owner> {
    const client = await mqtt.connectAsync(broker)
    const owner = new Owner(client)
    const topics = deviceTopics(DEVICE)
    client.on('message', (topic, payload) => {
      if (topic === topics.report) owner.reports.push(decode(KINDS.Report, payload))
      if (topic === topics.result) owner.results.push(decode(KINDS.Result, payload))
    })
    await client.subscribeAsync([topics.report, topics.result], { qos: 1 })
    return owner
  }

  async deploy(epoch: number, images: ShopImages): Promise<void> {
    const { target, rollout } = applicationOf(epoch, images, this.keys)
    await this.#client.publishAsync(fleetTopics(FLEET).rollout, rollout, { qos: 1, retain: true })
    await this.#client.publishAsync(fleetTopics(FLEET).target, target, { qos: 1, retain: true })
  }

  async command(id: string): Promise<void> {
    const payload = Buffer.from(encode(KINDS.Command, { id, budgetMs: PATIENCE_MS, identify: {} }))
    await this.#client.publishAsync(deviceTopics(DEVICE).command, payload, { qos: 1 })
  }

  /**
   * Until a report that came after the `seen` first ones says that the epoch runs, and nothing is under way.
   * Fails at once when the device has refused it.
   */
  async settled(epoch: number, seen: number): Promise<void> {
    const isSo = ({ phase, current, services }: Report): boolean =>
      phase === 'idle' && current?.epoch === epoch && services.every(({ state }) => state === 'running')
    const isRefused = ({ refused }: Report): boolean => refused.some((refusal) => refusal.epoch === epoch)
    await until(
      `epoch ${epoch} runs`,
      () => {
        const reports = this.reports.slice(seen)
        if (reports.some(isRefused)) throw new Error(`epoch ${epoch} was refused: ${JSON.stringify(reports.at(-1))}`)
        return reports.some(isSo)
      },
      () => `the last report: ${JSON.stringify(this.reports.at(-1))}`,
      PATIENCE_MS,
    )
  }

  async answered(id: string): Promise<void> {
    await until(`${id} is answered`, () => this.results.some((result) => result.id === id), undefined, PATIENCE_MS)
  }

  /** What is not as it should be with epoch `epoch` settled; empty when all is well. */
  async faults(guest: Guest, epoch: number, images: ShopImages, born: string): Promise<string[]> {
    const filters = encodeURIComponent(JSON.stringify({ label: [`${LABELS.device}=${DEVICE}`] }))
    const containers = JSON.parse(await ask(`${guest.engine}/containers/json?all=1&filters=${filters}`)) as {
      Image: string
      State: string
      Labels: Record<string, string>
    }[]
    const found = containers.map(({ Image, State, Labels }) => `${Labels[LABELS.service]} ${State} ${Image}`).sort()
    const wanted = [`db running ${images.base}`, `web running ${images.web[versionOf(epoch)]}`]
    const epochs = this.reports.map(({ current }) => current?.epoch ?? 0)
    const version = await ask(`${guest.web}/version`)
    const kept = await ask(`${guest.web}/data/born`)
    return [
      ...(JSON.stringify(found) === JSON.stringify(wanted) ? [] : [`containers: ${found.join(', ')}`]),
      ...(version === versionOf(epoch) ? [] : [`the web server says ${version}, and not ${versionOf(epoch)}`]),
      ...(kept === born ? [] : ['the volume is another one']),
      ...(epochs.some((one, index) => one < (epochs[index - 1] ?? 0)) ? ['a reported epoch fell'] : []),
      ...differing(this.results).map((id) => `${id} has two different results`),
    ]
  }

  async leave(): Promise<void> {
    await this.#client.endAsync(true)
  }
}

/** What the guest serves, once it does: its port may be open before its program is. */
export function ask(url: string): Promise<string> {
  return until(
    `${url} answers`,
    async () => {
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(20_000) })
        return answer.ok ? (await answer.text()).trim() : null
      } catch {
        return null
      }
    },
    undefined,
    PATIENCE_MS,
  )
}

function differing(results: readonly Result[]): string[] {
  const ids = [...new Set(results.map(({ id }) => id))]
  return ids.filter((id) => {
    const mine = results.filter((result) => result.id === id)
    return mine.some(({ outcome, code }) => outcome !== mine[0]?.outcome || code !== mine[0]?.code)
  })
}
