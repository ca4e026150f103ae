/** What is fleeting, as it is asked of a broker: no broker that we test with says what it takes at the most. */
import { afterEach, expect, it } from 'vitest'
import { mqttBroker } from './mqtt.ts'
import { deviceOptions, impostor } from './mqtt-test-rig.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const MAXIMUM_QOS = 0x24

it.each<[string, number[], number]>([
  ['takes every QoS', [], 0],
  ['takes QoS 1 at the most', [MAXIMUM_QOS, 1], 1],
  ['takes QoS 0 alone', [MAXIMUM_QOS, 0], 0],
])('is asked of a broker that %s with what makes no second queue there', async (_, properties, asked) => {
  const wanted = new Map<string, number>()
  const { port, stop } = await impostor((socket, packets) => {
    for (const packet of split(packets)) {
      const [first, , id = 0, more = 0] = packet
      if (first === 0x10)
        socket.write(Buffer.from([0x20, 3 + properties.length, 0, 0, properties.length, ...properties]))
      if (first !== 0x82) continue
      socket.write(Buffer.from([0x90, 4, id, more, 0, 1]))
      // One filter: its length, itself, and how it is wanted.
      wanted.set(packet.subarray(7, -1).toString(), packet.at(-1)! & 3)
    }
  })
  closing.push(stop)
  const fleeting = { filters: ['hf/1/device/d1/watch'], refused: () => undefined }
  const device = mqttBroker({ ...deviceOptions(port), protocol: '5', fleeting })
  closing.push(() => device.close())
  await expect.poll(() => wanted.size, { timeout: 30_000 }).toBe(2)
  expect(Object.fromEntries(wanted)).toEqual({ 'hf/1/device/d1/command': 1, 'hf/1/device/d1/watch': asked })
})

/** The packets of one read, each shorter than 128 bytes. */
function split(bytes: Buffer): Buffer[] {
  const length = 2 + (bytes[1] ?? 0)
  return bytes.length <= length ? [bytes] : [bytes.subarray(0, length), ...split(bytes.subarray(length))]
}
