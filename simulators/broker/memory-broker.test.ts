import { describe, expect, it } from 'vitest'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { type BrokerRig, brokerContract } from '../../agent/broker-contract.ts'
import type { Connection } from '../../agent/broker-port.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { MemoryBroker } from './memory-broker.ts'
import { attachBroker } from './memory-broker-port.ts'

const PRESENCE = 'hf/1/device/d1/presence'
const COMMAND = 'hf/1/device/d1/command'

function rigWith(latencyMs: number): () => Promise<BrokerRig> {
  return async () => {
    const broker = new MemoryBroker()
    const seen: { topic: string; text: string }[] = []
    broker.watch(({ topic, payload }) => seen.push({ topic, text: Buffer.from(payload).toString() }))
    let connection = 0
    return {
      device: () =>
        attachBroker({
          broker,
          clientId: 'd1',
          subscriptions: [COMMAND],
          will: (number) => ({ topic: PRESENCE, payload: Buffer.from(`dead ${number}`), retain: false }),
          nextConnection: async () => {
            connection += 1
            return connection
          },
          clock: systemClock(),
          latencyMs,
          backoff: { baseMs: 50, capMs: 1000 },
        }).port,
      publish: async (topic, text, options) => broker.publish(topic, Buffer.from(text), options),
      seen: (topic) => seen.filter((message) => message.topic === topic).map((message) => message.text),
      cut: () => broker.cut(),
      freeze: () => broker.freeze(),
      connections: () => broker.connections,
      close: async () => {
        broker.online = false
      },
    }
  }
}

brokerContract('in memory', rigWith(0))
brokerContract('in memory, with a way between', rigWith(5))

describe('the broker in memory', () => {
  it('breaks the connection of a process that dies, which hears nothing of it', async () => {
    const clock = new VirtualClock()
    const broker = new MemoryBroker()
    const dead: string[] = []
    broker.watch(({ topic, payload }) => dead.push(`${topic} ${Buffer.from(payload).toString()}`))
    const { port, die } = attachBroker({
      broker,
      clientId: 'd1',
      subscriptions: [COMMAND],
      will: () => ({ topic: PRESENCE, payload: Buffer.from('dead'), retain: true }),
      nextConnection: async () => 1,
      clock,
    })
    const states: Connection[] = []
    port.connection.subscribe((state) => states.push(state))
    await clock.advance(10)
    die()
    await clock.advance(1000)
    expect(dead).toEqual([`${PRESENCE} dead`])
    expect(states.map(({ connected }) => connected)).toEqual([false, true])
    expect(broker.isConnected('d1')).toBe(false)
  })

  it('is away when it is told to be, and found again when it is back', async () => {
    const clock = new VirtualClock()
    const broker = new MemoryBroker()
    broker.online = false
    const { port } = attachBroker({
      broker,
      clientId: 'd1',
      subscriptions: [COMMAND],
      will: () => ({ topic: PRESENCE, payload: Buffer.from('dead'), retain: true }),
      nextConnection: async () => 1,
      clock,
    })
    let connected = false
    port.connection.subscribe((state) => {
      connected = state.connected
    })
    await clock.advance(600_000)
    expect(connected).toBe(false)
    broker.online = true
    await clock.advance(60_000)
    expect(connected).toBe(true)
  })

  it('carries one message to ten thousand devices', async () => {
    const clock = new VirtualClock()
    const broker = new MemoryBroker()
    let arrived = 0
    for (let device = 0; device < 10_000; device += 1) {
      attachBroker({
        broker,
        clientId: `d${device}`,
        subscriptions: ['hf/1/fleet/f/target'],
        will: () => ({ topic: PRESENCE, payload: Buffer.from('dead'), retain: true }),
        nextConnection: async () => 1,
        clock,
      }).port.deliveries.subscribe((delivery) => {
        arrived += 1
        delivery.ack()
      })
    }
    await clock.advance(1)
    broker.publish('hf/1/fleet/f/target', Buffer.from('v2'), { retain: true })
    await clock.advance(1)
    expect(arrived).toBe(10_000)
  })

  it('goes on from what was kept, as another broker', async () => {
    const first = new MemoryBroker()
    first.connect('d1', { topic: PRESENCE, payload: Buffer.from('dead'), retain: true }, { deliver() {}, broken() {} })
    first.subscribe('d1', [COMMAND])
    first.publish(COMMAND, Buffer.from('one'))
    const second = new MemoryBroker(first.keep())
    first.publish(COMMAND, Buffer.from('only the first hears this'))
    const texts: string[] = []
    const receiver = {
      deliver: ({ payload }: { payload: Uint8Array }) => texts.push(Buffer.from(payload).toString()),
      broken() {},
    }
    expect(second.connect('d1', { topic: PRESENCE, payload: Buffer.from('dead'), retain: true }, receiver)).toEqual({
      sessionPresent: true,
    })
    second.listen('d1')
    second.acknowledge('d1', receiver)
    expect(texts).toEqual(['one'])
  })
})
