/** Two brokers that know nothing of each other, as two nodes that each keep what is retained for themselves. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fleetTopics } from '../../protocol/topics.ts'
import { Desk } from '../testing.ts'
import { connectBroker } from './connection.ts'

const WAIT_MS = 60_000
const { target, rollout } = fleetTopics('f')
let one: Desk
let two: Desk
beforeEach(async () => {
  ;[one, two] = [await Desk.open(), await Desk.open()]
})
afterEach(async () => {
  await one.clear()
  await two.clear()
})

const settings = { version: '3.1.1', connectTimeoutMs: WAIT_MS } as const

it('keeps at each what is retained, and says everything else at the first alone', { timeout: WAIT_MS }, async () => {
  const heard: string[] = []
  const ears = await Promise.all(
    [one, two].map(({ url }, at) =>
      connectBroker({ ...settings, url }, (topic, payload) =>
        heard.push(`${at} ${topic} ${Buffer.from(payload).toString()}`),
      ),
    ),
  )
  for (const ear of ears) await ear.subscribe(['#'])
  const both = await connectBroker({ ...settings, url: one.url, others: [two.url] }, () => {})
  await both.publish('command', Buffer.from('go'), false)
  await both.publish('target', Buffer.from('signed'), true)
  await expect
    .poll(() => heard.toSorted(), { timeout: WAIT_MS / 2 })
    .toEqual(['0 command go', '0 target signed', '1 target signed'])
  for (const broker of [both, ...ears]) await broker.close()
})

it('deploys to each, and reads and waits at the first', { timeout: WAIT_MS }, async () => {
  await one.run('keygen')
  await one.compose()
  const where = `--broker ${one.url} --broker ${two.url}`
  expect(await one.run(`deploy docker-compose.yml --fleet f --no-wait ${where}`)).toMatchObject({ code: 0, err: '' })
  for (const topic of [target, rollout]) expect(await two.retained(topic)).toEqual(await one.retained(topic))
})

it('goes on without one that does not answer, and says what is missing there', { timeout: WAIT_MS }, async () => {
  await one.run('keygen')
  await one.compose()
  const gone = await Desk.open()
  const url = gone.url
  await gone.clear()
  const where = `--broker ${one.url} --broker ${url} --broker ${two.url}`
  const { code, err } = await one.run(`deploy docker-compose.yml --fleet f --no-wait ${where}`)
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringMatching(/^warning: mqtt:.*: is left out, and keeps what was retained there before/) as string,
  })
  expect(await two.retained(target)).toEqual(await one.retained(target))
})

it('holds nobody up when one goes away', { timeout: WAIT_MS }, async () => {
  const warnings: string[] = []
  const gone = await Desk.open()
  const warn = (message: string): void => void warnings.push(message)
  const all = await connectBroker(
    { ...settings, url: one.url, others: [gone.url, two.url], warn, patienceMs: 50 },
    () => {},
  )
  await gone.clear()
  await all.publish(target, Buffer.from('signed'), true)
  expect(Buffer.from(await two.retained(target)).toString()).toBe('signed')
  expect(warnings).toEqual([expect.stringContaining('has not taken it yet')])
  await all.close()
})

it.each([
  ['one that is no URL', ['--broker', 'mqtt://a', '--broker', 'b'], 'has to be a URL'],
  [
    "an agent's own socket among them",
    ['--broker', 'mqtt://a', '--broker', 'unix:/x'],
    "an agent's own socket stands alone",
  ],
])('refuses %s', async (_, flags, why) => {
  const { code, err } = await one.run(['status', ...flags])
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(why) as string })
})
