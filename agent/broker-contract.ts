/**
 * What every broker port does, as a suite that each implementation runs.
 *
 * Invariant: it speaks of what a device and an operator see, never of MQTT packets, so that the simulated
 * broker can be held to the same.
 */
import { firstValueFrom } from 'rxjs'
import { filter, timeout } from 'rxjs/operators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BrokerPort, Connection, Delivery } from './broker-port.ts'

const TOPIC = 'hf/1/device/d1/command'
const PRESENCE = 'hf/1/device/d1/presence'
const REPORT = 'hf/1/device/d1/report'
const PATIENCE_MS = 60_000

/** What the suite needs of one implementation. */
export interface BrokerRig {
  /** A new port for device d1, subscribed to its command topic, with the will "dead CONNECTION" on presence. */
  device(): BrokerPort
  /** As an operator, over a connection of his own that is never cut. */
  publish(topic: string, text: string | Uint8Array, options?: { retain?: boolean }): Promise<void>
  /** What an operator who watches the topic has seen since the test began. */
  seen(topic: string): string[]
  /** Breaks the device's connections; the broker lives. */
  cut(): void
  /** The device's connections stay, and nothing passes. */
  freeze(): void
  /** How many connections devices have made. */
  connections(): number
  close(): Promise<void>
}

/** Runs the suite. `open` makes a fresh broker for each test. */
export function brokerContract(name: string, open: () => Promise<BrokerRig>): void {
  describe(`the broker port: ${name}`, () => {
    let rig: BrokerRig
    let ports: BrokerPort[]
    beforeEach(async () => {
      rig = await open()
      ports = []
    })
    afterEach(async () => {
      await Promise.all(ports.map((port) => port.close()))
      await rig.close()
    })

    function start(): { port: BrokerPort; inbox: Delivery[] } {
      const port = rig.device()
      ports.push(port)
      const inbox: Delivery[] = []
      port.deliveries.subscribe((delivery) => inbox.push(delivery))
      return { port, inbox }
    }

    it('hands over what is published, and says what was retained', async () => {
      await rig.publish(TOPIC, 'before', { retain: true })
      const { port, inbox } = start()
      await connected(port)
      await until(() => inbox.length === 1)
      inbox[0]?.ack()
      await rig.publish(TOPIC, 'after')
      await until(() => inbox.length === 2)
      expect(inbox.map(textOf)).toEqual(['before', 'after'])
      expect(inbox.map((delivery) => delivery.retained)).toEqual([true, false])
      expect(inbox[0]?.topic).toBe(TOPIC)
    })

    it('hands over the next one only after the one before it is acknowledged', async () => {
      const { port, inbox } = start()
      await connected(port)
      for (const text of ['1', '2', '3']) await rig.publish(TOPIC, text)
      await until(() => inbox.length === 1)
      await pause(200)
      expect(inbox.map(textOf)).toEqual(['1'])
      inbox[0]?.ack()
      inbox[0]?.ack()
      await until(() => inbox.length === 2)
      await pause(200)
      expect(inbox.map(textOf)).toEqual(['1', '2'])
    })

    it('gets again, after a reconnect, what it had not acknowledged, and nothing that it had', async () => {
      const { port, inbox } = start()
      await connected(port)
      await rig.publish(TOPIC, 'acknowledged')
      await until(() => inbox.length === 1)
      inbox[0]?.ack()
      await rig.publish(TOPIC, 'withheld')
      await until(() => inbox.length === 2)
      rig.cut()
      await disconnected(port)
      inbox[1]?.ack()
      await connected(port)
      await until(() => inbox.length === 3)
      inbox[2]?.ack()
      await rig.publish(TOPIC, 'last')
      await until(() => inbox.length === 4)
      expect(inbox.map(textOf)).toEqual(['acknowledged', 'withheld', 'withheld', 'last'])
    })

    it('leaves one, and all behind it, to the next connection, and is answered meanwhile what it publishes', async () => {
      const { port, inbox } = start()
      await connected(port)
      for (const text of ['1', '2']) await rig.publish(TOPIC, text)
      await until(() => inbox.length === 1)
      inbox[0]?.leave?.()
      await publish(port, REPORT, 'meanwhile')
      inbox[0]?.ack()
      await pause(200)
      expect(inbox.map(textOf)).toEqual(['1'])
      port.reconnect()
      await until(() => inbox.length === 2)
      inbox[1]?.ack()
      await until(() => inbox.length === 3)
      inbox[2]?.ack()
      expect(inbox.map(textOf)).toEqual(['1', '1', '2'])
    })

    it('gets what was sent while it was away', async () => {
      const first = start()
      await connected(first.port)
      await first.port.close()
      await rig.publish(TOPIC, 'meanwhile')
      const second = start()
      second.port.deliveries.subscribe((delivery) => delivery.ack())
      expect(await connected(second.port)).toMatchObject({ sessionPresent: true })
      await until(() => second.inbox.length === 1)
      expect(second.inbox.map(textOf)).toEqual(['meanwhile'])
    })

    it('publishes, and resolves once the broker has it', async () => {
      const { port } = start()
      await connected(port)
      await publish(port, REPORT, 'a report')
      await until(() => rig.seen(REPORT).includes('a report'))
    })

    it('refuses at once to publish while it is not connected, and sends nothing later', async () => {
      const { port } = start()
      await expect(publish(port, REPORT, 'too early')).rejects.toMatchObject({ code: 'HF_BROKER_UNAVAILABLE' })
      await connected(port)
      rig.cut()
      await disconnected(port)
      await expect(publish(port, REPORT, 'offline')).rejects.toMatchObject({ code: 'HF_BROKER_UNAVAILABLE' })
      await connected(port)
      await publish(port, REPORT, 'online')
      await until(() => rig.seen(REPORT).includes('online'))
      expect(rig.seen(REPORT)).toEqual(['online'])
    })

    it('fails a publish whose acknowledgement the connection did not live to see', async () => {
      const { port } = start()
      await connected(port)
      rig.freeze()
      const outcome = settled(publish(port, REPORT, 'lost?'))
      await pause(100)
      expect(outcome.state).toBe('pending')
      rig.cut()
      await until(() => outcome.state === 'rejected')
      expect(outcome.error).toMatchObject({ code: 'HF_BROKER_UNAVAILABLE' })
    })

    it('stops waiting for an acknowledgement when aborted', async () => {
      const { port } = start()
      await connected(port)
      rig.freeze()
      const stop = new AbortController()
      const sent = port.publish(REPORT, Buffer.from('x'), { retain: false, qos: 1, signal: stop.signal })
      stop.abort()
      await expect(sent).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    })

    it('leaves its will behind when it is cut off, with the number of the connection that broke', async () => {
      const { port } = start()
      const first = await connected(port)
      rig.cut()
      await until(() => rig.seen(PRESENCE).length === 1)
      const second = await connected(port)
      expect(second.connection).toBeGreaterThan(first.connection)
      rig.cut()
      await until(() => rig.seen(PRESENCE).length === 2)
      expect(rig.seen(PRESENCE)).toEqual([`dead ${first.connection}`, `dead ${second.connection}`])
    })

    it('leaves no will behind when it is closed, and publishes nothing', async () => {
      const { port } = start()
      await connected(port)
      await port.close()
      await pause(300)
      expect(rig.seen(PRESENCE)).toEqual([])
      await expect(publish(port, REPORT, 'x')).rejects.toMatchObject({ code: 'HF_BROKER_UNAVAILABLE' })
    })

    it('can be closed while a delivery waits and while a publish does', async () => {
      const { port, inbox } = start()
      await connected(port)
      await rig.publish(TOPIC, 'waits')
      await until(() => inbox.length === 1)
      const outcome = settled(publish(port, REPORT, 'x'))
      await port.close()
      await until(() => outcome.state !== 'pending')
    })

    it('survives a message that is far larger than any may be', async () => {
      const { port, inbox } = start()
      port.deliveries.subscribe((delivery) => delivery.ack())
      await connected(port)
      await rig.publish(TOPIC, new Uint8Array(10 * 1024 * 1024))
      await rig.publish(TOPIC, 'small')
      await until(() => inbox.some((delivery) => textOf(delivery) === 'small'))
    })

    it('does not fight for ever, when two devices have the same id', async () => {
      const [one, other] = [start(), start()]
      await Promise.race([connected(one.port), connected(other.port)])
      await pause(1500)
      // With waits that did not grow, this would be hundreds.
      expect(rig.connections()).toBeLessThan(40)
    })
  })
}

