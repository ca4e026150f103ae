import { BehaviorSubject, Subject } from 'rxjs'
import { beforeEach, expect, it } from 'vitest'
import { encode, KINDS } from '../protocol/codec.ts'
import type { BrokerPort, Connection, Delivery } from './broker-port.ts'
import { listeningLog } from './scripted-broker.ts'
import { heedStaleDeaths } from './stale-death.ts'

const TOPIC = 'hf/1/device/d1/presence'
let deliveries: Subject<Delivery>
let connection: BehaviorSubject<Connection>
let births: number[]
let passed: string[]
let acknowledged: number
let born: PromiseWithResolvers<void>

beforeEach(() => {
  deliveries = new Subject()
  connection = new BehaviorSubject<Connection>({ connected: true, connection: 7, sessionPresent: true })
  births = []
  passed = []
  acknowledged = 0
  born = Promise.withResolvers()
  const port: BrokerPort = {
    deliveries,
    connection,
    publish: async () => undefined,
    reconnect: () => undefined,
    hasten: () => undefined,
    close: async () => undefined,
  }
  const presence = {
    birth: (_broker: BrokerPort, number: number) => {
      births.push(number)
      return born.promise
    },
  }
  const heeding = { topic: TOPIC, device: 'd1', presence, log: listeningLog() }
  heedStaleDeaths(port, heeding).deliveries.subscribe(({ topic }) => passed.push(topic))
})

const presenceOf = (online: boolean, number: number, device = 'd1') =>
  encode(KINDS.Presence, { device, fleet: 'f', online, bootId: 'b', connection: number, agentVersion: '1.0.0' })
function tell(payload: Uint8Array, topic = TOPIC): void {
  deliveries.next({
    topic,
    payload,
    retained: true,
    ack: () => {
      acknowledged += 1
    },
  })
}

it.each([
  ['a death of an earlier connection', presenceOf(false, 6), [7]],
  ['our own birth', presenceOf(true, 7), []],
  ['an earlier birth', presenceOf(true, 6), []],
  ['a death of this number', presenceOf(false, 7), []],
  ['a death of a later life', presenceOf(false, 8), []],
  ['a death of somebody else', presenceOf(false, 1, 'd2'), []],
  ['nonsense', Buffer.from('nonsense'), []],
])('%s is acknowledged, kept from the others, and answered where it hides us', (_, payload, expected) => {
  tell(payload)
  expect({ births, passed, acknowledged }).toEqual({ births: expected, passed: [], acknowledged: 1 })
})

it('answers once while the answer is under way, and again when it is over', async () => {
  for (let echo = 0; echo < 5; echo++) tell(presenceOf(false, 6))
  expect(births).toEqual([7])
  born.resolve()
  await new Promise((resolve) => setImmediate(resolve))
  tell(presenceOf(false, 6))
  expect(births).toEqual([7, 7])
})

it('does not answer while nothing stands, and passes everything else on', () => {
  connection.next({ connected: false, reason: null })
  tell(presenceOf(false, 6))
  tell(Buffer.from('x'), 'hf/1/device/d1/command')
  expect({ births, passed, acknowledged }).toEqual({ births: [], passed: ['hf/1/device/d1/command'], acknowledged: 1 })
})
