/** A rig for the broker contract on a broker that listens on loopback: only for tests. */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { connectAsync } from 'mqtt'
import type { BrokerRig } from '../broker-contract.ts'
import { cuttableLink } from '../cuttable-link.ts'
import { mqttBroker } from './mqtt.ts'
import type { MqttBrokerOptions } from './mqtt-options.ts'
import { systemClock } from './system-clock.ts'

/** Options of device d1, with short waits and connection numbers that rise for as long as the rig lives. */
export function deviceOptions(port: number): MqttBrokerOptions {
  let connection = 0
  return {
    url: `mqtt://127.0.0.1:${port}`,
    clientId: 'd1',
    subscriptions: ['hf/1/device/d1/command'],
    will: (number) => ({ topic: 'hf/1/device/d1/presence', payload: Buffer.from(`dead ${number}`), retain: false }),
    nextConnection: async () => {
      connection += 1
      return connection
    },
    clock: systemClock(),
    backoff: { baseMs: 50, capMs: 1000 },
  }
}

/**
 * @param port of the broker
 * @param stop ends the broker
 */
export async function mqttRig(
  port: number,
  protocol: MqttBrokerOptions['protocol'],
  stop: () => Promise<void>,
): Promise<BrokerRig> {
  const link = await cuttableLink(() => port)
  const operator = await connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: 'operator', reconnectPeriod: 0 })
  const seen: { topic: string; text: string }[] = []
  operator.on('message', (topic, payload) => seen.push({ topic, text: payload.toString() }))
  await operator.subscribeAsync(['hf/1/device/+/presence', 'hf/1/device/+/report'], { qos: 1 })
  const options = deviceOptions(link.port)
  return {
    device: () => mqttBroker({ ...options, protocol }),
    publish: async (topic, text, { retain = false } = {}) => {
      await operator.publishAsync(topic, typeof text === 'string' ? text : Buffer.from(text), { qos: 1, retain })
    },
    seen: (topic) => seen.filter((message) => message.topic === topic).map((message) => message.text),
    cut: link.cut,
    freeze: link.freeze,
    connections: link.connections,
    close: async () => {
      await operator.endAsync(true)
      await link.close()
      await stop()
    },
  }
}

/** Somebody who answers each of our packets like this, by its first byte. */
export async function impostor(
  answer: (socket: Socket, packet: Buffer) => void,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => answer(socket, bytes))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