/** The next (or present) connection. */
async function connected(port: BrokerPort): Promise<Connection & { connected: true }> {
  return firstValueFrom(
    port.connection.pipe(
      filter((connection) => connection.connected),
      timeout(PATIENCE_MS),
    ),
  )
}

async function disconnected(port: BrokerPort): Promise<void> {
  await firstValueFrom(
    port.connection.pipe(
      filter((connection) => !connection.connected),
      timeout(PATIENCE_MS),
    ),
  )
}

function publish(port: BrokerPort, topic: string, text: string): Promise<void> {
  return port.publish(topic, Buffer.from(text), { retain: false, qos: 1, signal: new AbortController().signal })
}

function textOf(delivery: Delivery): string {
  return Buffer.from(delivery.payload).toString()
}

function settled(promise: Promise<unknown>): { state: 'pending' | 'resolved' | 'rejected'; error: unknown } {
  const outcome: { state: 'pending' | 'resolved' | 'rejected'; error: unknown } = { state: 'pending', error: null }
  promise.then(
    () => {
      outcome.state = 'resolved'
    },
    (error: unknown) => {
      outcome.state = 'rejected'
      outcome.error = error
    },
  )
  return outcome
}

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!condition()) {
    if (performance.now() > end) throw new Error('waited too long')
    await pause(10)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
