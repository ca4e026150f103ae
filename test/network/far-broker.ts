/**
 * A real Mosquitto in a namespace, and an eye on it from outside.
 *
 * Invariant: the eye comes by a socket in the file system, so that nothing that happens to the network is seen by it.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { MqttClient } from 'mqtt'
import { decode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Presence, Report } from '../../protocol/types.ts'
import { type Server, server } from '../rig/process.ts'
import type { Netns } from './netns.ts'

export interface FarBroker {
  readonly address: string
  /** Of the device, in order, since it is watched. */
  readonly presence: Presence[]
  readonly reports: Report[]
  /** All that it carried, by topic. */
  readonly said: { topic: string; payload: Buffer }[]
  watch(device: string): Promise<void>
  publish(topic: string, payload: Uint8Array, retain?: boolean): Promise<void>
  /** SIGKILL. */
  kill(): Promise<void>
  start(): Promise<void>
  /** It accepts connections, as the kernel does for it, and does nothing more. */
  freeze(): void
  thaw(): void
  close(): Promise<void>
}

export async function farBroker(
  ns: Netns,
  name: string,
  address: string,
  settings: readonly string[] = [],
): Promise<FarBroker> {
  const socket = join(ns.dir, `${name}.sock`)
  const config = join(ns.dir, `${name}.conf`)
  const lines = [
    `listener 1883 ${address}`,
    `listener 0 ${socket}`,
    'allow_anonymous true',
    'user root',
    'persistence true',
    `persistence_location ${join(ns.dir, name)}/`,
    'autosave_on_changes true',
    'autosave_interval 1',
    'set_tcp_nodelay true',
    ...settings,
  ]
  await mkdir(join(ns.dir, name), { recursive: true })
  await writeFile(config, `${lines.join('\n')}\n`)
  const process_: Server = server({
    ...ns.argv('mosquitto', ['-c', config]),
    log: join(ns.dir, `${name}.log`),
    ready: () => listens(socket),
  })
  await process_.start()
  const presence: Presence[] = []
  const reports: Report[] = []
  const said: FarBroker['said'] = []
  let watched: string[] = []
  const eye = new MqttClient(() => connect(socket), {
    clientId: `eye-${name}`,
    protocolVersion: 5,
    reconnectPeriod: 100,
    clean: true,
  })
  eye.on('error', () => undefined)
  eye.on('message', (topic, payload) => {
    said.push({ topic, payload })
    if (topic.endsWith('/presence')) presence.push(decode(KINDS.Presence, payload))
    if (topic.endsWith('/report')) reports.push(decode(KINDS.Report, payload))
  })
  return {
    address,
    presence,
    reports,
    said,
    async watch(device) {
      const { presence: one, report: other, result } = deviceTopics(device)
      watched = [one, other, result]
      await eye.subscribeAsync(watched, { qos: 1 })
    },
    publish: async (topic, payload, retain = false) => {
      await eye.publishAsync(topic, Buffer.from(payload), { qos: 1, retain })
    },
    kill: () => process_.end('SIGKILL'),
    start: () => process_.start(),
    freeze: () => void process.kill(process_.pid, 'SIGSTOP'),
    thaw: () => void process.kill(process_.pid, 'SIGCONT'),
    async close() {
      await eye.endAsync(true)
      await process_.end('SIGKILL')
    },
  }
}

function listens(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket, () => {
      probe.destroy()
      resolve(true)
    })
    probe.on('error', () => resolve(false))
  })
}
