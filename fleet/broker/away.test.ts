/** A node that is away when we come, or goes and comes back with what it had: it has what it missed, and once. */
import { access } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { KINDS } from '../../protocol/codec.ts'
import { generateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics, parseTopic } from '../../protocol/topics.ts'
import { Desk } from '../testing.ts'
import { type Broker, connectBroker } from './connection.ts'

const WAIT_MS = 60_000
const { target, rollout, trust, controller } = fleetTopics('f')
const key = generateKey('release')
const settings = { version: '3.1.1', connectTimeoutMs: WAIT_MS } as const

let one: Desk
let two: Desk
let urlOfTwo: string
const brokers: Broker[] = []
beforeEach(async () => {
  ;[one, two] = [await Desk.open(), await Desk.open()]
  urlOfTwo = two.url
})
afterEach(async () => {
  for (const broker of brokers.splice(0)) await broker.close()
  await one.clear()
  await two.clear()
})

/** Of a fleet, as the release key signs it. */
function ofEpoch(epoch: number): Uint8Array {
  return seal(KINDS.Target, { fleet: 'f', epoch }, [key])
}

async function sender(): Promise<Broker> {
  const broker = await connectBroker(
    {
      ...settings,
      url: one.url,
      others: [urlOfTwo],
      patienceMs: 50,
      againMs: 50,
      keeps: (topic) => parseTopic(topic)?.scope === 'fleet',
    },
    () => {},
  )
  brokers.push(broker)
  return broker
}

/** Everything that is said at a node from now on, after what it retains. */
async function ear(desk: Desk): Promise<string[]> {
  const heard: string[] = []
  const broker = await connectBroker({ ...settings, url: desk.url }, (topic, payload) =>
    heard.push(payload.byteLength < 20 ? `${topic} ${Buffer.from(payload).toString()}` : topic),
  )
  brokers.push(broker)
  await broker.subscribe(['hf/1/fleet/+/+'])
  return heard
}

/** The node goes, and another comes to where it stood. */
async function away(): Promise<(retained?: Record<string, Uint8Array>) => Promise<void>> {
  await two.clear()
  return async (retained) => {
    two = await Desk.open(Number(new URL(urlOfTwo).port), retained)
  }
}

const atTwo = (topic: string, bytes: Uint8Array): Promise<void> =>
  vi.waitFor(async () => expect(Buffer.from(await two.retained(topic)).equals(Buffer.from(bytes))).toBe(true), WAIT_MS)

it('gives one that was away from the start what was said and heard meanwhile', { timeout: WAIT_MS }, async () => {
  const back = await away()
  await one.publish(target, ofEpoch(3))
  const broker = await sender()
  await broker.subscribe([target, trust])
  await broker.publish(rollout, Buffer.from('go'), true)
  await broker.publish(controller, Buffer.from('mark'), true)
  await broker.publish(controller, Buffer.from('newer mark'), true)
  await back()
  await atTwo(target, ofEpoch(3))
  await atTwo(rollout, Buffer.from('go'))
  await atTwo(controller, Buffer.from('newer mark'))
})

it('says nothing twice to one that has it all when it comes back', { timeout: WAIT_MS }, async () => {
  const back = await away()
  await one.publish(target, ofEpoch(3))
  const broker = await sender()
  await broker.subscribe([target])
  await back({ [target]: ofEpoch(3) })
  const heard = await ear(two)
  await broker.publish(rollout, Buffer.from('go'), true)
  await atTwo(rollout, Buffer.from('go'))
  await one.publish(trust, Buffer.from('chain'))
  await broker.subscribe([trust])
  await atTwo(trust, Buffer.from('chain'))
  // The last that it could have said has come: the target was said once, by whoever had put it there.
  expect(heard.filter((topic) => topic === target)).toEqual([target])
  expect(heard.filter((said) => said.startsWith(rollout))).toEqual([`${rollout} go`])
})

it('sends what is newest alone to one that comes back', { timeout: WAIT_MS }, async () => {
  const broker = await sender()
  const back = await away()
  for (const mark of ['1', '2', '3']) await broker.publish(controller, Buffer.from(mark), true)
  await back()
  const heard = await ear(two)
  await atTwo(controller, Buffer.from('3'))
  await broker.publish(rollout, Buffer.from('go'), true)
  await vi.waitFor(() => expect(heard).toContain(`${rollout} go`), WAIT_MS)
  // The first may have been on its way when the node went.
  expect(heard.filter((said) => said !== `${controller} 1`)).toEqual([`${controller} 3`, `${rollout} go`])
})

it('leaves what stands above what the first has', { timeout: WAIT_MS }, async () => {
  const back = await away()
  await one.publish(target, ofEpoch(3))
  const broker = await sender()
  await broker.subscribe([target])
  await back({ [target]: ofEpoch(4) })
  await broker.publish(rollout, Buffer.from('go'), true)
  await atTwo(rollout, Buffer.from('go'))
  await atTwo(target, ofEpoch(4))
})

it('has a controller bring what belongs to its fleets, also when it was started anew and the rollout is over', {
  timeout: WAIT_MS,
}, async () => {
  await one.run('keygen')
  await one.compose()
  await one.write('all.yml', 'waves: [{ share: 100%, bake: 0s }]')
  await one.run('deploy docker-compose.yml --fleet f --share 0% --no-wait')
  const device = await one.device('d')
  await device.reports({ current: { epoch: 1, releaseId: 'r' } })
  const serve = (...more: string[]) => {
    const end = new AbortController()
    const words = ['controller', '--data', 'state', '--every', '50ms', '--json', '--broker', one.url, ...more]
    const ended = one.run(words, { interrupt: end.signal })
    return async () => {
      end.abort()
      return ended
    }
  }
  const back = await away()
  const stopAlone = serve()
  await vi.waitFor(async () => {
    const { code } = await one.run('rollout start --fleet f --plan all.yml --no-wait --data state')
    expect(code).toBe(0)
  }, WAIT_MS)
  await vi.waitFor(async () => {
    const { lines } = await one.run('rollout status --data state --json')
    expect(lines).toMatchObject([{ phase: 'finished' }])
  }, WAIT_MS)
  await stopAlone()
  const stop = serve('--broker', urlOfTwo)
  await vi.waitFor(() => access(one.path('state/controller.sock')), WAIT_MS)
  await back()
  for (const topic of [target, rollout, controller]) await atTwo(topic, await one.retained(topic))
  const { code, err, lines } = await stop()
  expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^warning: .*: is left out.*\n$/) as string })
  const brought = lines.filter(({ event }) => event === 'brought')
  expect(brought).toMatchObject([{ node: urlOfTwo, topics: expect.arrayContaining([target, rollout]) as string[] }])
})
