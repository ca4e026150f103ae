/** A device that only speaks: what a real broker keeps for it is all there for the connection that listens. */
import { connectAsync, type MqttClient } from 'mqtt'
import { firstValueFrom } from 'rxjs'
import { filter } from 'rxjs/operators'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startMosquitto } from '../../test/rig/mosquitto.ts'
import type { Part } from '../../test/rig/process.ts'
import { describeReal } from '../../test/rig/use-rig.ts'
import type { BrokerPort } from '../broker-port.ts'
import { mqttBroker } from './mqtt.ts'
import type { MqttBrokerOptions } from './mqtt-options.ts'
import { deviceOptions } from './mqtt-test-rig.ts'

const COMMAND = 'hf/1/device/d1/command'
const TARGET = 'hf/1/fleet/f/target'
const REPORT = 'hf/1/device/d1/report'
/** More than the broker sends ahead of acknowledgements. */
const MANY = 50

const patience = () => AbortSignal.timeout(60_000)

describeReal('a device that only speaks, on Mosquitto', () => {
  let broker: Part
  let operator: MqttClient
  let options: MqttBrokerOptions
  const reports: string[] = []

  beforeEach(async () => {
    broker = await startMosquitto()
    operator = await connectAsync(broker.address, { clientId: 'operator' })
    operator.on('message', (_, payload) => reports.push(payload.toString()))
    await operator.subscribeAsync(REPORT, { qos: 1 })
    reports.length = 0
    const port = Number(new URL(broker.address).port)
    options = { ...deviceOptions(port), subscriptions: [COMMAND, TARGET] }
  })
  afterEach(async () => {
    await operator.endAsync(true)
    await broker.stop()
  })

  async function connected(more: Partial<MqttBrokerOptions> = {}): Promise<BrokerPort> {
    const port = mqttBroker({ ...options, ...more })
    await firstValueFrom(port.connection.pipe(filter((state) => state.connected)))
    return port
  }
  const publish = (topic: string, text: string, retain = false) =>
    operator.publishAsync(topic, text, { qos: 1, retain })
  const say = (port: BrokerPort, text: string) =>
    port.publish(REPORT, Buffer.from(text), { retain: true, qos: 1, signal: patience() })

  /** What comes to a device that listens, in the order in which it comes. */
  async function heard(more: Partial<MqttBrokerOptions>, count: number): Promise<string[]> {
    const port = mqttBroker({ ...options, ...more })
    const texts: string[] = []
    port.deliveries.subscribe(({ payload, ack }) => {
      texts.push(Buffer.from(payload).toString())
      ack()
    })
    await expect.poll(() => texts.length).toBeGreaterThanOrEqual(count)
    // What comes after an answer to us would have come before it.
    await say(port, 'end')
    await port.close()
    return texts
  }

  it.each(['5', '3.1.1'] as const)('by MQTT %s takes nothing from the listening one', async (protocol) => {
    await (await connected({ protocol })).close()
    const commands = Array.from({ length: MANY }, (_, n) => `command ${n}`)
    for (const text of commands.slice(0, -1)) await publish(COMMAND, text)

    const deaf = await connected({ protocol, isDeaf: true, subscriptions: [] })
    // The broker has begun to deliver; its answers are read all the same, one after the other.
    for (const text of ['birth', 'report']) await say(deaf, text)
    await publish(TARGET, 'the target', true)
    await publish(COMMAND, commands.at(-1)!)
    await say(deaf, 'later')
    await expect.poll(() => reports).toEqual(['birth', 'report', 'later'])
    await deaf.close()
    // Another start on the same disk.
    await (await connected({ protocol, isDeaf: true, subscriptions: [] })).close()

    const texts = await heard({ protocol }, MANY + 1)
    expect(texts.filter((text) => text !== 'the target')).toEqual(commands)
    expect(texts).toContain('the target')
  })

  it('makes no subscription where there is no session', async () => {
    const deaf = await connected({ isDeaf: true, subscriptions: [COMMAND] })
    await publish(COMMAND, 'nobody is to have this')
    await say(deaf, 'report')
    await deaf.close()
    await publish(COMMAND, 'nor this')
    await publish(TARGET, 'this', true)
    expect(await heard({}, 1)).toEqual(['this'])
  })
})
