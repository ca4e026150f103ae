/** Several brokers in order of preference, and brokers that are there and do not do their part. */
import { type AddressInfo, createServer, type Server, Socket } from 'node:net'
import { Aedes } from 'aedes'
import { firstValueFrom } from 'rxjs'
import { filter, timeout } from 'rxjs/operators'
import { afterEach, expect, it } from 'vitest'
import type { BrokerPort, Connection } from '../broker-port.ts'
import { mqttBroker } from './mqtt.ts'
import type { MqttBrokerOptions } from './mqtt-options.ts'
import { impostor as anImpostor, deviceOptions } from './mqtt-test-rig.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface TestBroker {
  port: number
  url: string
  /** What was published on presence: its own wills too. */
  presence: string[]
  down(): Promise<void>
  up(): Promise<void>
  /** From now on nothing that comes is read, and nothing is said. */
  mute(): void
}

async function broker(): Promise<TestBroker> {
  const aedes = await Aedes.createBroker()
  const presence: string[] = []
  aedes.on('publish', ({ topic, payload }) => void (topic.endsWith('/presence') && presence.push(String(payload))))
  const sockets = new Set<Socket>()
  let server: Server
  const up = async (port = 0): Promise<number> => {
    server = createServer((socket) => {
      sockets.add(socket)
      void aedes.handle(socket)
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }
  const down = async (): Promise<void> => {
    for (const socket of sockets) Socket.prototype.destroy.call(socket)
    await new Promise((resolve) => server.close(resolve))
  }
  const port = await up()
  closing.push(async () => {
    await new Promise<void>((resolve) => aedes.close(resolve))
    await down()
  })
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    presence,
    down,
    up: async () => void (await up(port)),
    mute: () => {
      for (const socket of sockets) {
        socket.removeAllListeners('readable').removeAllListeners('data').pause()
        // Aedes would close the connection of a client that it does not hear.
        socket.destroy = () => socket
      }
    },
  }
}

async function impostor(answer: (socket: Socket, packet: Buffer) => void): Promise<number> {
  const { port, stop } = await anImpostor(answer)
  closing.push(stop)
  return port
}

function start(ports: readonly number[], rest: Partial<MqttBrokerOptions> = {}): BrokerPort {
  const [first = 0, ...others] = ports
  const port = mqttBroker({
    ...deviceOptions(first),
    protocol: '3.1.1',
    others: others.map((other) => ({ url: `mqtt://127.0.0.1:${other}`, protocol: '3.1.1' as const })),
    backoff: { baseMs: 20, capMs: 100 },
    stableMs: 0,
    ...rest,
  })
  closing.push(() => port.close())
  port.deliveries.subscribe((delivery) => delivery.ack())
  return port
}

const until = (port: BrokerPort, is: (state: Connection) => boolean) =>
  firstValueFrom(port.connection.pipe(filter(is), timeout(20_000)))
const at = (port: BrokerPort, { url }: TestBroker) =>
  until(port, (state) => state.connected && state.broker?.startsWith(url) === true)
const fault = async (port: BrokerPort): Promise<string> => {
  const state = await until(port, (candidate) => !candidate.connected && candidate.reason !== null)
  return state.connected ? '' : (state.reason?.message ?? '')
}
const soon = { afterMs: () => 30, againMs: 30 }

it('goes to the next broker when one does not answer, and tells why', async () => {
  const [one, two] = [await broker(), await broker()]
  await one.down()
  const device = start([one.port, two.port])
  expect(await fault(device)).toContain('ECONNREFUSED')
  expect(await at(device, two)).toMatchObject({ connection: 1 })
})

it('comes back to the better one, with a higher number, and leaves its death with the other', async () => {
  const [one, two] = [await broker(), await broker()]
  await one.down()
  const device = start([one.port, two.port], { returning: soon })
  const first = await at(device, two)
  await one.up()
  const second = await at(device, one)
  const numberOf = (state: Connection): number => (state.connected ? state.connection : 0)
  expect(numberOf(second)).toBeGreaterThan(numberOf(first))
  // Told by us before we left: the broker that is left would show us alive for ever.
  expect(two.presence).toEqual([`dead ${numberOf(first)}`])
  expect(one.presence).toEqual([])
})

it('does not come back to one that is seen once and gone again', async () => {
  const [one, two] = [await broker(), await broker()]
  await one.down()
  let looks = 0
  const device = start([one.port, two.port], {
    returning: {
      afterMs: () => {
        looks += 1
        return 30
      },
      againMs: 300,
    },
  })
  await at(device, two)
  await one.up()
  await new Promise((resolve) => setTimeout(resolve, 150))
  await one.down()
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(looks).toBe(1)
  expect(await at(device, two)).toMatchObject({ connected: true })
  expect(two.presence).toEqual([])
})

it('resumes the session that a broker kept for it, after a time with another one', async () => {
  const [one, two] = [await broker(), await broker()]
  const device = start([one.port, two.port], { returning: soon })
  await at(device, one)
  await one.down()
  await at(device, two)
  await one.up()
  expect(await at(device, one)).toMatchObject({ sessionPresent: true })
})

it('stays with its broker when it is told to connect anew', async () => {
  const [one, two] = [await broker(), await broker()]
  const device = start([one.port, two.port], { stableMs: 60_000 })
  await at(device, one)
  device.reconnect()
  await until(device, (state) => state.connected && state.connection === 2)
  expect(await at(device, one)).toMatchObject({ connection: 2 })
})

const CONNACK = Buffer.from([0x20, 2, 0, 0])
const SUBACK = (packet: Buffer): Buffer => Buffer.from([0x90, 3, packet[2]!, packet[3]!, 1])
const quick = { leastMs: 100, startMs: 100, mostMs: 1000 }
// Long enough that a busy machine is no silent broker.
const short = { connectTimeoutMs: 3_000, answerMs: 3_000, keepalive: () => quick }

it.each([
  ['no CONNACK', () => undefined, 'no CONNACK within 3 s'],
  ['no SUBACK', (socket: Socket, [kind]: Buffer) => void (kind === 0x10 && socket.write(CONNACK)), 'no SUBACK'],
  [
    'no PINGRESP',
    (socket: Socket, packet: Buffer) => {
      if (packet[0] === 0x10) socket.write(CONNACK)
      if (packet[0] === 0x82) socket.write(SUBACK(packet))
    },
    'no PINGRESP',
  ],
])('gives up a broker that sends %s, says so, and goes to the next', async (_, answer, why) => {
  const two = await broker()
  const device = start([await impostor(answer), two.port], short)
  expect(await fault(device)).toContain(why)
  await at(device, two)
})

it('gives up a broker that takes messages, answers pings and never acknowledges', async () => {
  const two = await broker()
  const mute = await impostor((socket, packet) => {
    if (packet[0] === 0x10) socket.write(CONNACK)
    if (packet[0] === 0x82) socket.write(SUBACK(packet))
    if (packet[0] === 0xc0) socket.write(Buffer.from([0xd0, 0]))
  })
  const device = start([mute, two.port], short)
  await until(device, ({ connected }) => connected)
  const { signal } = new AbortController()
  const sent = device.publish('hf/1/device/d1/report', Buffer.from('x'), { qos: 1, retain: false, signal })
  await expect(sent).rejects.toMatchObject({ code: 'HF_BROKER_UNAVAILABLE' })
  expect(await fault(device)).toContain('answers and does not acknowledge: no PUBACK')
  await at(device, two)
})

it('notices a half-open connection within the keepalive and the time for an answer', async () => {
  const [one, two] = [await broker(), await broker()]
  const device = start([one.port, two.port], short)
  await at(device, one)
  one.mute()
  const began = performance.now()
  expect(await fault(device)).toContain('no PINGRESP')
  // Generous, for a busy machine: without a limit it would be never.
  expect(performance.now() - began).toBeLessThan(30_000)
  await at(device, two)
})

it('asks as often as a broker prescribes that wants it oftener', async () => {
  const pings: number[] = []
  const connected = performance.now()
  const strict = await impostor((socket, packet) => {
    // MQTT 5: one property, server keep alive, one second.
    if (packet[0] === 0x10) socket.write(Buffer.from([0x20, 6, 0, 0, 3, 0x13, 0, 1]))
    if (packet[0] === 0x82) socket.write(Buffer.from([0x90, 4, packet[2]!, packet[3]!, 0, 1]))
    if (packet[0] === 0xc0) {
      pings.push(performance.now() - connected)
      socket.write(Buffer.from([0xd0, 0]))
    }
  })
  const bounds = { leastMs: 60_000, startMs: 60_000, mostMs: 60_000 }
  start([strict], { protocol: '5', keepalive: () => bounds })
  await expect.poll(() => pings.length, { timeout: 60_000 }).toBeGreaterThan(1)
})
