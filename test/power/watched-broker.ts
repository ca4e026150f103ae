/**
 * A broker inside this process that sees every acknowledgement of one device.
 *
 * Invariant: what it tells, it tells in the moment in which it knows it: no other event of this process, such as
 * a write to the device's disk, comes between the two unseen.
 */
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { freePort } from '../rig/process.ts'

export interface BrokerEars {
  /** The device has acknowledged (PUBACK) what was published to it. */
  acknowledged(topic: string, payload: Buffer): void
  /** Somebody has published. */
  said(topic: string, payload: Buffer): void
}

export interface WatchedBroker {
  /** `mqtt://127.0.0.1:PORT` */
  url: string
  /** Publishes as an operator does, with QoS 1. */
  publish(topic: string, payload: Buffer, retain: boolean): Promise<void>
  close(): Promise<void>
}

/** @param device the client id of the device */
export async function startWatchedBroker(device: string, ears: BrokerEars): Promise<WatchedBroker> {
  const broker = await Aedes.createBroker()
  broker.on('ack', (packet, client) => {
    if (client.id === device && packet !== undefined && 'topic' in packet)
      ears.acknowledged(packet.topic, Buffer.from(packet.payload))
  })
  broker.on('publish', ({ topic, payload }, client) => {
    if (client !== null) ears.said(topic, Buffer.from(payload))
  })
  const port = await freePort()
  const server = createServer((socket) => void broker.handle(socket))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `mqtt://127.0.0.1:${port}`,
    publish: (topic, payload, retain) =>
      new Promise((resolve, reject) => {
        const packet = { cmd: 'publish', topic, payload, retain, qos: 1, dup: false } as const
        broker.publish(packet, (error) => (error ? reject(error) : resolve()))
      }),
    close: () => new Promise((resolve) => broker.close(() => server.close(() => resolve()))),
  }
}
