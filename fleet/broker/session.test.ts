/** A session that outlives its connection: nothing that was not kept is lost, and nothing waits for its neighbour. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { encode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { Desk } from '../testing.ts'
import { type Broker, connectBroker } from './connection.ts'

const WAIT_MS = 60_000
const settings = { version: '3.1.1', connectTimeoutMs: WAIT_MS } as const
let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
})
afterEach(() => desk.clear())

/** Hears under a name; what `keeps` says of a message is when it has been kept. */
async function ear(
  session: string,
  keeps: (text: string) => Promise<void>,
): Promise<{ broker: Broker; heard: string[] }> {
  const heard: string[] = []
  const broker = await connectBroker({ ...settings, url: desk.url, session }, (_, payload) => {
    const text = Buffer.from(payload).toString()
    heard.push(text)
    return keeps(text)
  })
  await broker.subscribe(['said/+'])
  return { broker, heard }
}

const never = (): Promise<void> => new Promise(() => {})
const texts = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at}`)

it('hears again what it had not kept, and what came while it was away', { timeout: WAIT_MS }, async () => {
  const mouth = await connectBroker({ ...settings, url: desk.url }, () => {})
  const say = async (text: string): Promise<void> => mouth.publish('said/x', Buffer.from(text), false)
  const first = await ear('a', async (text) => (Number(text) < 5 ? undefined : never()))
  for (const text of texts(20)) await say(text)
  // They are all heard though none after the fifth is kept.
  await expect.poll(() => first.heard, { timeout: WAIT_MS / 2 }).toEqual(texts(20))
  await first.broker.close()
  await say('20')
  const second = await ear('a', async () => {})
  const other = await ear('b', async () => {})
  await expect.poll(() => second.heard, { timeout: WAIT_MS / 2 }).toEqual(texts(21).slice(5))
  await say('21')
  await expect.poll(() => other.heard, { timeout: WAIT_MS / 2 }).toEqual(['21'])
  await second.broker.close()
  const third = await ear('a', async () => {})
  await say('22')
  await expect.poll(() => third.heard, { timeout: WAIT_MS / 2 }).toEqual(['22'])
  for (const { broker } of [other, third]) await broker.close()
  await mouth.close()
})

it.each([
  ['aggregator --database postgres://x --session a', 'goes with --part'],
  ['aggregator --database postgres://x --part 1/2 --session a/b', 'cannot be a name'],
  ['controller --database postgres://x --session a', 'goes with aggregators'],
])('is refused where it would keep nothing, or for nobody: %s', async (line, why) => {
  await desk.run('keygen')
  expect(await desk.run(line)).toMatchObject({ code: 2, err: expect.stringContaining(why) as string })
})

it('lets a controller hear what devices said while it was away, and nobody retained', {
  timeout: WAIT_MS,
}, async () => {
  await desk.run('keygen')
  await desk.compose()
  await desk.write('all.yml', 'waves: [{ share: 100%, bake: 1h }]')
  await desk.run('deploy docker-compose.yml --fleet f --share 0% --no-wait')
  const serve = (interrupt: AbortSignal) => desk.run('controller --data state --session c --every 50ms', { interrupt })
  const ends = [new AbortController(), new AbortController()]
  const first = serve(ends[0]!.signal)
  await vi.waitFor(async () => {
    const { out, code } = await desk.run('rollout start --fleet f --plan all.yml --no-wait --data state')
    expect({ out, code }).toMatchObject({ code: 0 })
  }, WAIT_MS)
  ends[0]!.abort()
  expect(await first).toMatchObject({ code: 0 })
  const device = await connectBroker({ ...settings, url: desk.url }, () => {})
  const topics = deviceTopics('d')
  const birth = encode(KINDS.Presence, { device: 'd', fleet: 'f', online: true, connection: 1 })
  const report = encode(KINDS.Report, { device: 'd', fleet: 'f', sequence: 1, current: { epoch: 1, releaseId: 'r' } })
  await device.publish(topics.presence, birth, false)
  await device.publish(topics.report, report, false)
  const second = serve(ends[1]!.signal)
  await vi.waitFor(async () => {
    const { lines } = await desk.run('rollout status --data state --json')
    expect(lines).toMatchObject([{ fleet: 'f', now: { size: 1 } }])
  }, WAIT_MS)
  ends[1]!.abort()
  expect(await second).toMatchObject({ code: 0 })
  await device.close()
})
