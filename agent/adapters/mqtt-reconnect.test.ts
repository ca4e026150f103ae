/** Connecting anew on purpose: a certificate has changed. */
import { type AddressInfo, createServer } from 'node:net'
import { Aedes } from 'aedes'
import { firstValueFrom } from 'rxjs'
import { filter, timeout } from 'rxjs/operators'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { BrokerPort } from '../broker-port.ts'
import { mqttBroker } from './mqtt.ts'
import { deviceOptions } from './mqtt-test-rig.ts'

let aedes: Aedes
let server: ReturnType<typeof createServer>
let wills: string[]
let device: BrokerPort | null = null
beforeEach(async () => {
  aedes = await Aedes.createBroker()
  wills = []
  aedes.on('publish', ({ topic }) => void (topic.endsWith('/presence') && wills.push(topic)))
  server = createServer((socket) => void aedes.handle(socket))
})
afterEach(async () => {
  await device?.close()
  await new Promise<void>((resolve) => aedes.close(resolve))
  await new Promise((resolve) => server.close(resolve))
})

const listen = async (port = 0) => {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const connection = (number: number) =>
  firstValueFrom(
    device!.connection.pipe(
      filter((state) => state.connected && state.connection === number),
      timeout(5000),
    ),
  )

it('ends the connection in good order, and asks by which identity the next one is made', async () => {
  let asked = 0
  const identity = async () => {
    asked += 1
    return { certificates: '', key: '', authority: '' }
  }
  device = mqttBroker({
    ...deviceOptions(await listen()),
    protocol: '3.1.1',
    identity,
    backoff: { baseMs: 60_000, capMs: 60_000 },
  })
  await connection(1)
  const before = asked
  device.reconnect()
  await connection(2)
  expect(asked).toBe(before + 1)
  expect(wills).toEqual([])
})

it('does not wait for the next attempt', async () => {
  const port = await listen()
  await new Promise((resolve) => server.close(resolve))
  device = mqttBroker({
    ...deviceOptions(port),
    clock: { ...deviceOptions(port).clock, random: () => 0.99 },
    backoff: { baseMs: 60_000, capMs: 60_000 },
  })
  await firstValueFrom(device.connection.pipe(filter((state) => !state.connected && state.reason !== null)))
  await listen(port)
  device.reconnect()
  await firstValueFrom(
    device.connection.pipe(
      filter((state) => state.connected),
      timeout(5000),
    ),
  )
})

it('does not wait long once its own link is back', async () => {
  const port = await listen()
  await new Promise((resolve) => server.close(resolve))
  let waits = 0
  device = mqttBroker({
    ...deviceOptions(port),
    // Of the hour that it would wait next to nothing is left.
    clock: { ...deviceOptions(port).clock, random: () => (waits++ === 0 ? 0.99 : 0.01) },
    backoff: { baseMs: 3_600_000, capMs: 3_600_000 },
  })
  await firstValueFrom(device.connection.pipe(filter((state) => !state.connected && state.reason !== null)))
  await listen(port)
  device.hasten()
  await firstValueFrom(
    device.connection.pipe(
      filter((state) => state.connected),
      timeout(20_000),
    ),
  )
})

it('leaves nothing of a short connection with the broker', async () => {
  const port = await listen()
  device = mqttBroker({ ...deviceOptions(port), isShort: true, will: () => null })
  const state = await firstValueFrom(device.connection.pipe(filter((state) => state.connected)))
  expect(state).toMatchObject({ sessionPresent: false })
  await device.close()
  device = mqttBroker({ ...deviceOptions(port), isShort: true, will: () => null })
  expect(await firstValueFrom(device.connection.pipe(filter((state) => state.connected)))).toMatchObject({
    sessionPresent: false,
  })
})
