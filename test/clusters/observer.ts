/**
 * Whoever watches a fleet on a cluster.
 *
 * Invariant: its session outlives a node, so that it misses nothing that the cluster has taken.
 */
import mqtt, { type MqttClient } from 'mqtt'
import { decode, KINDS } from '../../protocol/codec.ts'
import { everyDevice } from '../../protocol/topics.ts'
import type { Presence, Report } from '../../protocol/types.ts'

export class Observer {
  readonly online = new Set<string>()
  /** The epoch that each runs, by its newest report. */
  readonly running = new Map<string, number>()
  readonly #sequences = new Map<string, number>()
  /** Reports that came after a newer one of the same device. */
  late = 0
  reports = 0
  readonly #client: MqttClient

  private constructor(client: MqttClient) {
    this.#client = client
    client.on('message', (topic, payload) => {
      if (payload.length === 0) return
      if (topic.endsWith('/presence')) {
        const { device, online } = decode<Presence>(KINDS.Presence, payload)
        if (online) this.online.add(device)
      } else if (topic.endsWith('/report')) this.#reported(decode<Report>(KINDS.Report, payload))
    })
    client.on('error', () => {}) // it comes back by itself
  }

  static async connect(url: string): Promise<Observer> {
    const session = { clean: false, clientId: 'clusters-observer', reconnectPeriod: 500, connectTimeout: 5000 }
    const properties = { sessionExpiryInterval: 3600, receiveMaximum: 1000 }
    const client = await mqtt
      .connectAsync(url, { ...session, protocolVersion: 5, properties })
      .catch(() => mqtt.connectAsync(url, { ...session, protocolVersion: 4 }))
    const observer = new Observer(client)
    await client.subscribeAsync([everyDevice('presence'), everyDevice('report')], { qos: 1 })
    return observer
  }

  /** How many run it. */
  runs(epoch: number): number {
    return [...this.running.values()].filter((each) => each === epoch).length
  }

  /** Of those that have reported, who runs something else. */
  others(epoch: number): string[] {
    return [...this.running].filter(([, each]) => each !== epoch).map(([device]) => device)
  }

  close(): Promise<void> {
    return this.#client.endAsync(true)
  }

  #reported({ device, sequence, current }: Report): void {
    this.reports += 1
    if (sequence < (this.#sequences.get(device) ?? 0)) this.late += 1
    else {
      this.#sequences.set(device, sequence)
      this.running.set(device, current?.epoch ?? 0)
    }
  }
}
