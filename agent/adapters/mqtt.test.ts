import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { Aedes } from 'aedes'
import { firstValueFrom } from 'rxjs'
import { filter, take, tap, timeout, toArray } from 'rxjs/operators'
import { afterEach, describe, expect, it } from 'vitest'
import type { HoldfastError } from '../../protocol/errors.ts'
import { brokerContract } from '../broker-contract.ts'
import type { BrokerPort } from '../broker-port.ts'
import { mqttBroker } from './mqtt.ts'
import type { MqttBrokerOptions } from './mqtt-options.ts'
import { deviceOptions, mqttRig } from './mqtt-test-rig.ts'
import { systemClock } from './system-clock.ts'

/** For what has to come: a slow machine is no fault. */
const LONG_MS = 60_000

async function aedesBroker(options: ConstructorParameters<typeof Aedes>[0] = {}) {
  const aedes = await Aedes.createBroker(options)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    aedes.handle(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const subscribed: string[] = []
  aedes.on('subscribe', (filters) => subscribed.push(...filters.map(({ topic }) => topic)))
  return {
    port: (server.address() as AddressInfo).port,
    /** Filters, as they were taken. */
    subscribed,
    stop: async () => {
      await new Promise<void>((resolve) => aedes.close(resolve))
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

brokerContract('MQTT 3.1.1, which was found by asking for 5 first', async () => {
  const { port, stop } = await aedesBroker()
  return mqttRig(port, 'auto', stop)
})

describe('the MQTT adapter', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  function start(options: MqttBrokerOptions): BrokerPort {
    const port = mqttBroker(options)
    closing.push(() => port.close())
    return port
  }

  /** A port on which nobody listens. */
  async function deadPort(): Promise<number> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    return port
  }

  /** Somebody who answers every connection like this. */
  async function impostor(answer: (socket: Socket) => void): Promise<number> {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      answer(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    })
    return (server.address() as AddressInfo).port
  }

  function firstFault(port: BrokerPort) {
    return firstValueFrom(
      port.connection.pipe(
        filter((connection) => !connection.connected && connection.reason !== null),
        timeout(LONG_MS),
      ),
    )
  }

  it('waits with full jitter, twice as long at each failure, and does not use up connection numbers', async () => {
    const slept: number[] = []
    let numbers = 0
    const clock = systemClock()
    const enough = Promise.withResolvers<void>()
    start({
      ...deviceOptions(await deadPort()),
      backoff: { baseMs: 100, capMs: 1000 },
      nextConnection: async () => {
        numbers += 1
        return numbers
      },
      clock: {
        ...clock,
        random: () => 0.5,
        sleep: async (ms, signal) => {
          slept.push(ms)
          if (slept.length >= 6) {
            enough.resolve()
            await clock.sleep(60_000, signal)
          }
        },
      },
    })
    await enough.promise
    expect(slept).toEqual([50, 100, 200, 400, 500, 500])
    expect(numbers).toBe(1)
  })

  it('says when nobody listens', async () => {
    const port = start(deviceOptions(await deadPort()))
    expect(await firstFault(port)).toMatchObject({
      connected: false,
      reason: { code: 'HF_BROKER_UNAVAILABLE', message: expect.stringContaining('ECONNREFUSED') },
    })
  })

  it('says when the broker does not let it in', async () => {
    const { port, stop } = await aedesBroker({ authenticate: (_client, _user, _password, done) => done(null, false) })
    closing.push(stop)
    expect(await firstFault(start({ ...deviceOptions(port), protocol: '3.1.1' }))).toMatchObject({
      reason: { code: 'HF_BROKER_REFUSED' },
    })
  })

  it('says when the broker does not allow a subscription', async () => {
    const { port, stop } = await aedesBroker({ authorizeSubscribe: (_client, _sub, done) => done(null, null) })
    closing.push(stop)
    expect(await firstFault(start({ ...deviceOptions(port), protocol: '3.1.1' }))).toMatchObject({
      reason: { code: 'HF_BROKER_REFUSED' },
    })
  })

  it('does without a fleeting subscription that the broker does not allow, and says so', async () => {
    const { port, stop } = await aedesBroker({
      authorizeSubscribe: (_client, wanted, done) => done(null, wanted.topic.endsWith('watch') ? null : wanted),
    })
    closing.push(stop)
    const told = Promise.withResolvers<HoldfastError>()
    const fleeting = { filters: ['hf/1/device/d1/watch'], refused: told.resolve }
    const broker = start({ ...deviceOptions(port), protocol: '3.1.1', fleeting })
    expect(await told.promise).toMatchObject({ code: 'HF_BROKER_REFUSED' })
    await firstValueFrom(broker.connection.pipe(filter(({ connected }) => connected)))
  })

  it('hears what is fleeting while it is connected, and never what came while it was away', async () => {
    const { port, stop, subscribed } = await aedesBroker()
    const rig = await mqttRig(port, '3.1.1', stop)
    closing.push(() => rig.close())
    const heard: string[] = []
    const watch = 'hf/1/device/d1/watch'
    const life = async (until: string): Promise<void> => {
      const fleeting = { filters: [watch], refused: () => undefined }
      subscribed.length = 0
      const broker = mqttBroker({ ...deviceOptions(port), protocol: '3.1.1', fleeting })
      const done = firstValueFrom(
        broker.deliveries.pipe(
          tap((delivery) => {
            heard.push(Buffer.from(delivery.payload).toString())
            delivery.ack()
          }),
          filter(() => heard.includes(until)),
          timeout(LONG_MS),
        ),
      )
      // The subscription follows the connection.
      await expect.poll(() => subscribed).toContain(watch)
      await rig.publish(watch, until)
      await done
      await broker.close()
    }
    await life('first')
    await rig.publish(watch, 'while it was away')
    await rig.publish('hf/1/device/d1/command', 'a command')
    await life('second')
    expect(heard.toSorted()).toEqual(['a command', 'first', 'second'])
  })

  it('does not fall back when its version is prescribed', async () => {
    const { port, stop } = await aedesBroker()
    closing.push(stop)
    expect(await firstFault(start({ ...deviceOptions(port), protocol: '5' }))).toMatchObject({ connected: false })
  })

  it.each([
    ['hangs up at once', (socket: Socket) => socket.destroy(), /ECONNRESET|closed/],
    ['answers garbage', (socket: Socket) => socket.write(Buffer.alloc(64, 0xff)), /does not speak MQTT/],
    ['speaks HTTP', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), /does not speak MQTT/],
    ['accepts and then says nothing', () => undefined, /no CONNACK/, 200],
  ])('goes on trying with somebody who %s, and says so', async (_, answer, message, connectTimeoutMs = LONG_MS) => {
    const port = start({ ...deviceOptions(await impostor(answer)), connectTimeoutMs })
    const reason = { code: 'HF_BROKER_UNAVAILABLE', message: expect.stringMatching(message) }
    expect(await firstFault(port)).toMatchObject({ reason })
  })

  it('sends the password of the file, without its line end, and reads it again at each attempt', async () => {
    const dir = await mkdtemp(`${tmpdir()}/hf-mqtt-`)
    closing.push(() => rm(dir, { recursive: true }))
    const given: string[] = []
    const { port, stop } = await aedesBroker({
      authenticate: (_client, user, password, done) => {
        given.push(`${user}:${String(password)}`)
        void writeFile(`${dir}/password`, 'right\n').then(() => done(null, String(password) === 'right'))
      },
    })
    closing.push(stop)
    await writeFile(`${dir}/password`, 'wrong\n')
    const broker = start({
      ...deviceOptions(port),
      protocol: '3.1.1',
      username: 'd1',
      passwordFile: `${dir}/password`,
    })
    await firstValueFrom(
      broker.connection.pipe(
        filter((connection) => connection.connected),
        timeout(LONG_MS),
      ),
    )
    expect(given).toEqual(['d1:wrong', 'd1:right'])
  })

  it('says when the password file cannot be read', async () => {
    const port = start({ ...deviceOptions(await deadPort()), passwordFile: '/nowhere/password' })
    expect(await firstFault(port)).toMatchObject({ reason: { code: 'HF_FILE_UNREADABLE' } })
  })

  it('says when it could not get a connection number, and tries again', async () => {
    const { port, stop } = await aedesBroker()
    closing.push(stop)
    let tries = 0
    const broker = start({
      ...deviceOptions(port),
      protocol: '3.1.1',
      nextConnection: async () => {
        tries += 1
        if (tries === 1) throw new Error('disk')
        return 7
      },
    })
    const [, fault, up] = await firstValueFrom(broker.connection.pipe(take(3), toArray(), timeout(LONG_MS)))
    expect(fault).toMatchObject({ connected: false })
    expect(up).toMatchObject({ connected: true, connection: 7 })
  })

  it('gives up a connection on which a delivery is never acknowledged, and gets it again', async () => {
    const { port, stop } = await aedesBroker()
    const rig = await mqttRig(port, '3.1.1', stop)
    closing.push(() => rig.close())
    const broker = start({
      ...deviceOptions(port),
      protocol: '3.1.1',
      keepalive: () => ({ leastMs: 1000, startMs: 1000, mostMs: 1000 }),
      answerMs: 500,
    })
    const inbox: string[] = []
    broker.deliveries.subscribe((delivery) => {
      inbox.push(Buffer.from(delivery.payload).toString())
      if (inbox.length > 1) delivery.ack()
    })
    await firstValueFrom(broker.connection.pipe(filter((connection) => connection.connected)))
    await rig.publish('hf/1/device/d1/command', 'the disk was full')
    await firstValueFrom(
      broker.connection.pipe(
        filter((connection) => connection.connected && connection.connection > 1),
        timeout(LONG_MS),
      ),
    )
    await expect.poll(() => inbox).toEqual(['the disk was full', 'the disk was full'])
  })

  it('can be closed while it waits, and while it connects', async () => {
    const waits = mqttBroker({ ...deviceOptions(await deadPort()), backoff: { baseMs: 60_000, capMs: 60_000 } })
    await firstFault(waits)
    await waits.close()
    const connects = mqttBroker(deviceOptions(await impostor(() => undefined)))
    await systemClock().sleep(50, new AbortController().signal)
    await connects.close()
  })
})
